// @vitest-environment happy-dom
/** F4: what the import’s first page says of a file before anyone types a password. */
import { afterEach, describe, expect, it } from 'vitest'
import type { VaultStatus } from '../../../contract/api.ts'
import { CofferError, type ErrorCode, type ErrorDetails } from '../../../contract/errors.ts'
import type { Inspection, OfferedFile } from '../../../contract/files.ts'
import { FORMATS, type FormatId } from '../../../contract/formats.ts'
import { DEFAULT_ARGON2ID, DEFAULT_PBKDF2 } from '../../../contract/kdf-config.ts'
import { fakeFile, LOCKED, SAMPLE_INSPECTION, UNLOCKED, type FakeBridge } from '../../testkit/fake-bridge.ts'
import { openWizard, type FakeWindow } from '../../testkit/fake-window.ts'
import ImportWizard from './ImportWizard.vue'

let window: FakeWindow

async function open(
  file: OfferedFile,
  vault: VaultStatus = UNLOCKED,
  prepare: (fake: FakeBridge) => void = () => undefined,
): Promise<void> {
  window = await openWizard(ImportWizard, { status: { vault } }, ({ fake, session, files }) => {
    files.current = file
    session.show('import')
    prepare(fake)
  })
}

function seen(format: FormatId, changes: Partial<Inspection> = {}): OfferedFile {
  const { label, opensWith } = FORMATS[format]
  const inspection = { ...SAMPLE_INSPECTION, format, label, opensWith, opens: null, ...changes }
  return fakeFile('backup.json', { inspection })
}

const ACCOUNT = 'bitwarden-account-restricted'
const PROTECTED = seen('bitwarden-password-protected', { items: null, folders: null, kdf: DEFAULT_ARGON2ID })
const OPENED = { opens: true, sealed: true, made: '2026-05-03T12:00:00.000Z' }

function refused(code: ErrorCode, details: ErrorDetails = {}): OfferedFile {
  return fakeFile('backup.json', { error: { code, details } })
}

afterEach(() => {
  window.end()
})

describe('F4: diagnosis on the import page', () => {
  it('tells the key derivation of a file with a password, and how long opening will take', async () => {
    await open(PROTECTED)
    expect(window.text()).toContain('Argon2id, 6 rounds, 32 MiB, parallelism 4')
    expect(window.text()).toContain('Opens in about 2 seconds on this computer')
    expect(window.orders('files.openingTime')).toEqual([{ kdf: DEFAULT_ARGON2ID }])
    window.end()

    await open(seen('bitwarden-password-protected', { kdf: DEFAULT_PBKDF2 }), { state: 'none' })
    expect(window.text()).toContain('Opens in less than a second on this computer')
  })

  it('without an estimate says the rest', async () => {
    await open(PROTECTED, UNLOCKED, (fake) => {
      fake.answer('files.openingTime', () => {
        throw new CofferError('crypto/argon2-failed')
      })
    })
    expect(window.text()).toContain('Argon2id, 6 rounds')
    expect(window.text()).not.toContain('Opens in')
  })

  it('measures nothing where nothing is derived', async () => {
    await open(seen('bitwarden-json', { opens: true }))
    expect(window.orders('files.openingTime')).toEqual([])
  })

  it('tells a sealed file from one that is not', async () => {
    await open(seen(ACCOUNT, OPENED))
    expect(window.text()).toMatch(/Sealed by Coffer on May 3, 2026.*: nothing in it was changed since\./)
    window.end()
    await open(seen(ACCOUNT, { opens: true, sealed: false }))
    expect(window.text()).toContain(
      'Not sealed by Coffer: the items are authenticated one by one, their arrangement is not.',
    )
  })

  it('names an older copy, and leads to the newer ones', async () => {
    await open(seen(ACCOUNT, { ...OPENED, newerExport: '2026-11-20T12:00:00.000Z' }))
    expect(window.text()).toMatch(
      /Made on May 3, 2026, .*; your newest export is from Nov 20, 2026, .*: this is an older copy\./,
    )
    expect(window.button('Continue')).toBeDefined()
    await window.press('See your backups')
    expect(window.session.screen).toBe('backups')
  })

  it.each<[string, OfferedFile, VaultStatus, string[]]>([
    ['cut', refused('format/truncated'), UNLOCKED, ['See your backups', 'Choose another file']],
    ['cut, with no vault open', refused('format/truncated'), LOCKED, ['Choose another file']],
    [
      'altered',
      seen(ACCOUNT, { opens: false, refusal: 'format/seal-broken', refusalDetails: {} }),
      UNLOCKED,
      ['See your backups', 'Choose another file'],
    ],
    [
      'of a retired key',
      seen(ACCOUNT, { opens: false, refusal: 'format/retired-key', refusalDetails: { retired: '2026-05-03' } }),
      UNLOCKED,
      ['See your backups', 'Choose another file'],
    ],
    [
      'of another account',
      seen(ACCOUNT, { opens: false, refusal: 'format/other-key', refusalDetails: {} }),
      UNLOCKED,
      ['Open a vault', 'Use an account key file', 'Choose another file'],
    ],
    ['a vault', refused('format/vault-file'), LOCKED, ['Open a vault', 'Choose another file']],
    ['not an export', refused('format/not-an-export'), UNLOCKED, ['Choose another file']],
    ['of a newer Coffer', refused('format/newer-coffer'), UNLOCKED, ['Choose another file']],
  ])('a file that is %s has its next step as a button', async (_, file, vault, steps) => {
    await open(file, vault)
    const panel = document.querySelector('[role=alert]')
    const buttons = [...(panel?.querySelectorAll('button') ?? [])].map((button) => button.textContent.trim())
    expect(buttons.filter((label) => label !== 'Copy details')).toEqual(steps)
  })
})
