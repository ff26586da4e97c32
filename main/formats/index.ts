/** The registry: one array, in the order of detection. A file is what its contents say, never what its name says. */
import { CofferError } from '../../contract/errors.ts'
import type { FormatId } from '../../contract/formats.ts'
import { bitwardenAccountRestricted } from './bitwarden/account-restricted.ts'
import { bitwardenCsv } from './bitwarden/csv.ts'
import { bitwardenJson } from './bitwarden/json.ts'
import { bitwardenPasswordProtected } from './bitwarden/password-protected.ts'
import { appleCsv } from './foreign/apple-csv.ts'
import { chromiumCsv } from './foreign/chromium-csv.ts'
import { firefoxCsv } from './foreign/firefox-csv.ts'
import { keepassXml } from './foreign/keepass/xml.ts'
import { keepassxcCsv } from './foreign/keepass/keepassxc-csv.ts'
import { lastpassCsv } from './foreign/lastpass/csv.ts'
import { unknownCsv } from './foreign/unknown/csv.ts'
import type { Format, Reader, Recognised } from './format.ts'
import { openSource } from './text/source.ts'

const WRITTEN: readonly Format[] = [bitwardenPasswordProtected, bitwardenAccountRestricted, bitwardenJson, bitwardenCsv]

const REGISTRY: readonly Reader[] = [
  ...WRITTEN,
  ...[chromiumCsv, firefoxCsv, appleCsv, lastpassCsv, keepassxcCsv, keepassXml],
  // Any table: the last that is asked.
  unknownCsv,
]

/** @throws CofferError internal for a format that is only read */
export function formatOf(id: FormatId): Format {
  const format = WRITTEN.find((candidate) => candidate.id === id)
  if (!format) throw new CofferError('internal', { format: id })
  return format
}

/**
 * Says what a file is. No key is touched and nothing is derived; what is refused here is refused for everyone.
 * @throws CofferError format/not-an-export and every structural refusal (docs/FORMATS.md#refusals)
 */
export function detect(bytes: Uint8Array): Recognised {
  const source = openSource(bytes)
  for (const reader of REGISTRY) {
    const recognised = reader.recognise(source)
    if (recognised) return recognised
  }
  throw new CofferError('format/not-an-export')
}
