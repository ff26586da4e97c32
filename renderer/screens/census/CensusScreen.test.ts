// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { Census, CensusFile, CensusOrder } from '../../../contract/census.ts'
import { CofferError } from '../../../contract/errors.ts'
import { fakeFile, SAMPLE_INSPECTION, UNLOCKED } from '../../testkit/fake-bridge.ts'
import { makeSlowEngine, type SlowEngine } from '../../testkit/fake-slow-engine.ts'
import { openWizard, type FakeWindow } from '../../testkit/fake-window.ts'
import { settle } from '../../testkit/settle.ts'
import CensusScreen from './CensusScreen.vue'

const LOCKED_FILE = { ...SAMPLE_INSPECTION, opensWith: 'file-password', encrypted: true, opens: null } as const
const FILES = [
  fakeFile('photo.jpg', { error: { code: 'format/not-an-export', details: {} } }),
  fakeFile('plain.json', { inspection: SAMPLE_INSPECTION }),
  fakeFile('protected.json', { inspection: LOCKED_FILE }),
]

let window: FakeWindow

async function open(omitted = 0): Promise<void> {
  window = await openWizard(CensusScreen, {}, ({ files }) => {
    files.receive({ files: FILES, omitted })
  })
}

function dialog(): HTMLElement | null {
  return document.querySelector('[role=dialog]')
}

function look(name: string): void {
  document.querySelector<HTMLElement>(`[aria-label="Look inside ${name}"]`)?.click()
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
    expect([window.session.screen, window.files.current?.name]).toEqual(['look-inside', 'plain.json'])
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

describe('the census', () => {
  const ticketOf = (name: string): string => `ticket-${name}`
  const OPENED = { ...SAMPLE_INSPECTION, opensWith: 'file-password', encrypted: true } as const

  function graded(opened: boolean): CensusFile[] {
    const error = { code: 'format/not-an-export', details: {} } as const
    return [
      {
        ticket: ticketOf('photo.jpg'),
        verdict: 'not-an-export',
        inspection: null,
        error,
        onlyHere: null,
        otherVersions: null,
      },
      {
        ticket: ticketOf('plain.json'),
        verdict: 'nothing',
        inspection: SAMPLE_INSPECTION,
        error: null,
        onlyHere: 2,
        otherVersions: 1,
      },
      {
        ...{ ticket: ticketOf('protected.json'), verdict: 'file-password', error: null },
        ...{ inspection: opened ? OPENED : LOCKED_FILE, onlyHere: opened ? 0 : null, otherVersions: opened ? 0 : null },
      },
    ]
  }

  async function openCensus(onlyInVault: number | null = null): Promise<void> {
    window = await openWizard(CensusScreen, {}, ({ fake, files }) => {
      files.receive({ files: FILES, omitted: 0 })
      fake.answer('files.census', ({ filePassword }: CensusOrder): Census => {
        return {
          files: graded(filePassword === 'right'),
          onlyInVault,
          otherVersionsInVault: onlyInVault === null ? null : 0,
        }
      })
      fake.answer('files.onlyIn', () => ({ names: ['Mail', ''], more: 3 }))
    })
    await settle()
  }

  async function typePassword(password: string): Promise<void> {
    await window.press('Type a password…')
    await answerWith(password)
  }

  it('sorts the files by what opens them, and names what one has alone', async () => {
    await openCensus(4)
    expect(window.text()).toContain(
      'Sorted by what opens them: 1 opens with nothing, 1 with its password, and 1 that is no export.',
    )
    expect(window.text()).toContain('compared with your vault, which counts as one more backup')
    expect(window.text()).toContain('4 items of your vault are in none of the open files.')
    expect(window.text()).toContain('2 items exist only in plain.json')
    expect(window.text()).not.toContain('(no name)')
    await window.press('Show names')
    expect(window.orders('files.onlyIn')).toEqual([{ ticket: ticketOf('plain.json') }])
    expect(window.text()).toContain('Mail(no name)And 3 more.')
    await window.press('Hide names')
    expect(window.text()).not.toContain('Mail')
  })

  it('without a vault compares nothing where one file alone is open', async () => {
    await openCensus()
    expect(window.text()).not.toContain('compared')
    expect(window.text()).not.toContain('exist only in')
  })

  it('tries a password on what is closed, and says where it opens none', async () => {
    await openCensus()
    expect(window.text()).toContain('1 file with a password is still closed.')
    await typePassword('')
    expect(dialog()?.textContent).toContain('Type a file password.')
    await answerWith('wrong')
    expect(dialog()?.textContent).toContain('That password opens none of these files.')
    expect(dialog()?.querySelector('input')?.value).toBe('')
    await answerWith('right')
    expect(dialog()).toBeNull()
    expect(window.text()).toContain('Opens with the file password that you typed: checked.')
    expect(window.text()).not.toContain('still closed')
    expect(window.kept()).not.toContain('right')
  })

  it('shows what was opened before a try was stopped', async () => {
    await openCensus()
    window.fake.answer('files.census', ({ filePassword }: CensusOrder) =>
      filePassword === null ? { files: graded(true), onlyInVault: null } : null,
    )
    await typePassword('right')
    expect(dialog()?.textContent).toContain('Stopped. What was found until then is shown.')
    expect(window.text()).not.toContain('still closed')
  })

  describe('while it lasts', () => {
    let engine: SlowEngine

    async function openSlow(): Promise<void> {
      engine = makeSlowEngine()
      window = await openWizard(CensusScreen, {}, ({ fake, files }) => {
        files.receive({ files: FILES, omitted: 0 })
        fake.answer('app.stop', engine.stop)
        fake.answer('files.census', engine.work)
      })
      await settle()
    }

    it('is stopped, says so, and looks again', async () => {
      await openSlow()
      window.fake.emit('progress', { task: 'census', stage: 'read', done: 0, total: 3, stoppable: true })
      await vi.waitFor(() => {
        expect(window.button('Stop')).toBeDefined()
      })
      await window.press('Stop')
      await settle()
      expect(window.text()).toContain('Stopped before every file was looked at.')
      window.fake.answer('files.census', () => ({ files: graded(false), onlyInVault: null }))
      await window.press('Look again')
      expect(window.text()).toContain('Sorted by what opens them')
      expect(window.text()).not.toContain('Stopped before')
    })

    it('gives way to a second drop, and what it found late is not shown', async () => {
      await openSlow()
      const late = { files: graded(true), onlyInVault: null }
      window.fake.answer('app.stop', () => {
        engine.finish(late)
      })
      window.files.receive({ files: [fakeFile('new.json', { inspection: SAMPLE_INSPECTION })], omitted: 1 })
      await settle()
      expect(window.orders('files.census')).toMatchObject([{}, { tickets: [ticketOf('new.json')] }])
      expect(engine.told).toEqual(['begun', 'ended', 'begun'])
      expect(window.text()).not.toContain('Sorted by')
      // Of three, the one in between never begins.
      window.fake.answer('app.stop', engine.stop)
      window.files.receive({ files: FILES, omitted: 1 })
      await nextTick()
      window.files.receive({ files: FILES.slice(1), omitted: 1 })
      await settle()
      expect(engine.told).toEqual(['begun', 'ended', 'begun', 'ended', 'begun'])
      expect(window.orders('files.census').slice(2)).toMatchObject([
        { tickets: [ticketOf('plain.json'), ticketOf('protected.json')] },
      ])
      expect(window.text()).not.toContain('Something else is still running')
      expect(window.text()).not.toContain('Stopped before')
    })

    it('gives way to looking inside a file', async () => {
      await openSlow()
      window.fake.answer('backup.open', engine.work)
      look('plain.json')
      await answerWith()
      expect(engine.told).toEqual(['begun', 'ended', 'begun'])
      engine.finish(null)
    })
  })

  it('is taken anew when a vault opens, and forgotten with the page', async () => {
    await openCensus()
    expect(window.orders('files.census')).toHaveLength(1)
    window.session.accept({ ...window.fake.state.status, vault: UNLOCKED })
    await settle()
    expect(window.orders('files.census')).toHaveLength(2)
    expect(window.orders('files.endCensus')).toEqual([])
    const orders = window.orders
    window.end()
    expect(orders('files.endCensus')).toHaveLength(1)
    await open()
  })
})
