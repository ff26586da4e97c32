// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import { CofferError } from '../../../contract/errors.ts'
import { fakeFile, SAMPLE_INSPECTION } from '../../fake-bridge.ts'
import { openWizard, type FakeWindow } from '../../wizards/parts/fake-window.ts'
import VerdictsScreen from './VerdictsScreen.vue'

const LOCKED_FILE = { ...SAMPLE_INSPECTION, opensWith: 'file-password', encrypted: true, opens: null } as const
const FILES = [
  fakeFile('photo.jpg', { error: { code: 'format/not-an-export', details: {} } }),
  fakeFile('plain.json', { inspection: SAMPLE_INSPECTION }),
  fakeFile('protected.json', { inspection: LOCKED_FILE }),
]

let window: FakeWindow

async function open(omitted = 0): Promise<void> {
  window = await openWizard(VerdictsScreen, {}, ({ files }) => {
    files.receive({ files: FILES, omitted })
  })
}

function dialog(): HTMLElement | null {
  return document.querySelector('[role=dialog]')
}

function look(name: string): void {
  document.querySelector<HTMLElement>(`[aria-label="Look inside ${name}"]`)?.click()
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((done) => setTimeout(done))
}

async function answerWith(password?: string): Promise<void> {
  await settle()
  const field = dialog()?.querySelector('input')
  if (field && password !== undefined) {
    field.value = password
    field.dispatchEvent(new Event('input'))
  }
  dialog()
    ?.querySelector('form')
    ?.dispatchEvent(new Event('submit', { cancelable: true }))
  await settle()
}

afterEach(() => {
  window.end()
})

it('gives each file a line, recognised ones first, and tells how many were left out', async () => {
  await open(12)
  expect([...document.querySelectorAll('li h2')].map((name) => name.textContent)).toEqual([
    ...['plain.json', 'protected.json', 'photo.jpg'],
  ])
  expect(window.text()).toContain('12 more files were not looked at')
})

it('imports the file of the line', async () => {
  await open()
  document.querySelector<HTMLElement>('[aria-label="Import protected.json"]')?.click()
  expect([window.session.screen, window.files.current?.name]).toEqual(['import', 'protected.json'])
})

describe('looking inside', () => {
  it('asks for the password of a file that has one, and says where it is wrong', async () => {
    await open()
    look('protected.json')
    await answerWith('')
    expect(dialog()?.textContent).toContain('Type the password of this file.')
    expect(window.orders('backup.open')).toEqual([])
    window.fake.answer('backup.open', () => {
      throw new CofferError('format/wrong-password')
    })
    await answerWith('wrong')
    expect(dialog()?.textContent).toContain('That is not the password of this file')
    expect(dialog()?.querySelector('input')?.value).toBe('')
    expect(window.orders('backup.open')).toEqual([{ ticket: 'ticket-protected.json', filePassword: 'wrong' }])
  })

  it('opens a plain file at once, and holds it for an import', async () => {
    await open()
    look('plain.json')
    await answerWith()
    expect(window.orders('backup.open')).toEqual([{ ticket: 'ticket-plain.json', filePassword: null }])
    expect([window.session.screen, window.files.current?.name]).toEqual(['backup', 'plain.json'])
  })

  it('tells other errors in the dialog, and closes', async () => {
    await open()
    window.fake.answer('backup.open', () => {
      throw new CofferError('file/changed')
    })
    look('plain.json')
    await answerWith()
    expect(dialog()?.textContent).toContain('This file was changed since')
    ;[...(dialog()?.querySelectorAll('button') ?? [])].find((button) => button.textContent.trim() === 'Cancel')?.click()
    await settle()
    expect(dialog()).toBeNull()
  })
})
