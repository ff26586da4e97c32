// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CofferError } from '../../../contract/errors.ts'
import type { ExportDone, ExportOrder, ExportPreview } from '../../../contract/exports.ts'
import type { Fidelity, FidelityStatement } from '../../../contract/fidelity.ts'
import { SESSION_KEY, useExportWizard } from '../../stores/export-wizard.ts'
import { UNLOCKED } from '../../testkit/fake-bridge.ts'
import { openWizard, type FakeWindow } from '../../testkit/fake-window.ts'
import ExportWizard from './ExportWizard.vue'

const MASTER = 'the master password of tests'
const FILE = 'another password, for the file'
const LABEL = 'Master password of this vault'

const HERE: Fidelity = [
  { what: 'login', here: 1247, kept: 1247 },
  { what: 'card', here: 37, kept: 37 },
  { what: 'passkeys', here: 1, kept: 1 },
]
const WHOLE: FidelityStatement = { file: HERE, atBitwarden: HERE }
const LOGINS = HERE.map((row) => ({ ...row, kept: row.what === 'login' ? row.kept : 0 }))
const TABLE: FidelityStatement = { file: LOGINS, atBitwarden: LOGINS }
const PREVIEW: ExportPreview = {
  ...{ items: 1284, folders: 12, trashed: 3, adopted: false },
  fidelity: { encrypted_json: WHOLE, json: WHOLE, csv: TABLE },
}
const DONE: ExportDone = {
  ...{ id: 'made', name: 'coffer-export.json', place: '/home/robin', choice: 'encrypted_json' },
  ...{ kind: 'bitwarden-password-protected', items: 1284, folders: 12, bytes: 2_345_678 },
  ...{ sha256: '0123456789abcdef'.repeat(4), leftOut: { trashedItems: 3 }, openToOthers: false },
  leftovers: [],
}

let window: FakeWindow

async function open(answer: (order: ExportOrder) => unknown = () => DONE): Promise<void> {
  window = await openWizard(ExportWizard, { status: { vault: UNLOCKED } }, ({ fake, session }) => {
    session.show('export')
    fake.answer('exports.preview', () => PREVIEW)
    fake.answer('exports.run', answer)
    fake.answer('exports.show', () => null)
  })
}

/** To the page that asks for the master password. */
async function toConfirm(choice?: string): Promise<void> {
  if (choice) await window.mark(choice)
  await window.press('Continue')
  if (window.steps().includes('File password')) {
    await window.type('File password', FILE)
    await window.type('File password again', FILE)
    await window.press('Continue')
  }
  expect(window.heading()).toBe('Confirm it’s you')
}

async function run(count = 'Export 1,284 items…'): Promise<void> {
  await window.type(LABEL, MASTER)
  await window.press(count)
}

beforeEach(() => {
  // Then the length alone decides whether a password is strong enough.
  vi.stubGlobal('Worker', undefined)
})
afterEach(() => {
  window.end()
  vi.unstubAllGlobals()
})

describe('the steps', () => {
  it.each([
    ['A file password of its own (recommended)', ['Format', 'File password', 'Confirm it’s you', 'Working', 'Result']],
    ['This account’s key', ['Format', 'Confirm it’s you', 'Working', 'Result']],
    ['.csv', ['Format', 'Confirm it’s you', 'Working', 'Result']],
  ])('for “%s” are those that apply', async (choice, steps) => {
    await open()
    await window.mark(choice)
    expect(window.steps()).toEqual(steps)
  })

  it('tell what each format leaves out, and offer the bin where there is room for it', async () => {
    await open()
    expect(window.text()).toContain('encrypted. The best choice for a backup. Leaves nothing out.')
    expect(window.text()).toContain('Leaves out 37 cards, 3 items in the bin, and 1 passkey.')
    expect(window.field('Include 3 items from the bin').checked).toBe(false)
    await window.mark('.csv')
    expect(() => window.field('Include 3 items')).toThrow('No field')
  })
})

describe('the file password', () => {
  it('must be strong enough and typed twice', async () => {
    await open()
    await window.press('Continue')
    await window.press('Continue')
    expect(window.text()).toContain('Choose a file password.')
    await window.type('File password', 'short')
    await window.press('Continue')
    expect(window.text()).toContain('Choose a stronger file password')
    expect(window.text()).toContain('Type the file password a second time.')
    await window.type('File password', FILE)
    await window.type('File password again', `${FILE}.`)
    await window.press('Continue')
    expect(window.text()).toContain('The two file passwords are not the same.')
    expect(window.heading()).toBe('Choose a password for the file')
  })

  it('may not be the master password: it is told under the field, and nothing is sent', async () => {
    await open()
    await toConfirm()
    await window.type(LABEL, FILE)
    await window.press('Export 1,284 items…')
    expect(window.text()).toContain('This is the file password you chose.')
    expect(window.field(LABEL).getAttribute('aria-invalid')).toBe('true')
    expect(window.orders('exports.run')).toEqual([])
  })
})

describe('confirming', () => {
  it('sends the order once and shows what was proved', async () => {
    await open()
    await window.mark('Include 3 items from the bin')
    await toConfirm()
    await run('Export 1,287 items…')
    const order = {
      choice: 'encrypted_json',
      filePassword: FILE,
      masterPassword: MASTER,
      withTrash: true,
      replaces: null,
    }
    expect(window.orders('exports.run')).toEqual([order])
    expect(window.heading()).toBe('Export saved and checked')
    expect(document.activeElement?.tagName).toBe('H1')
    for (const words of ['1,284 of 1,284 items match', 'The file password opens the file', '/home/robin', '2.3 MB']) {
      expect(window.text()).toContain(words)
    }
    expect(window.text()).toContain('Not included: 3 items in the bin.')
    expect(window.text()).toContain('0123 4567 89ab cdef')
    await window.press('Copy')
    await window.press('Show in folder')
    expect(window.orders('app.copyText')).toEqual([DONE.sha256])
    expect(window.orders('exports.show')).toEqual([{ id: 'made' }])
    await window.press('Done')
    expect(window.closed()).toBe(1)
  })

  it('of a file that anyone can read asks for more than the password', async () => {
    await open(() => ({ ...DONE, choice: 'csv', kind: 'bitwarden-csv', items: 1247 }))
    await window.mark('Include 3 items from the bin')
    await toConfirm('.csv')
    await window.press('Export 1,247 items…')
    expect(window.text()).toContain('2 things need a change:')
    expect(document.activeElement?.textContent).toContain('Type the master password of this vault.')
    await window.mark('I understand that anyone')
    expect(window.text()).not.toContain('things need a change')
    await run('Export 1,247 items…')
    expect(window.orders('exports.run')).toMatchObject([{ choice: 'csv', filePassword: null, withTrash: false }])
    expect(window.text()).toContain('This file is readable by anyone who has it.')
  })

  it('with a wrong master password clears that field and keeps the rest', async () => {
    await open(({ masterPassword }) => {
      if (masterPassword !== MASTER) throw new CofferError('vault/wrong-password')
      return DONE
    })
    await toConfirm()
    await window.type(LABEL, 'not the one')
    await window.press('Export 1,284 items…')
    expect(window.text()).toContain('That is not the master password of this vault.')
    expect(window.field(LABEL).value).toBe('')
    expect(document.activeElement).toBe(window.field(LABEL))
    await run()
    expect(window.orders('exports.run').at(-1)).toMatchObject({ filePassword: FILE })
    expect(window.heading()).toBe('Export saved and checked')
  })

  it('stays where it was when no place was chosen', async () => {
    await open(() => null)
    await toConfirm()
    await run()
    expect(window.heading()).toBe('Confirm it’s you')
    expect(window.text()).toContain('No place was chosen. Nothing was written.')
    expect(window.field(LABEL).value).toBe(MASTER)
    await window.press('Export 1,284 items…')
    const [first, second] = window.orders('exports.run')
    expect(second).toEqual(first)
  })
})

describe('working', () => {
  /** Work that tells of its first item and goes on until it is stopped. */
  async function openWorking(): Promise<void> {
    let stop = (): void => undefined
    await open(() => {
      window.fake.emit('progress', { task: 'export', stage: 'seal', done: 1, total: 1284, stoppable: true })
      return new Promise(
        (end) =>
          (stop = () => {
            end(null)
          }),
      )
    })
    window.fake.answer('app.stop', () => {
      stop()
      return null
    })
    await toConfirm('This account’s key')
    await run()
    await vi.waitFor(() => {
      expect(window.button('Stop')).toBeDefined()
    })
  }

  it('can be stopped; Escape only finds the button', async () => {
    await openWorking()
    expect(window.heading()).toBe('Exporting 1,284 items')
    expect(window.text()).toContain('Encrypting')
    await window.key('Escape')
    expect(document.activeElement).toBe(window.button('Stop'))
    expect(window.orders('app.stop')).toEqual([])
    window.session.open('vault')
    expect(window.session.screen).toBe('export')
    await window.press('Stop')
    await vi.waitFor(() => {
      expect(window.heading()).toBe('Export stopped')
    })
    expect(window.text()).toContain('Stopped. No file was left behind.')
    await window.press('Try again')
    expect(window.heading()).toBe('Confirm it’s you')
    expect(window.field(LABEL).value).toBe('')
  })

  it.each([
    ['vault/not-recorded', 'Saved, but its record is not finished'],
    ['file/verify-failed', 'The export did not finish'],
  ] as const)('that ends with %s can be tried again, from the first password on', async (code, title) => {
    await open(() => {
      throw new CofferError(code)
    })
    await toConfirm()
    await run()
    expect(window.heading()).toBe(title)
    await window.press('Try again')
    expect(window.heading()).toBe('Choose a password for the file')
    expect(window.field('File password').value).toBe('')
  })
})

describe('passwords and choices', () => {
  it('never meet: no store and no storage ever holds a password', async () => {
    await open(() => null)
    await window.mark('Include 3 items from the bin')
    await toConfirm()
    await run('Export 1,287 items…')
    expect(window.kept()).toContain('\\"withTrash\\":true')
    expect(window.kept()).not.toContain(FILE)
    expect(window.kept()).not.toContain(MASTER)
  })

  it('go back without passwords, and with the choices', async () => {
    await open()
    await window.mark('Include 3 items from the bin')
    await toConfirm()
    await window.key('ArrowLeft', { altKey: true })
    expect(window.heading()).toBe('Choose a password for the file')
    expect(window.field('File password').value).toBe('')
    await window.press('Back')
    expect(window.field('Include 3 items from the bin').checked).toBe(true)
  })

  it('outlive a lock without the passwords', async () => {
    sessionStorage.setItem(SESSION_KEY, JSON.stringify({ choice: 'csv', opensWith: 'account-key', withTrash: true }))
    await open()
    expect(window.field('.csv').checked).toBe(true)
    await window.mark('.json (Encrypted)')
    expect(window.field('This account’s key').checked).toBe(true)
  })

  it('are not believed where they make no sense', async () => {
    sessionStorage.setItem(SESSION_KEY, '{"choice":"xml","withTrash":"yes"}')
    await open()
    expect(window.field('.json (Encrypted)').checked).toBe(true)
    expect(window.field('Include 3 items from the bin').checked).toBe(false)
  })

  it('are left at once while nothing secret is typed, else after a question', async () => {
    await open()
    await toConfirm()
    await window.key('Escape')
    expect(window.session.asking).toBe(true)
    window.session.answer(false)
    expect(window.closed()).toBe(0)
    await window.press('Back')
    await window.press('Cancel')
    expect(window.closed()).toBe(1)
    expect(sessionStorage.getItem(SESSION_KEY)).toBeNull()
  })
})

it('asks again for the figures where they could not be had', async () => {
  await open()
  window.end()
  let refused = true
  window = await openWizard(ExportWizard, { status: { vault: UNLOCKED } }, ({ fake }) => {
    fake.answer('exports.preview', () => {
      if (refused) throw new CofferError('vault/busy')
      return PREVIEW
    })
  })
  expect(window.text()).toContain('Coffer is still at work on something else.')
  refused = false
  await window.press('Try again')
  expect(window.text()).toContain('Leaves nothing out.')
})

describe('in place of an export on record', () => {
  beforeEach(async () => {
    window = await openWizard(ExportWizard, { status: { vault: UNLOCKED } }, ({ fake, session }) => {
      useExportWizard().replace({ id: 'old', name: 'june.json', kind: 'bitwarden-account-restricted' })
      session.show('export')
      fake.answer('exports.preview', () => PREVIEW)
      fake.answer('exports.run', () => DONE)
      fake.answer('backups.forget', () => null)
    })
  })

  it('has its kind chosen, orders a place beside it, and takes the old entry off the list when it is told to', async () => {
    expect(window.text()).toContain('This export takes the place of june.json on your list of backups.')
    expect(window.field('This account’s key').checked).toBe(true)
    await toConfirm()
    await run()
    expect(window.orders('exports.run')).toMatchObject([{ choice: 'encrypted_json', replaces: 'old' }])
    await vi.waitFor(() => {
      expect(window.heading()).toBe('Export saved and checked')
    })
    expect(window.orders('backups.forget')).toEqual([])
    await window.press('Remove the old entry from the list')
    expect(window.orders('backups.forget')).toEqual([{ id: 'old' }])
    expect(window.button('Remove the old entry from the list')).toBeUndefined()
    await window.press('Export another')
    await toConfirm()
    await run()
    expect(window.orders('exports.run')).toMatchObject([{}, { replaces: null }])
  })

  it('is forgotten with the wizard', async () => {
    await window.press('Cancel')
    expect([useExportWizard().replaces, sessionStorage.getItem(SESSION_KEY)]).toEqual([null, null])
  })
})
