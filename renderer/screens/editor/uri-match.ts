/** How an address is matched: Bitwarden's numbers (docs/FORMATS.md#items) and what they are called. */
import type { UriDraft } from '../../../contract/item-draft.ts'

const PATTERN = 4

export const MATCH_WORDS = [
  [null, 'default'],
  [0, 'domain'],
  [1, 'host'],
  [2, 'starts'],
  [3, 'exact'],
  [PATTERN, 'pattern'],
  [5, 'never'],
] as const

/** Whether it is to be matched as a regular expression and is none. */
export function uriFault({ uri, match }: Pick<UriDraft, 'uri' | 'match'>): boolean {
  if (match !== PATTERN) return false
  try {
    new RegExp(uri)
    return false
  } catch {
    return true
  }
}
