// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { VaultStatus } from '../../../contract/api.ts'
import { CofferError, type ErrorCode } from '../../../contract/errors.ts'
import type { Inspection, OfferedFile } from '../../../contract/files.ts'
import { FORMATS, type FormatId } from '../../../contract/formats.ts'
import type { Finding, ImportDone, PlanPreview } from '../../../contract/import-plan.ts'
import { FAKE_PASSWORD, fakeFile, LOCKED, SAMPLE_INSPECTION, UNLOCKED } from '../../testkit/fake-bridge.ts'
import { fakePlan } from '../../testkit/fake-plan.ts'
import { openWizard, type FakeWindow } from '../../testkit/fake-window.ts'
import ImportWizard from './ImportWizard.vue'

const FILE_PASSWORD = 'the password of the file'
const LABEL = 'Password of this file, chosen when it was exported'

const AS_IT_IS = { repair: false, mapping: null, salvage: false }
const REPORT: ImportDone = {
  ...{ id: 'i', format: 'bitwarden-json', items: { new: 371, duplicates: 38, merged: 2, skipped: 5, unreadable: 0 } },
  ...{ folders: { new: 7, reused: 2 }, sealed: null, ignored: {}, unreadable: [], absent: [] },
}

function offered(format: FormatId, changes: Partial<Inspection> = {}): OfferedFile {
  const { label, opensWith } = FORMATS[format]
  const opens = opensWith === 'nothing' ? true : null
  const inspection = { ...SAMPLE_INSPECTION, format, label, opensWith, opens, ...changes }
  return fakeFile(`backup.${format}`, { inspection })
}

const PLAIN = offered('bitwarden-json')
const CSV = offered('bitwarden-csv')
const PROTECTED = offered('bitwarden-password-protected', { items: null, folders: null })
const OWN = offered('bitwarden-account-restricted', { opens: true, sealed: true, made: '2026-11-22T14:02:00Z' })
const UNTRIED = offered('bitwarden-account-restricted')

let window: FakeWindow

async function open(
  file: OfferedFile | null,
  {
    vault = UNLOCKED,
    preview = {},
    rows = { new: 333, identical: 38 },
  }: { vault?: VaultStatus; preview?: Partial<PlanPreview>; rows?: Partial<Record<Finding, number>> } = {},
): Promise<void> {
  window = await openWizard(ImportWizard, { status: { vault } }, ({ fake, session, files }) => {
    files.current = file
    session.show('import')
    const checked = fakePlan(fake, rows, preview)
    fake.answer('imports.check', ({ filePassword }: { filePassword: string | null }) => {
      if (filePassword !== null && filePassword !== FILE_PASSWORD) throw new CofferError('format/wrong-password')
      return checked
    })
    fake.answer('imports.run', () => REPORT)
  })
}

function passwordFields(): number {
  return document.querySelectorAll('input[type=password]').length
}

afterEach(() => {
  window.end()
})

describe('the file', () => {
  it('is asked for', async () => {
    await open(null)
    expect(window.steps()).toEqual(['File', 'Check', 'Working', 'Report'])
    expect(window.field('Bitwarden (json)').checked).toBe(true)
    await window.press('Continue')
    expect(window.text()).toContain('Choose a file to import.')
    expect(document.activeElement).toBe(window.button('Browse…'))
    await window.press('Browse…')
    expect(window.text()).toContain('chosen.json')
  })

  it('decides its kind: a wrong mark moves, and is told', async () => {
    await open(CSV)
    expect(window.field('Bitwarden (csv)').checked).toBe(true)
    expect(window.text()).toContain('This is a CSV file, so Coffer reads it as Bitwarden (csv).')
    await window.mark('Bitwarden (json)')
    expect(window.field('Bitwarden (csv)').checked).toBe(true)
    expect(window.field('Bitwarden (json)').checked).toBe(false)
  })

  it('is not corrected where it is what it was said to be', async () => {
    await open(PLAIN)
    expect(window.text()).not.toContain('so Coffer reads it')
    await window.mark('Bitwarden (csv)')
    expect(window.text()).toContain('This is a JSON file, so Coffer reads it as Bitwarden (json).')
    expect(window.field('Bitwarden (json)').checked).toBe(true)
  })

  it('can be another one at any time, from the start', async () => {
    await open(PLAIN)
    await window.press('Continue')
    expect(window.heading()).toBe('Check before importing')
    window.files.current = PROTECTED
    await window.key('Shift')
    expect(window.heading()).toBe('Import a file')
    expect(window.steps()).toContain('File password')
    expect(window.orders('imports.discard')).toHaveLength(1)
  })

  it.each<{ that: string; file: OfferedFile; vault?: VaultStatus; happened: string; next: string[] }>([
    {
      that: 'is no export',
      file: fakeFile('x.zip', { error: { code: 'format/zip', details: {} } }),
      happened: 'This is a ZIP archive.',
      next: ['Choose another file'],
    },
    {
      that: 'opens with another key',
      file: offered('bitwarden-account-restricted', { opens: false, refusal: 'format/other-key' }),
      happened: 'encrypted by another account',
      next: ['Choose another file'],
    },
    {
      that: 'was made with a retired key',
      file: offered('bitwarden-account-restricted', {
        ...{ opens: false, refusal: 'format/retired-key', refusalDetails: { retired: '2026-05-03' } },
      }),
      happened: 'retired on 2026-05-03',
      next: ['Choose another file'],
    },
    {
      that: 'needs an account, and there is no vault',
      file: UNTRIED,
      vault: { state: 'none' },
      happened: 'opens only with the encryption key of the account',
      next: ['Open a vault', 'Use an account key file', 'Choose another file'],
    },
  ])('that $that is refused in three parts, and no password is asked for', async ({ file, vault, happened, next }) => {
    await open(file, { vault: vault ?? UNLOCKED })
    expect(window.text()).toContain(happened)
    for (const label of next) expect(window.button(label)).toBeDefined()
    for (const label of ['Continue', 'Create a vault', 'Look inside without a vault']) {
      expect(window.button(label)).toBeUndefined()
    }
    expect(passwordFields()).toBe(0)
    expect(window.steps()).not.toContain('File password')
  })
})

describe('an unlocked vault', () => {
  it('takes a plain file without a password', async () => {
    await open(PLAIN)
    await window.press('Continue')
    expect(window.orders('imports.check')).toEqual([{ ticket: PLAIN.ticket, filePassword: null, options: AS_IT_IS }])
    expect(window.text()).toContain('Nothing has been added yet.')
    await window.press('Import 333 items')
    expect(window.heading()).toBe('371 items added')
    expect(document.activeElement?.tagName).toBe('H1')
    expect(window.text()).toContain('38 of the added items were in your vault before')
    expect(window.text()).toContain('The original file still holds readable passwords.')
    await window.press('Show items')
    expect(window.session.screen).toBe('vault')
    expect(window.files.current).toBeNull()
  })

  it('takes its own account’s file without a file password, and tells its seal', async () => {
    await open(OWN, { preview: { format: 'bitwarden-account-restricted', sealed: true, made: '2026-11-22T14:02:00Z' } })
    expect(window.text()).toContain('No file password is needed.')
    expect(window.steps()).toEqual(['File', 'Check', 'Working', 'Report'])
    await window.press('Continue')
    expect(passwordFields()).toBe(0)
    expect(window.orders('imports.check')).toEqual([{ ticket: OWN.ticket, filePassword: null, options: AS_IT_IS }])
    expect(window.text()).toContain('Sealed by Coffer on')
  })

  it('tells that a file is not sealed, and what a vault cannot hold', async () => {
    await open(OWN, { preview: { sealed: false, ignored: { columns: 2 } } })
    await window.press('Continue')
    expect(window.text()).toContain('Not sealed by Coffer')
    expect(window.text()).toContain('2 unknown columns')
  })

  it('asks for the file password; a wrong one clears the field', async () => {
    await open(PROTECTED)
    expect(window.steps()).toEqual(['File', 'File password', 'Check', 'Working', 'Report'])
    await window.press('Continue')
    await window.press('Open the file')
    expect(window.text()).toContain('Type the password of this file.')
    await window.type(LABEL, 'not the one')
    await window.press('Open the file')
    expect(window.text()).toContain('That is not the password of this file')
    expect(window.field(LABEL).value).toBe('')
    expect(document.activeElement).toBe(window.field(LABEL))
    await window.type(LABEL, FILE_PASSWORD)
    await window.press('Open the file')
    expect(window.heading()).toBe('Check before importing')
    expect(window.kept()).not.toContain(FILE_PASSWORD)
    await window.press('Back')
    expect(window.field(LABEL).value).toBe('')
    expect(window.orders('imports.discard')).toHaveLength(1)
  })

  it.each<[ErrorCode, boolean]>([
    ['format/other-key', false],
    ['file/changed', false],
    ['vault/busy', true],
  ])('refuses by %s back on the first page', async (code, again) => {
    await open(UNTRIED)
    window.fake.answer('imports.check', () => {
      throw new CofferError(code)
    })
    await window.press('Continue')
    expect(window.heading()).toBe('Import a file')
    expect(document.activeElement?.getAttribute('role')).toBe('alert')
    expect(window.button('Continue') !== undefined).toBe(again)
  })

  it('stays as it was when the import is stopped', async () => {
    await open(PLAIN)
    window.fake.answer('imports.run', () => null)
    await window.press('Continue')
    await window.press('Import 333 items')
    expect(window.text()).toContain('Stopped. Nothing was imported.')
    await window.press('Try again')
    expect(window.heading()).toBe('Import a file')
  })

  it('shows no Stop where the work can no longer be stopped', async () => {
    await open(PLAIN)
    window.fake.answer('imports.run', () => {
      window.fake.emit('progress', { task: 'import', stage: 'save', done: null, total: null, stoppable: false })
      return new Promise(() => undefined)
    })
    await window.press('Continue')
    await window.press('Import 333 items')
    await vi.waitFor(() => {
      expect(window.text()).toContain('cannot be stopped')
    })
    expect(window.button('Stop')).toBeUndefined()
    expect(window.button('Cancel')).toBeUndefined()
  })
})

describe('a locked vault', () => {
  it('is unlocked on the way; the steps do not change behind the person', async () => {
    await open(PROTECTED, { vault: LOCKED })
    const steps = ['File', 'Unlock vault', 'File password', 'Check', 'Working', 'Report']
    expect(window.steps()).toEqual(steps)
    await window.press('Unlock and import')
    await window.type('Master password of Amber', 'not the one')
    await window.press('Unlock')
    expect(window.text()).toContain('That is not the master password of this vault.')
    expect(window.field('Master password of Amber').value).toBe('')
    await window.type('Master password of Amber', FAKE_PASSWORD)
    await window.press('Unlock')
    expect(window.heading()).toBe('Open the file')
    expect(window.steps()).toEqual(steps)
    expect(window.kept()).not.toContain(FAKE_PASSWORD)
    await window.press('Back')
    expect(window.heading()).toBe('Import a file')
    expect(window.steps()).not.toContain('Unlock vault')
  })

  it('lets a file be read without it, unless the file is an account’s', async () => {
    await open(PROTECTED, { vault: LOCKED })
    await window.press('Look inside without a vault')
    expect(window.steps()).toEqual(['File', 'File password'])
    await window.type(LABEL, FILE_PASSWORD)
    await window.press('Look inside')
    expect(window.orders('backup.open')).toEqual([{ ticket: PROTECTED.ticket, filePassword: FILE_PASSWORD }])
    expect(window.session.screen).toBe('look-inside')
    window.end()

    await open(UNTRIED, { vault: LOCKED })
    expect(window.button('Look inside without a vault')).toBeUndefined()
    expect(window.text()).toContain('A file for one account opens only in its vault')
    await window.press('Unlock and import')
    await window.type('Master password of Amber', FAKE_PASSWORD)
    await window.press('Unlock')
    expect(window.heading()).toBe('Check before importing')
  })
})

describe('no vault', () => {
  it('lets a plain file be read at once', async () => {
    await open(PLAIN, { vault: { state: 'none' } })
    await window.press('Look inside without a vault')
    expect(window.orders('backup.open')).toEqual([{ ticket: PLAIN.ticket, filePassword: null }])
  })

  it('is created on the way, and the file is still there afterwards', async () => {
    await open(PLAIN, { vault: { state: 'none' } })
    await window.press('Create a vault')
    expect(window.session.screen).toBe('create')
    expect(window.session.resume).toBe('import')
    expect(window.files.current).not.toBeNull()
  })

  it('sends an account’s file to a vault or an account key file', async () => {
    await open(UNTRIED, { vault: { state: 'none' } })
    await window.press('Use an account key file')
    expect(window.session.screen).toBe('use-account')
    expect(window.session.accountKind).toBe('account-key-file')
    window.session.show('import')
    await window.press('Open a vault')
    expect(window.orders('vault.open')).toHaveLength(1)
  })
})

describe('leaving', () => {
  it('asks once something was found, and lets go of the file', async () => {
    await open(PLAIN)
    await window.press('Continue')
    await window.press('Cancel')
    expect(window.session.asking).toBe(true)
    window.session.answer(true)
    expect(window.closed()).toBe(1)
    expect(window.files.current).toBeNull()
    expect(window.orders('imports.discard')).toHaveLength(1)
  })

  it('does not ask after the report', async () => {
    await open(PLAIN)
    await window.press('Continue')
    await window.press('Import 333 items')
    await window.key('Escape')
    expect(window.session.asking).toBe(false)
    expect(window.closed()).toBe(1)
    expect(window.orders('imports.discard')).toEqual([])
  })
})
