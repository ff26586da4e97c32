// @vitest-environment happy-dom
/** F5: what is found in a file is shown row by row, and decided row by row or by kind, before anything is added. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CofferError } from '../../../../contract/errors.ts'
import type { Finding, ImportDone, PlanPreview } from '../../../../contract/import-plan.ts'
import { FAKE_PASSWORD, fakeFile, SAMPLE_INSPECTION, UNLOCKED } from '../../../testkit/fake-bridge.ts'
import { FAKE_SECRET, fakePlan } from '../../../testkit/fake-plan.ts'
import { openWizard, type FakeWindow } from '../../../testkit/fake-window.ts'
import ImportWizard from '../ImportWizard.vue'

const NOTHING_NEW = 'Every item in this file is already in your vault. Nothing to import.'
const DONE: ImportDone = {
  ...{ id: 'i', format: 'bitwarden-csv', items: { new: 3, duplicates: 0, merged: 1, skipped: 4, unreadable: 0 } },
  ...{ folders: { new: 1, reused: 2 }, sealed: null, ignored: {}, unreadable: [], absent: [] },
}

let window: FakeWindow

async function open(rows: Partial<Record<Finding, number>>, preview: Partial<PlanPreview> = {}): Promise<void> {
  const file = fakeFile('export.csv', { inspection: { ...SAMPLE_INSPECTION, format: 'bitwarden-csv' } })
  window = await openWizard(ImportWizard, { status: { vault: UNLOCKED } }, ({ fake, session, files }) => {
    files.current = file
    session.show('import')
    const checked = fakePlan(fake, rows, preview)
    fake.answer('imports.check', ({ options }: { options: { salvage: boolean; repair: boolean } }) => {
      if (checked.items.unreadable > 0 && !options.salvage) throw new CofferError('format/bad-row', { line: 2 })
      return options.repair ? { ...checked, damaged: 0 } : checked
    })
    fake.answer('imports.run', () => DONE)
  })
  await window.press('Continue')
}

function tile(label: string): HTMLElement {
  const found = [...document.querySelectorAll<HTMLElement>('.tile')].find((item) => item.textContent.includes(label))
  if (!found) throw new Error(`No tile “${label}”`)
  return found
}

function rowsShown(): string[] {
  return [...document.querySelectorAll('[role=option]')].map((row) =>
    [...row.querySelectorAll('span')].map((cell) => cell.textContent.trim()).join(' '),
  )
}

/** Goes to the list and chooses the row at `index` by the keyboard. */
async function choose(index: number): Promise<void> {
  document.querySelector<HTMLElement>('[role=listbox]')?.focus()
  await window.key('Home')
  for (let step = 0; step < index; step += 1) await window.key('ArrowDown')
}

function select(): HTMLSelectElement | null {
  return document.querySelector('.chosen select')
}

async function pick(action: string): Promise<void> {
  const control = select()
  if (!control) throw new Error('no choice')
  control.value = action
  control.dispatchEvent(new Event('change', { bubbles: true }))
  await window.key('Shift')
}

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(324)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(324)
})
afterEach(() => {
  window.end()
  vi.restoreAllMocks()
})

describe('F5: the plan', () => {
  it('has its totals as filters, and asks only for the rows in sight', async () => {
    await open({ new: 950, identical: 38, changed: 12 })
    expect(window.text()).toContain('Nothing has been added yet. 1,000 items were found in export.csv.')
    expect(['New', 'Already in vault', 'Need attention', 'All'].map((label) => tile(label).textContent.trim())).toEqual(
      [/950/, /38/, /12/, /1,000/].map((count) => expect.stringMatching(count) as string),
    )
    expect(window.orders('imports.rows')).toEqual([{ filter: 'all', offset: 0 }])
    expect(rowsShown().length).toBeLessThan(60)
    expect(rowsShown()[0]).toBe('Item 1 Login New Import')

    tile('Need attention').click()
    await window.key('Shift')
    expect(tile('Need attention').getAttribute('aria-pressed')).toBe('true')
    expect(window.orders('imports.rows').at(-1)).toEqual({ filter: 'attention', offset: 0 })
    expect(rowsShown()[0]).toBe('Item 989 Login Already in vault, differs: Password and Websites Keep both')
    tile('Need attention').click()
    await window.key('Shift')
    expect(tile('All').getAttribute('aria-pressed')).toBe('true')
  })

  it('of a file that is there already imports nothing, and offers everything as new', async () => {
    await open({ identical: 40 }, { folders: { new: 0, reused: 2 } })
    expect(window.text()).toContain(NOTHING_NEW)
    await window.mark('Import everything as new (Bitwarden’s behaviour): creates 40 duplicates')
    expect(window.orders('imports.asNew')).toEqual([{ on: true }])
    expect(window.text()).not.toContain(NOTHING_NEW)
    expect(window.button('Import 40 items')).toBeDefined()
    expect(rowsShown()[0]).toContain('Keep both')
    await window.mark('Import everything as new')
    await window.press('Done')
    expect(window.closed()).toBe(1)
    expect(window.orders('imports.run')).toEqual([])
    expect(window.orders('imports.discard')).toHaveLength(1)
  })

  it('lets one row be decided by the keyboard', async () => {
    await open({ new: 2, identical: 1, changed: 1 })
    await choose(3)
    expect(document.querySelector('.chosen')?.textContent).toContain('Item 4')
    await window.key('Enter')
    expect(document.activeElement).toBe(select())
    expect([...(select()?.options ?? [])].map(({ text }) => text)).toEqual(['Keep both', 'Skip', 'Merge'])
    await pick('merge')
    expect(window.orders('imports.decide')).toEqual([{ rows: [3], action: 'merge' }])
    expect(rowsShown()[3]).toContain('Merge')
    await pick('skip')
    expect(window.button('Import 2 items')).toBeDefined()
    await choose(2)
    expect(select()).toBeNull()
    await choose(0)
    expect([...(select()?.options ?? [])].map(({ text }) => text)).toEqual(['Import', 'Skip'])
  })

  it('lets all rows of one kind be decided at once', async () => {
    await open({ new: 5, changed: 3 })
    expect(document.querySelector('.bulk')).toBeNull()
    tile('Need attention').click()
    await window.key('Shift')
    window.button('All that differ: 3')?.focus()
    await window.key('Enter')
    const choices = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')]
    expect(choices.map((choice) => choice.textContent.trim())).toEqual(['Keep both', 'Skip', 'Merge'])
    choices[2]?.click()
    await window.key('Shift')
    expect(window.orders('imports.decide')).toEqual([{ rows: 'changed', action: 'merge' }])
    expect(rowsShown().every((row) => row.endsWith('Merge'))).toBe(true)
  })

  it('tells the encoding, the seal, what is left behind and what is damaged, and repairs that', async () => {
    const text = { encoding: 'windows-1252', byteOrderMark: false, delimiter: ';' } as const
    await open({ new: 3 }, { damaged: 12, text, sealed: false, ignored: { columns: 2 }, absent: ['card', 'folders'] })
    expect(window.text()).toContain('A file of this kind never holds cards and folders.')
    expect(window.text()).toContain('Read as Windows-1252, columns parted by semicolons.')
    expect(window.text()).toContain('Not sealed by Coffer')
    expect(window.text()).toContain('2 unknown columns')
    expect(window.text()).toContain('12 values look damaged')
    await window.press('Repair')
    expect(window.orders('imports.check').at(-1)).toMatchObject({ options: { repair: true } })
    expect(window.text()).not.toContain('look damaged')
    await window.press('Leave as it is')
    expect(window.orders('imports.check').at(-1)).toMatchObject({ options: { repair: false } })
    expect(window.text()).toContain('12 values look damaged')
  })
})

describe('F5: a difference', () => {
  async function compare(password: string): Promise<void> {
    const field = document.querySelector<HTMLInputElement>('.dialog input')
    if (!field) throw new Error('no field')
    field.value = password
    field.dispatchEvent(new Event('input', { bubbles: true }))
    document.querySelector<HTMLFormElement>('.dialog form')?.requestSubmit()
    await window.key('Shift')
  }
  const dialog = (): string => document.querySelector('.dialog')?.textContent ?? ''

  it('names an older copy', async () => {
    const made = { sealed: true, made: '2026-05-03T12:00:00.000Z', newerExport: '2026-11-20T12:00:00.000Z' }
    await open({ new: 3 }, made)
    expect(window.text()).toContain('this is an older copy')
  })

  it('is shown after the master password, hidden until asked for, and forgotten at the close', async () => {
    await open({ changed: 1 })
    await choose(0)
    expect(document.body.textContent).not.toContain(FAKE_SECRET)
    await window.press('Show the difference')
    await compare('')
    expect(dialog()).toContain('Type the master password of this vault.')
    expect(window.orders('imports.difference')).toEqual([])
    await compare('not the one')
    expect(dialog()).toContain('That is not the master password of this vault.')
    await compare(FAKE_PASSWORD)
    expect(window.orders('imports.difference').at(-1)).toEqual({ row: 0, masterPassword: FAKE_PASSWORD })
    expect(dialog()).toContain('Password')
    expect(dialog()).toContain('Not there')
    expect(dialog()).not.toContain(FAKE_SECRET)
    document.querySelector<HTMLElement>('.dialog .icon-button')?.click()
    await window.key('Shift')
    expect(dialog()).toContain(FAKE_SECRET)
    expect(window.kept()).not.toContain(FAKE_SECRET)
    document.querySelector<HTMLFormElement>('.dialog form')?.requestSubmit()
    await window.key('Shift')
    expect(document.body.textContent).not.toContain(FAKE_SECRET)
    await window.press('Show the difference')
    expect(dialog()).not.toContain('Not there')
    expect(document.querySelector<HTMLInputElement>('.dialog input')?.value).toBe('')
  })
})

describe('F7: salvage', () => {
  it('is an explicit choice and not the first one; then the rows are listed, and saved after a warning', async () => {
    await open({ new: 993, unreadable: 7 })
    expect(window.heading()).toBe('Not every row can be read')
    expect(window.text()).toContain('7 rows of export.csv could not be read.')
    expect(window.orders('imports.check').map((order) => (order as { options: object }).options)).toMatchObject([
      { salvage: false },
      { salvage: true },
    ])
    expect(window.button('Choose another file')?.type).toBe('submit')
    expect(window.button('Import the 993 readable items')?.type).toBe('button')
    await window.press('Import the 993 readable items')
    expect(window.heading()).toBe('Check before importing')
    expect(window.button('Import 993 items')).toBeDefined()
    tile('Need attention').click()
    await window.key('Shift')
    expect(rowsShown()).toHaveLength(7)
    expect(rowsShown()[0]).toBe('Line 995, column type Unknown Could not be read Skip')

    window.fake.answer('imports.saveUnreadable', () => ({ name: 'rows.csv', place: '/home/robin' }))
    await window.press('Save these rows as a file…')
    const question = document.querySelector('[role=alertdialog]')
    expect(question?.textContent).toContain('Anyone who has the file can read them.')
    expect(window.orders('imports.saveUnreadable')).toEqual([])
    ;[...(question?.querySelectorAll('button') ?? [])].at(-1)?.click()
    await window.key('Shift')
    expect(window.orders('imports.saveUnreadable')).toHaveLength(1)
    expect(window.text()).toContain('Saved as rows.csv in /home/robin.')
  })

  it('is not offered where what can be read is refused too', async () => {
    const file = fakeFile('own.json', { inspection: { ...SAMPLE_INSPECTION, format: 'bitwarden-account-restricted' } })
    window = await openWizard(ImportWizard, { status: { vault: UNLOCKED } }, ({ fake, session, files }) => {
      files.current = file
      session.show('import')
      fake.answer('imports.check', ({ options }: { options: { salvage: boolean } }) => {
        throw new CofferError(options.salvage ? 'format/seal-broken' : 'format/damaged')
      })
    })
    await window.press('Continue')
    expect(window.heading()).toBe('Import a file')
    expect(window.text()).not.toContain('readable')
  })

  it('is not tried for a broken seal', async () => {
    await open({ new: 1 })
    window.fake.answer('imports.check', () => {
      throw new CofferError('format/seal-broken')
    })
    await window.press('Back')
    await window.press('Continue')
    expect(window.orders('imports.check')).toHaveLength(2)
  })
})

describe('F6: the report', () => {
  it('undoes the import at once, and names what was edited since', async () => {
    await open({ new: 3 })
    await window.press('Import 3 items')
    expect(['Added', 'Merged', 'Skipped', 'Not read'].map((label) => tile(label).textContent.trim())).toEqual(
      ['3', '1', '4', '0'].map((count) => expect.stringContaining(count) as string),
    )
    expect(window.text()).toContain('1 folder added, 2 used again.')
    window.fake.answer('imports.undo', () => ({ removed: 2, restored: 1, foldersRemoved: 1, kept: ['Aurora Bank'] }))
    await window.press('Undo import')
    expect(window.orders('imports.undo')).toEqual([{ id: 'i' }])
    expect(window.heading()).toBe('Import undone')
    expect(window.text()).toContain('2 items were taken out of your vault. 1 merged item is as it was before.')
    expect(window.text()).toContain('1 item was edited since the import, and stays as it is:')
    expect([...document.querySelectorAll('.kept li')].map((name) => name.textContent)).toEqual(['Aurora Bank'])
    expect(window.button('Undo import')).toBeUndefined()
  })

  it('is saved where the person says, and leads to the history', async () => {
    await open({ new: 3 })
    await window.press('Import 3 items')
    window.fake.answer('imports.saveReport', () => null)
    await window.press('Save report…')
    expect(window.text()).not.toContain('Saved as')
    window.fake.answer('imports.saveReport', () => ({ name: 'report.txt', place: '/home/robin' }))
    await window.press('Save report…')
    expect(window.text()).toContain('Saved as report.txt in /home/robin.')
    await window.press('Import history')
    expect(window.session.screen).toBe('import-history')
    expect(window.files.current).toBeNull()
  })

  it('tells why an import could not be undone', async () => {
    await open({ new: 3 })
    await window.press('Import 3 items')
    window.fake.answer('imports.undo', () => {
      throw new CofferError('usage/import-not-found')
    })
    await window.press('Undo import')
    expect(document.activeElement?.getAttribute('role')).toBe('alert')
    expect(window.heading()).toBe('3 items added')
  })
})
