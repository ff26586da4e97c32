// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import { CofferError } from '../../../contract/errors.ts'
import type { KeyChangeDone, KeyChangePlan, KeyChangeRehearsal, RecordedExport } from '../../../contract/exports.ts'
import type { Progress } from '../../../contract/progress.ts'
import { FAKE_PASSWORD, UNLOCKED } from '../../testkit/fake-bridge.ts'
import { openWizard, type FakeWindow } from '../../testkit/fake-window.ts'
import { errorText } from '../../text/index.ts'
import ChangeKeysWizard from './ChangeKeysWizard.vue'

const LABEL = 'Master password of this vault'
const CHANGE = 'Change the key of 1,284 items'
const UNDERSTAND = 'I understand that these 2 exports stop opening for good'

function recorded(name: string, format: RecordedExport['format'] = 'bitwarden-account-restricted'): RecordedExport {
  return { id: name, name, place: '/home/robin', made: '2026-11-22T14:02:00Z', format, items: 1190 }
}

const PLAN: KeyChangePlan = { items: 1284, folders: 12, exports: 4, bound: [], adopted: false }
const FATES: KeyChangeRehearsal = {
  stops: ['june.json', 'july.json'].map((name) => recorded(name)),
  opens: [recorded('with-password.json', 'bitwarden-password-protected')],
  unseen: [],
  gone: [recorded('lost.json')],
}
const NONE_DIES: KeyChangeRehearsal = { ...FATES, stops: [], gone: [] }
const DONE: KeyChangeDone = {
  ...{ items: 1284, folders: 12, scrubbed: true },
  ...FATES,
  replacements: ['june (new key).json', 'july (new key).json'].map((name) => recorded(name)),
}

let window: FakeWindow

interface Answers {
  readonly plan?: Partial<KeyChangePlan>
  readonly fates?: () => unknown
  readonly done?: () => unknown
}

async function open({ plan = {}, fates = () => FATES, done = () => DONE }: Answers = {}): Promise<void> {
  window = await openWizard(ChangeKeysWizard, { status: { vault: UNLOCKED } }, ({ fake, session }) => {
    session.show('change-keys')
    fake.answer('keys.plan', () => ({ ...PLAN, ...plan }))
    fake.answer('keys.discard', () => undefined)
    fake.answer('keys.rehearse', ({ masterPassword }: { masterPassword: string }) => {
      if (masterPassword !== FAKE_PASSWORD) throw new CofferError('vault/wrong-password')
      return fates()
    })
    fake.answer('keys.rotate', done)
  })
}

async function rehearse(): Promise<void> {
  await window.press('Continue')
  await window.type(LABEL, FAKE_PASSWORD)
  await window.press('Try the change')
}

async function change(): Promise<void> {
  await rehearse()
  await window.mark(UNDERSTAND)
  await window.press(CHANGE)
}

function tell(progress: Partial<Progress>): void {
  const told = { task: 'change-keys', stage: 'seal', done: null, total: null, stoppable: true } as const
  window.fake.emit('progress', { ...told, ...progress })
}

afterEach(() => {
  window.end()
})

it('says what comes, and what it is not', async () => {
  await open()
  expect(window.steps()).toEqual(['What changes', 'Confirm it’s you', 'Trial', 'Working', 'Result'])
  expect(window.text()).toContain('opens 4 exports on record with the new key')
  await window.press('Change the password instead')
  expect(window.session.screen).toBe('change-password')
})

it('F3: tries first, and shows what becomes of each export while nothing is changed', async () => {
  await open()
  await rehearse()
  expect(window.orders('keys.rehearse')).toEqual([{ masterPassword: FAKE_PASSWORD, detach: false }])
  expect(window.heading()).toBe('What the change would do')
  const lists = ['2 exports stop opening for good', 'june.json', '1 export keeps opening', 'with-password.json']
  for (const words of [...lists, '1 export does not open now either', 'lost.json', '/home/robin'])
    expect(window.text()).toContain(words)
  for (const words of [
    'Nothing has been changed yet.',
    'The originals stay.',
    'Copies made elsewhere are not on these',
  ])
    expect(window.text()).toContain(words)
  expect(window.orders('keys.rotate')).toEqual([])
  expect(window.kept()).not.toContain(FAKE_PASSWORD)
})

it('replaces unless it is told not to, and says what there is then', async () => {
  await open()
  await rehearse()
  expect(window.field('Write replacements first').checked).toBe(true)
  await window.press(CHANGE)
  expect(window.text()).toContain('Tick the box to go on.')
  expect(window.orders('keys.rotate')).toEqual([])
  await window.mark(UNDERSTAND)
  await window.press(CHANGE)
  expect(window.orders('keys.rotate')).toEqual([{ masterPassword: FAKE_PASSWORD, detach: false, replace: true }])
  await vi.waitFor(() => {
    expect(window.heading()).toBe('The key is changed')
  })
  for (const words of ['2 replacements, opened from disk and found equal', 'june (new key).json'])
    expect(window.text()).toContain(words)
  for (const words of [
    '2 exports no longer open',
    '1 export keeps opening',
    'Copies made elsewhere are not on this list',
  ])
    expect(window.text()).toContain(words)
  expect(window.text()).toContain('Nothing of the old key is left in the vault file')
  expect(window.text()).toContain('Destroy the older account key files.')
  expect(window.kept()).not.toContain(FAKE_PASSWORD)
  // The rehearsal was followed: there is nothing to discard.
  expect(window.orders('keys.discard')).toEqual([])
  await window.press('Check the replacements')
  expect(window.session.screen).toBe('backups')
})

it('without replacements offers a fresh export', async () => {
  await open({ done: () => ({ ...DONE, replacements: [] }) })
  await rehearse()
  await window.mark('Write replacements first')
  await window.mark(UNDERSTAND)
  await window.press(CHANGE)
  expect(window.orders('keys.rotate')).toEqual([{ masterPassword: FAKE_PASSWORD, detach: false, replace: false }])
  await vi.waitFor(() => {
    expect(window.text()).toContain('Make a fresh export, then delete these files')
  })
  await window.press('Make a fresh export')
  expect(window.session.screen).toBe('export')
})

it('asks for no understanding, and for no replacements, where nothing ends', async () => {
  await open({ fates: () => NONE_DIES, done: () => ({ ...DONE, ...NONE_DIES, replacements: [] }) })
  await rehearse()
  expect(window.text()).toContain('No export on record stops opening.')
  for (const label of ['I understand', 'Write replacements']) expect(() => window.field(label)).toThrow('No field')
  await window.press(CHANGE)
  await vi.waitFor(() => {
    expect(window.text()).toContain('No export on record stopped opening.')
  })
})

it('counts an export whose file is away with those that stop, and offers no replacement for it', async () => {
  const fates = { ...NONE_DIES, unseen: [recorded('on-the-stick.json')] }
  await open({ fates: () => fates, done: () => ({ ...DONE, ...fates, replacements: [] }) })
  await rehearse()
  expect(window.text()).not.toContain('No export on record stops opening.')
  for (const words of ['1 export is not there to try: it stops opening too', 'on-the-stick.json', 'plug in its drive'])
    expect(window.text()).toContain(words)
  expect(() => window.field('Write replacements')).toThrow('No field')
  await window.press(CHANGE)
  expect(window.text()).toContain('Tick the box to go on.')
  await window.mark('I understand that this export stops opening for good')
  await window.press(CHANGE)
  await vi.waitFor(() => {
    expect(window.text()).toContain('1 export that was not there no longer opens either')
  })
  expect(window.text()).not.toContain('No export on record stopped opening.')
})

it('of an adopted account asks for the detaching first', async () => {
  await open({ plan: { adopted: true }, done: () => ({ ...DONE, scrubbed: false }) })
  await window.press('Continue')
  expect(window.text()).toContain('Tick the box to detach this vault, or cancel.')
  await window.mark('Detach this vault from the Bitwarden account')
  await change()
  expect(window.orders('keys.rehearse')).toEqual([{ masterPassword: FAKE_PASSWORD, detach: true }])
  expect(window.orders('keys.rotate')).toEqual([{ masterPassword: FAKE_PASSWORD, detach: true, replace: true }])
  await vi.waitFor(() => {
    expect(window.text()).toContain('This vault is detached from the Bitwarden account.')
  })
  expect(window.text()).toContain('What was replaced is still in the vault file.')
})

it('clears a wrong master password and stays', async () => {
  await open()
  await window.press('Continue')
  await window.press('Try the change')
  expect(window.text()).toContain('Type the master password of this vault.')
  await window.type(LABEL, 'not the one')
  await window.press('Try the change')
  expect(window.text()).toContain('That is not the master password of this vault.')
  expect(window.field(LABEL).value).toBe('')
  expect(document.activeElement).toBe(window.field(LABEL))
})

it('says that nothing was changed when the trial was stopped, and asks for the password anew', async () => {
  await open({ fates: () => null })
  await rehearse()
  expect(window.text()).toContain('Stopped. Nothing was changed.')
  expect(window.field(LABEL).value).toBe('')
})

it.each<[string, () => void | Promise<void>]>([
  ['back', () => window.press('Back')],
  [
    'leaving',
    async () => {
      await window.press('Cancel')
      window.session.answer(true)
    },
  ],
  [
    'unmounting',
    () => {
      window.end()
    },
  ],
])('the coming key and the password go with %s', async (_, go) => {
  await open()
  await rehearse()
  await go()
  expect(window.orders('keys.discard')).toHaveLength(1)
  if (window.heading() === 'Confirm it’s you') expect(window.field(LABEL).value).toBe('')
})

it('can be stopped until the change-over, and not after it', async () => {
  await open({
    done() {
      tell({ stage: 'write', done: 0, total: 2 })
      return new Promise(() => undefined)
    },
  })
  await change()
  await vi.waitFor(() => {
    expect(window.button('Stop')).toBeDefined()
  })
  expect(window.heading()).toBe('Changing the key')
  expect(window.text()).toContain('Writing and checking the replacements')
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

it('says that nothing was changed when it was stopped, and begins anew', async () => {
  await open({ done: () => null })
  await change()
  await vi.waitFor(() => {
    expect(window.heading()).toBe('Nothing was changed')
  })
  expect(window.text()).toContain('every export opens as before')
  await window.press('Try again')
  expect(window.heading()).toBe('Change the account encryption key')
  await rehearse()
  expect(window.orders('keys.rehearse')).toHaveLength(2)
})

it.each(['file/no-space', 'vault/not-rehearsed'] as const)('tells of %s', async (code) => {
  await open({
    done() {
      throw new CofferError(code)
    },
  })
  await change()
  await vi.waitFor(() => {
    expect(window.heading()).toBe('The key was not changed')
  })
  expect(document.querySelector('[role=alert]')?.textContent).toContain(errorText(new CofferError(code)).happened)
})

it('asks again for the plan where it could not be had', async () => {
  window = await openWizard(ChangeKeysWizard, { status: { vault: UNLOCKED } })
  expect(document.querySelector('[role=alert]')).not.toBeNull()
  window.fake.answer('keys.plan', () => PLAN)
  await window.press('Try again')
  expect(window.text()).toContain('opens 4 exports on record')
})
