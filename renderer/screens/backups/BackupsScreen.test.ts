// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { BackupState, BackupView, DrillDone } from '../../../contract/backups.ts'
import { CofferError } from '../../../contract/errors.ts'
import type { FormatId } from '../../../contract/formats.ts'
import { useExportWizard } from '../../stores/export-wizard.ts'
import { UNLOCKED } from '../../testkit/fake-bridge.ts'
import { makeSlowEngine, type SlowEngine } from '../../testkit/fake-slow-engine.ts'
import { openWizard, type FakeWindow } from '../../testkit/fake-window.ts'
import { settle } from '../../testkit/settle.ts'
import BackupsScreen from './BackupsScreen.vue'

const MADE = '2026-11-20T09:00:00.000Z'
const ACCOUNT: FormatId = 'bitwarden-account-restricted'

function backup(name: string, state: BackupState, changes: Partial<BackupView> = {}): BackupView {
  return {
    ...{ id: name, name, place: '/home/robin', kind: 'bitwarden-password-protected', made: MADE, state },
    ...{ items: 8, folders: 2, bytes: 6200, lastProved: null, proofs: {}, outgrown: null, retired: null },
    ...changes,
  }
}

function drilled(of: BackupView, refusal: CofferError | null = null): DrillDone {
  return {
    refusal: refusal && { code: refusal.code, details: refusal.details },
    ...{ items: 8, folders: 2, sealed: true, backup: of },
  }
}

let window: FakeWindow
let listed: readonly BackupView[]

async function open(...backups: BackupView[]): Promise<void> {
  listed = backups
  window = await openWizard(BackupsScreen, { status: { vault: UNLOCKED } }, ({ session, fake }) => {
    session.show('backups')
    fake.answer('backups.list', () => ({
      backups: listed,
      lastGood: listed.find(({ state }) => state === 'proved')?.id ?? null,
    }))
  })
  await settle()
}
afterEach(() => {
  window.end()
})

async function press(name: string): Promise<void> {
  document.querySelector<HTMLElement>(`[aria-label="${name}"]`)?.click()
  await settle()
}

function dialog(): HTMLElement {
  const found = document.querySelector<HTMLElement>('[role=dialog], [role=alertdialog]')
  if (!found) throw new Error('No dialog')
  return found
}

async function pressInDialog(label: string): Promise<void> {
  ;[...dialog().querySelectorAll('button')].find(({ textContent }) => textContent.trim() === label)?.click()
  await settle()
}

async function type(value: string): Promise<void> {
  const field = dialog().querySelector('input')
  if (!field) throw new Error('No field')
  field.value = value
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await settle()
}

describe('the list', () => {
  it('without any backup says what is lost, and makes one', async () => {
    await open()
    expect(window.text()).toContain('If this computer fails, your vault is lost with it.')
    await window.press('Make a backup')
    expect(window.session.screen).toBe('export')
  })

  it('answers when the last good copy was made: only what was proved counts', async () => {
    await open(backup('here.json', 'opens-here'))
    expect(window.text()).toContain('There is no good copy yet')
    window.end()
    await open(backup('new.json', 'not-checked'), backup('good.json', 'proved', { lastProved: MADE }))
    expect(window.text()).toContain('Your last good copy is good.json')
    expect(window.text()).toContain('Last proved')
  })

  it.each<[BackupState, string, boolean]>([
    ['missing', 'There is no file at this place', false],
    ['key-retired', 'retired on 2026-05-03', false],
    ['key-unknown', 'did not come in this vault', false],
    ['changed', 'not the one that Coffer wrote', true],
    ['failed', 'did not find what was exported', true],
    ['not-checked', 'has not been proved', true],
  ])('tells of one that is %s, and offers to check what can be checked', async (state, words, checkable) => {
    await open(backup('june.json', state, { retired: '2026-05-03' }))
    expect(window.text()).toContain(words)
    expect(document.querySelector('[aria-label="Check june.json"]') !== null).toBe(checkable)
  })

  it('of one that was proved with what was before says so, and how it is proved again', async () => {
    await open(backup('june.json', 'opens-here', { outgrown: { since: '2026-05-03' }, lastProved: MADE }))
    expect(window.text()).toContain('There is no good copy yet')
    expect(window.text()).toContain('of before 2026-05-03 only. Make a new account key file')
    window.end()
    await open(backup('june.json', 'opens-here', { outgrown: { since: null } }))
    expect(window.text()).toContain('not known to fit your password of now')
  })

  it('tells of a date in the future, and keeps the order of the vault', async () => {
    const ahead = new Date(Date.now() + 86_400_000).toISOString()
    await open(backup('now.json', 'proved'), backup('ahead.json', 'proved', { made: ahead }))
    expect(window.text()).toContain('Your last good copy is now.json')
    expect(window.text().split('This date is in the future')).toHaveLength(2)
    expect(window.text().indexOf('now.json')).toBeLessThan(window.text().indexOf('ahead.json'))
  })

  it('takes one off after a question, and leaves its file', async () => {
    await open(backup('june.json', 'missing'), backup('july.json', 'proved'))
    window.fake.answer('backups.forget', () => {
      listed = listed.filter(({ name }) => name !== 'june.json')
    })
    await press('Remove from list: june.json')
    expect(dialog().textContent).toContain('The file stays where it is.')
    await pressInDialog('Remove from list')
    expect(window.orders('backups.forget')).toEqual([{ id: 'june.json' }])
    expect(window.text()).not.toContain('june.json')
  })

  it('says so where the record cannot be read, and tries again', async () => {
    await open(backup('june.json', 'proved'))
    window.fake.answer('backups.list', () => {
      throw new CofferError('vault/damaged')
    })
    window.fake.answer('backups.forget', () => undefined)
    await press('Remove from list: june.json')
    await pressInDialog('Remove from list')
    expect(window.text()).toContain('Look again')
  })
})

describe('a look that is stopped', () => {
  async function openSlow(): Promise<SlowEngine> {
    const engine = makeSlowEngine()
    window = await openWizard(BackupsScreen, { status: { vault: UNLOCKED } }, ({ session, fake }) => {
      session.show('backups')
      fake.answer('app.stop', engine.stop)
      fake.answer('backups.list', engine.work)
    })
    return engine
  }

  it('says so, and looks again', async () => {
    await openSlow()
    expect(window.text()).toContain('Looking at the files on record.')
    window.fake.emit('progress', { task: 'backups', stage: 'read', done: 0, total: 2, stoppable: true })
    await vi.waitFor(() => {
      expect(window.button('Stop')).toBeDefined()
    })
    await window.press('Stop')
    await settle()
    expect(window.text()).toContain('Stopped before every file was looked at.')
    expect(window.text()).not.toContain('Looking at the files on record.')
    const june = backup('june.json', 'proved')
    window.fake.answer('backups.list', () => ({ backups: [june], lastGood: june.id }))
    await window.press('Look again')
    expect(window.text()).toContain('Your last good copy is june.json')
    expect(window.text()).not.toContain('Stopped before')
  })

  it('because its page is left has ended before the next work begins', async () => {
    const engine = await openSlow()
    window.end()
    window = await openWizard(BackupsScreen, { status: { vault: UNLOCKED } }, ({ session, fake }) => {
      session.show('backups')
      fake.answer('app.stop', engine.stop)
      fake.answer('backups.list', engine.work)
    })
    await settle()
    expect(engine.told).toEqual(['begun', 'ended', 'begun'])
    expect(window.text()).toContain('Looking at the files on record.')
  })
})

describe('a check', () => {
  it('of a file with its own password proves it with that password alone', async () => {
    const june = backup('june.json', 'not-checked')
    await open(june)
    window.fake.answer('backups.burntHouse', () => {
      listed = [backup('june.json', 'proved', { lastProved: MADE })]
      return drilled(june)
    })
    await press('Check june.json')
    await pressInDialog('Check')
    expect(dialog().textContent).toContain('Type the file password of this backup.')
    await type('file password')
    await pressInDialog('Check')
    expect(window.orders('backups.burntHouse')).toEqual([
      { id: 'june.json', filePassword: 'file password', masterPassword: null, accountKey: null },
    ])
    expect(dialog().textContent).toContain('Proved: 8 items came back')
    await pressInDialog('Close')
    expect(window.text()).toContain('Your last good copy is june.json')
  })

  it('of one for this account proves it here, or elsewhere where the account key file is given', async () => {
    const june = backup('june.json', 'not-checked', { kind: ACCOUNT })
    await open(june)
    window.fake.answer('backups.drill', () => drilled(june))
    window.fake.answer('backups.burntHouse', () => drilled(june))
    const key = { ticket: 'key', name: 'key.json', kind: 'account-key-file', emails: [] }
    window.fake.answer('vault.chooseAccount', () => key)
    await press('Check june.json')
    await type('master')
    await pressInDialog('Check')
    const typed = { id: 'june.json', filePassword: null, masterPassword: 'master' }
    expect(window.orders('backups.drill')).toEqual([typed])
    expect(dialog().textContent).toContain('was not tried')
    await pressInDialog('Close')

    await press('Check june.json')
    await pressInDialog('Choose the account key file…')
    expect(dialog().textContent).toContain('Chosen: key.json')
    await type('master')
    await pressInDialog('Check')
    expect(window.orders('backups.burntHouse')).toEqual([{ ...typed, accountKey: 'key' }])
    expect(dialog().textContent).toContain('in a process that knew of no vault')
  })

  it('of a plain file asks for nothing', async () => {
    const june = backup('june.csv', 'not-checked', { kind: 'bitwarden-csv' })
    await open(june)
    window.fake.answer('backups.burntHouse', () => drilled(june))
    await press('Check june.csv')
    expect(dialog().querySelector('input')).toBeNull()
    await pressInDialog('Check')
    expect(dialog().textContent).toContain('Proved')
  })

  it('that passes with a key file of the password of before says that it does not count for now', async () => {
    const june = backup('june.json', 'not-checked', { kind: ACCOUNT })
    await open(june)
    const key = { ticket: 'key', name: 'key.json', kind: 'account-key-file', emails: [] }
    window.fake.answer('vault.chooseAccount', () => key)
    const outgrown = { since: '2026-05-03' }
    window.fake.answer('backups.burntHouse', () => drilled({ ...june, state: 'opens-here', outgrown }))
    await press('Check june.json')
    await pressInDialog('Choose the account key file…')
    await type('master')
    await pressInDialog('Check')
    expect(dialog().textContent).toContain('in a process that knew of no vault')
    expect(dialog().textContent).toContain('of before 2026-05-03 only')
  })

  it('that finds something else says so in three parts; a wrong password is no finding', async () => {
    const june = backup('june.json', 'not-checked')
    await open(june)
    window.fake.answer('backups.burntHouse', () => {
      throw new CofferError('format/wrong-password')
    })
    await press('Check june.json')
    await type('wrong')
    await pressInDialog('Check')
    expect(dialog().textContent).toContain('That is not the password of this file')
    expect(dialog().querySelector('[role=alert]')).toBeNull()
    window.fake.answer('backups.burntHouse', () => drilled(june, new CofferError('backup/not-equal')))
    await type('right')
    await pressInDialog('Check')
    expect(dialog().querySelector('[role=alert]')?.textContent).toContain('not what was exported')
    expect(dialog().textContent).not.toContain('Proved')
  })

  it('forgets the password with the dialog', async () => {
    await open(backup('june.json', 'not-checked'))
    await press('Check june.json')
    await type('s3cret')
    await pressInDialog('Cancel')
    await press('Check june.json')
    expect(dialog().querySelector('input')?.value).toBe('')
    expect(window.kept()).not.toContain('s3cret')
  })
})

describe('“Replace”', () => {
  it.each<[BackupState, FormatId, object]>([
    ['key-retired', 'bitwarden-account-restricted', { choice: 'encrypted_json', opensWith: 'account-key' }],
    ['changed', 'bitwarden-password-protected', { choice: 'encrypted_json', opensWith: 'file-password' }],
    ['missing', 'bitwarden-json', { choice: 'json' }],
    ['unreadable', 'bitwarden-csv', { choice: 'csv' }],
    ['failed', 'bitwarden-csv', { choice: 'csv' }],
    ['proved', 'bitwarden-json', { choice: 'json' }],
  ])('of one in state %s opens the export with its kind: %s', async (state, kind, choices) => {
    await open(backup('june.json', state, { kind }))
    await press('Replace… june.json')
    expect(window.session.screen).toBe('export')
    expect(useExportWizard()).toMatchObject({ ...choices, replaces: { id: 'june.json', name: 'june.json' } })
  })
})
