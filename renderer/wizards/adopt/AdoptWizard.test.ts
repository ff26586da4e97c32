// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest'
import { CofferError, type ErrorCode } from '../../../contract/errors.ts'
import type { AdoptionDone, RecordedExport } from '../../../contract/exports.ts'
import { FAKE_PASSWORD, UNLOCKED } from '../../testkit/fake-bridge.ts'
import { openWizard, type FakeWindow } from '../../testkit/fake-window.ts'
import { errorText } from '../../text/index.ts'
import AdoptWizard from './AdoptWizard.vue'

const ACCOUNT = 'Bitwarden master password of the account'
const MASTER = 'Master password of this vault'
const BITWARDEN = 'the password at Bitwarden'
const BOUND: RecordedExport = {
  ...{ id: 'june', name: 'june.json', place: '/home/robin', made: '2026-11-22T14:02:00Z' },
  ...{ format: 'bitwarden-account-restricted', items: 8 },
}
const DONE: AdoptionDone = {
  ...{ items: 8, email: 'robin@evergreen.test', sameKey: false, scrubbed: true },
  ...{ stops: [BOUND], opens: [] },
}

let window: FakeWindow

async function open(bound: readonly RecordedExport[], answer: () => unknown = () => DONE): Promise<void> {
  window = await openWizard(AdoptWizard, { status: { vault: UNLOCKED } }, ({ fake, session }) => {
    session.show('adopt')
    fake.answer('keys.plan', () => ({ items: 8, folders: 2, exports: 1, bound, adopted: true }))
    fake.answer('vault.chooseAccount', ({ kind }: { kind: string }) => ({
      ...{ ticket: 'account', kind, name: 'data.json' },
      emails: ['robin@work.test', ' Robin@Evergreen.test'],
    }))
    fake.answer('keys.adopt', answer)
  })
}

async function fill(): Promise<void> {
  await window.press('Choose the file…')
  await window.type(ACCOUNT, BITWARDEN)
  await window.type(MASTER, FAKE_PASSWORD)
}

afterEach(() => {
  window.end()
})

it('asks for both passwords, says which one the vault has afterwards, and names what ends', async () => {
  await open([BOUND])
  expect(window.text()).toContain('Afterwards this vault opens with the Bitwarden master password')
  await window.press('Adopt the account')
  expect(window.text()).toContain('Choose the file with the key first.')
  await fill()
  expect(window.text()).toContain('1 export stops opening if the account has another key')
  await window.press('Adopt the account')
  expect(window.text()).toContain('Tick the box to go on.')
  expect(window.orders('keys.adopt')).toEqual([])
  await window.mark('I understand')
  await window.press('Adopt the account')
  const passwords = { masterPassword: FAKE_PASSWORD, accountPassword: BITWARDEN }
  // Of the accounts in the file it is the vault's own.
  expect(window.orders('keys.adopt')).toEqual([{ ticket: 'account', email: ' Robin@Evergreen.test', ...passwords }])
  expect(window.heading()).toBe('The account is adopted')
  for (const words of [
    'now shares its key with robin@evergreen.test',
    '1 export no longer opens',
    'june.json',
    'does not fit any more',
  ])
    expect(window.text()).toContain(words)
  expect(window.kept()).not.toMatch(/battery|at Bitwarden/)
})

it('with the same key says that no export ended', async () => {
  await open([], () => ({ ...DONE, sameKey: true, stops: [], opens: [BOUND] }))
  await fill()
  expect(() => window.field('I understand')).toThrow('No field')
  await window.press('Adopt the account')
  expect(window.text()).toContain('every export opens as before')
  expect(window.text()).toContain('1 export keeps opening')
  expect(window.text()).toContain('made before still opens everything, with the older password')
})

it.each<ErrorCode>(['vault/wrong-password', 'vault/wrong-account-password', 'vault/other-account'])(
  'tells of %s, and forgets both passwords',
  async (code) => {
    await open([], () => {
      throw new CofferError(code)
    })
    await fill()
    await window.press('Adopt the account')
    expect(document.querySelector('[role=alert]')?.textContent).toContain(errorText(new CofferError(code)).happened)
    expect([window.field(ACCOUNT).value, window.field(MASTER).value]).toEqual(['', ''])
  },
)

it('stopped has changed nothing', async () => {
  await open([], () => null)
  await fill()
  await window.press('Adopt the account')
  expect(window.text()).toContain('Stopped. Nothing was changed.')
})
