// @vitest-environment happy-dom
/** A table of a program that Coffer does not know: nothing is guessed silently. */
import { afterEach, describe, expect, it } from 'vitest'
import { fakeFile, SAMPLE_INSPECTION, UNLOCKED } from '../../testkit/fake-bridge.ts'
import { fakePlan } from '../../testkit/fake-plan.ts'
import { openWizard, type FakeWindow } from '../../testkit/fake-window.ts'
import { guessColumns } from './column-guess.ts'
import ImportWizard from './ImportWizard.vue'

const NAMES = ['Title', 'Login Name', 'Secret', '']
let window: FakeWindow

async function open(names: readonly string[] = NAMES): Promise<void> {
  const inspection = { ...SAMPLE_INSPECTION, opens: false, refusal: 'format/needs-mapping' } as const
  window = await openWizard(ImportWizard, { status: { vault: UNLOCKED } }, ({ fake, session, files }) => {
    files.current = fakeFile('other.csv', { inspection })
    session.show('import')
    const checked = fakePlan(fake, { new: 2 })
    fake.answer('imports.columns', () => names)
    fake.answer('imports.cell', ({ column }: { column: number }) => ['Mail', 'robin', 'hunter2', ''][column])
    fake.answer('imports.check', () => checked)
  })
  await window.press('Continue')
}

function selects(): HTMLSelectElement[] {
  return [...document.querySelectorAll('select')]
}

async function say(column: number, field: string): Promise<void> {
  const control = selects()[column]
  if (!control) throw new Error('no such column')
  control.value = field
  control.dispatchEvent(new Event('change', { bubbles: true }))
  await window.key('Shift')
}

async function show(column: number): Promise<void> {
  document.querySelectorAll<HTMLElement>('.icon-button')[column]?.click()
  await window.key('Shift')
}

afterEach(() => {
  window.end()
})

describe('an unknown table', () => {
  it('has a step of its own, with a suggestion for each column', async () => {
    await open()
    expect(window.heading()).toBe('Say what the columns are')
    expect(window.steps()).toEqual(['File', 'Columns', 'Check', 'Working', 'Report'])
    expect(selects().map(({ value }) => value)).toEqual(['name', 'username', '', ''])
    expect(selects()[3]?.getAttribute('aria-label')).toBe('What “Column 4” holds')
  })

  it('shows one value at a time when asked, and forgets it', async () => {
    await open()
    expect(window.orders('imports.cell')).toEqual([])
    await show(2)
    expect(window.orders('imports.cell')).toEqual([{ ticket: 'ticket-other.csv', column: 2 }])
    expect(window.text()).toContain('hunter2')
    expect(window.kept()).not.toContain('hunter2')
    await show(2)
    expect(window.text()).not.toContain('hunter2')
    await show(3)
    expect(window.text()).toContain('Empty')
  })

  it('needs a password or a website, and nothing twice', async () => {
    await open()
    await window.press('Check the file')
    expect(window.text()).toContain('Choose the column of the password or of the website.')
    expect(document.activeElement).toBe(selects()[0])
    await say(2, 'username')
    await window.press('Check the file')
    expect(window.text()).toContain('Another column is “Username” already.')
    expect(document.activeElement).toBe(selects()[2])
    expect(selects()[2]?.getAttribute('aria-invalid')).toBe('true')
    expect(window.orders('imports.check')).toEqual([])
    await say(2, 'password')
    await window.press('Check the file')
    expect(window.orders('imports.check')).toMatchObject([
      { options: { mapping: ['name', 'username', 'password', null] } },
    ])
    expect(window.heading()).toBe('Check before importing')
    await window.press('Back')
    expect(window.heading()).toBe('Say what the columns are')
    expect(selects().map(({ value }) => value)).toEqual(['name', 'username', 'password', ''])
  })

  it('forgets what was said when another file comes', async () => {
    await open()
    await say(2, 'password')
    await window.press('Check the file')
    window.files.current = fakeFile('next.csv', { inspection: SAMPLE_INSPECTION })
    await window.key('Shift')
    await window.press('Continue')
    expect(window.orders('imports.check').at(-1)).toMatchObject({ options: { mapping: null } })
  })
})

it.each([
  [
    ['url', 'username', 'password', 'extra', 'grouping'],
    ['url', 'username', 'password', 'notes', 'folder'],
  ],
  [
    ['Web Site', 'E-Mail', 'Passwort', 'Kommentar'],
    ['url', 'username', 'password', 'notes'],
  ],
  [
    ['login_uri', 'login_totp', 'password', 'Password'],
    ['url', null, 'password', null],
  ],
])('suggests for %j', async (names, expected) => {
  await open(names)
  expect(guessColumns(names)).toEqual(expected)
})
