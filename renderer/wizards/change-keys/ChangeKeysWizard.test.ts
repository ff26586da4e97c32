// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import { CofferError } from '../../../contract/errors.ts'
import type { KeyChangeDone, KeyChangePlan, RecordedExport } from '../../../contract/exports.ts'
import type { Progress } from '../../../contract/progress.ts'
import { FAKE_PASSWORD, UNLOCKED } from '../../fake-bridge.ts'
import { openWizard, type FakeWindow } from '../parts/fake-window.ts'
import ChangeKeysWizard from './ChangeKeysWizard.vue'

const LABEL = 'Master password of this vault'
const CHANGE = 'Change the key of 1,284 items'

function recorded(name: string, format: RecordedExport['format']): RecordedExport {
  return { id: name, name, place: '/home/robin', made: '2026-11-22T14:02:00Z', format, items: 1190 }
}

const PLAN: KeyChangePlan = {
  ...{ items: 1284, folders: 12, adopted: false },
  willStopOpening: ['june.json', 'july.json'].map((name) => recorded(name, 'bitwarden-account-restricted')),
  stillOpen: [recorded('with-password.json', 'bitwarden-password-protected')],
}
const DONE: KeyChangeDone = {
  ...{ items: 1284, folders: 12, stoppedOpening: PLAN.willStopOpening, stillOpen: PLAN.stillOpen, scrubbed: true },
}

let window: FakeWindow

async function open(plan: Partial<KeyChangePlan> = {}, answer: () => unknown = () => DONE): Promise<void> {
  window = await openWizard(ChangeKeysWizard, { status: { vault: UNLOCKED } }, ({ fake, session }) => {
    session.show('change-keys')
    fake.answer('keys.plan', () => ({ ...PLAN, ...plan }))
    fake.answer('keys.rotate', ({ masterPassword }: { masterPassword: string }) => {
      if (masterPassword !== FAKE_PASSWORD) throw new CofferError('vault/wrong-password')
      return answer()
    })
  })
}

async function confirm(): Promise<void> {
  await window.press('Continue')
  await window.type(LABEL, FAKE_PASSWORD)
  await window.mark('I understand that these 2 exports stop opening for good')
  await window.press(CHANGE)
}

function tell(progress: Partial<Progress>): void {
  const told = { task: 'change-keys', stage: 'seal', done: null, total: null, stoppable: true } as const
  window.fake.emit('progress', { ...told, ...progress })
}

afterEach(() => {
  window.end()
})

it('names what stops opening, what does not, and what it is not', async () => {
  await open()
  expect(window.steps()).toEqual(['What changes', 'Confirm it’s you', 'Working', 'Result'])
  for (const words of ['2 exports stop opening for good', 'june.json', '/home/robin', '1 export keeps opening']) {
    expect(window.text()).toContain(words)
  }
  expect(window.text()).toContain('nor their copies in other places')
  await window.press('Change the password instead')
  expect(window.session.screen).toBe('change-password')
})

it('needs the password and, where exports end, the understanding', async () => {
  await open()
  await window.press('Continue')
  await window.press(CHANGE)
  expect(window.text()).toContain('2 things need a change:')
  expect(window.orders('keys.rotate')).toEqual([])
  await window.press('Back')
  await confirm()
  expect(window.orders('keys.rotate')).toEqual([{ masterPassword: FAKE_PASSWORD, detach: false }])
  expect(window.heading()).toBe('The key is changed')
  expect(window.text()).toContain('2 exports no longer open')
  expect(window.text()).toContain('Nothing of the old key is left in the vault file')
  expect(window.kept()).not.toContain(FAKE_PASSWORD)
  await window.press('Make a fresh export')
  expect(window.session.screen).toBe('export')
})

it('asks for no understanding where nothing ends', async () => {
  await open({ willStopOpening: [] })
  expect(window.text()).toContain('No export on record stops opening.')
  await window.press('Continue')
  expect(() => window.field('I understand')).toThrow('No field')
})

it('of an adopted account asks for the detaching first', async () => {
  await open({ adopted: true }, () => ({ ...DONE, scrubbed: false }))
  await window.press('Continue')
  expect(window.text()).toContain('Tick the box to detach this vault, or cancel.')
  await window.mark('Detach this vault from the Bitwarden account')
  await confirm()
  expect(window.orders('keys.rotate')).toEqual([{ masterPassword: FAKE_PASSWORD, detach: true }])
  expect(window.text()).toContain('This vault is detached from the Bitwarden account.')
  expect(window.text()).toContain('What was replaced is still in the vault file.')
})

it('clears a wrong master password and stays', async () => {
  await open({ willStopOpening: [] })
  await window.press('Continue')
  await window.type(LABEL, 'not the one')
  await window.press(CHANGE)
  expect(window.text()).toContain('That is not the master password of this vault.')
  expect(window.field(LABEL).value).toBe('')
  expect(document.activeElement).toBe(window.field(LABEL))
})

it('can be stopped until the change-over, and not after it', async () => {
  await open({}, () => {
    tell({ stage: 'seal', done: 10, total: 1284 })
    return new Promise(() => undefined)
  })
  await confirm()
  await vi.waitFor(() => {
    expect(window.button('Stop')).toBeDefined()
  })
  expect(window.heading()).toBe('Changing the key')
  tell({ stage: 'switch', stoppable: false })
  await vi.waitFor(() => {
    expect(window.text()).toContain('cannot be stopped')
  })
  expect(window.button('Stop')).toBeUndefined()
  await window.key('Escape')
  window.session.open('vault')
  expect(window.session.screen).toBe('change-keys')
  expect(window.orders('app.stop')).toEqual([])
})

it('says that nothing was changed when it was stopped', async () => {
  await open({}, () => null)
  await confirm()
  expect(window.heading()).toBe('Nothing was changed')
  expect(window.text()).toContain('every export opens as before')
  await window.press('Try again')
  expect(window.heading()).toBe('Change the account encryption key')
})

it('tells any other refusal, and asks for nothing it cannot use', async () => {
  await open({}, () => {
    throw new CofferError('file/no-space')
  })
  await confirm()
  expect(window.heading()).toBe('The key was not changed')
  expect(window.text()).toContain('The disk is full.')
})

it('asks again for the plan where it could not be had', async () => {
  window = await openWizard(ChangeKeysWizard, { status: { vault: UNLOCKED } })
  expect(document.querySelector('[role=alert]')).not.toBeNull()
  window.fake.answer('keys.plan', () => PLAN)
  await window.press('Try again')
  expect(window.text()).toContain('2 exports stop opening for good')
})
