// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppStatus } from '../../contract/api.ts'
import type { OpenedBackup } from '../../contract/files.ts'
import { fakeStatus, LOCKED, UNLOCKED } from '../testkit/fake-bridge.ts'
import { useSession, WIZARD_KEY, type Screen } from './session.ts'

const BACKUP: OpenedBackup = { name: 'old.json', format: 'bitwarden-json', items: 3, folders: 0 }
const NONE = fakeStatus()
const locked = fakeStatus({ vault: LOCKED })
const unlocked = fakeStatus({ vault: UNLOCKED })

beforeEach(() => {
  sessionStorage.clear()
  setActivePinia(createPinia())
})

function sessionAt(screen: Screen, status: AppStatus = unlocked): ReturnType<typeof useSession> {
  const session = useSession()
  session.accept(status)
  session.show(screen)
  return session
}

describe('the first status', () => {
  it.each([
    ['start', NONE],
    ['unlock', locked],
    ['vault', unlocked],
    ['look-inside', fakeStatus({ vault: LOCKED, backup: BACKUP })],
  ] as const)('leads to %s', (screen, status) => {
    const session = useSession()
    session.accept(status)
    expect(session.screen).toBe(screen)
  })
})

it('stays where files that were opened with Coffer led before the first status', () => {
  const session = useSession()
  session.show('census')
  session.accept(locked)
  expect(session.screen).toBe('census')
})

describe('a change of the status', () => {
  it('that is older than what is known comes too late', () => {
    const session = useSession()
    const problem = { code: 'vault/not-found', details: {} } as const
    session.accept(fakeStatus({ revision: 1, problem }))
    session.accept(fakeStatus({ revision: 0 }))
    expect(session.status?.problem).toEqual(problem)
    session.accept(fakeStatus({ revision: 2 }))
    expect(session.status?.problem).toBeNull()
  })

  it('leads to the vault when it is unlocked, and back to unlocking when it is locked', () => {
    const session = sessionAt('unlock', locked)
    session.accept(unlocked)
    expect(session.screen).toBe('vault')
    session.accept(locked)
    expect(session.screen).toBe('unlock')
  })

  it('leaves the screen alone when the vault is as before', () => {
    const session = sessionAt('export')
    session.accept({ ...unlocked, vault: { ...UNLOCKED, adopted: true } })
    expect(session.screen).toBe('export')
  })

  it.each(['import', 'census'] as const)('lets %s go on that unlocked the vault on its way', (screen) => {
    const session = sessionAt(screen, locked)
    session.accept(unlocked)
    expect(session.screen).toBe(screen)
  })

  it('ends even a screen that holds entries when the vault locks', () => {
    const session = sessionAt('export')
    session.setGuard(() => 'ask')
    session.accept(locked)
    expect(session.screen).toBe('unlock')
    expect(session.asking).toBe(false)
  })

  it('goes to a backup that was opened, and home when it is closed', () => {
    const session = sessionAt('census', locked)
    session.accept(fakeStatus({ vault: LOCKED, backup: BACKUP }))
    expect(session.screen).toBe('look-inside')
    session.accept(locked)
    expect(session.screen).toBe('unlock')
  })

  it('goes to another backup that took the place of the one before', () => {
    const session = sessionAt('census', fakeStatus({ backup: BACKUP }))
    session.accept(fakeStatus({ backup: { ...BACKUP, name: 'newer.json' } }))
    expect(session.screen).toBe('look-inside')
  })

  it('tells its listeners when a vault is locked or another one takes its place', () => {
    const session = useSession()
    const forget = vi.fn()
    session.onLocked(forget)
    session.accept(unlocked)
    session.accept(locked)
    expect(forget).toHaveBeenCalledTimes(1)
    session.accept(unlocked)
    session.accept(fakeStatus({ vault: { ...LOCKED, name: 'Other' } as typeof LOCKED }))
    expect(forget).toHaveBeenCalledTimes(2)
  })
})

describe('leaving a screen', () => {
  it('happens at once where nothing was entered', () => {
    const session = sessionAt('export')
    session.setGuard(() => 'free')
    session.open('import')
    expect(session.screen).toBe('import')
  })

  it('asks where something was entered, and goes only after a yes', () => {
    const session = sessionAt('export')
    session.setGuard(() => 'ask')
    session.open('change-keys')
    expect([session.screen, session.asking]).toEqual(['export', true])
    session.answer(false)
    expect([session.screen, session.asking]).toEqual(['export', false])
    session.open('change-keys')
    session.answer(true)
    expect([session.screen, session.asking]).toEqual(['change-keys', false])
  })

  it('is refused with a notice while work runs', () => {
    const session = sessionAt('export')
    session.setGuard(() => 'working')
    session.open('import')
    session.openAccount('account-key-file')
    expect([session.screen, session.refusals]).toEqual(['export', 2])
  })

  it('forgets the guard of the screen that was left, not of the one that is shown again', () => {
    const session = sessionAt('export')
    session.setGuard(() => 'ask')
    session.show('export')
    session.open('import')
    session.answer(true)
    session.open('vault')
    expect(session.screen).toBe('vault')
  })

  it('asks once on the way to another account file', () => {
    const session = sessionAt('export')
    session.setGuard(() => 'ask')
    session.openAccount('account-key-file')
    session.answer(true)
    expect([session.screen, session.accountKind, session.asking]).toEqual(['use-account', 'account-key-file', false])
  })
})

describe('an import that needs a vault first', () => {
  it.each([
    ['create', NONE],
    ['use-account', NONE],
    ['unlock', locked],
  ] as const)('is returned to after %s', (gate, status) => {
    const session = sessionAt('import', status)
    session.open(gate)
    session.accept(unlocked)
    expect(session.screen).toBe('import')
  })

  it('is not returned to once the person went elsewhere', () => {
    const session = sessionAt('import', locked)
    session.open('create')
    session.close()
    expect(session.screen).toBe('unlock')
    session.show('census')
    session.show('unlock')
    session.accept(unlocked)
    expect(session.screen).toBe('vault')
  })
})

describe('a wizard that a lock ended', () => {
  it('begins anew once the vault is open again, in the window that was reloaded', () => {
    sessionAt('export')
    setActivePinia(createPinia())
    const session = useSession()
    session.accept({ ...locked, lockedBy: 'idle' })
    expect(session.screen).toBe('unlock')
    session.accept(unlocked)
    expect(session.screen).toBe('export')
  })

  it('does so without a reload, too', () => {
    const session = sessionAt('change-keys')
    session.accept(locked)
    session.accept(unlocked)
    expect(session.screen).toBe('change-keys')
  })

  it('stays away after it was closed', () => {
    sessionAt('export').close()
    expect(sessionStorage.getItem(WIZARD_KEY)).toBeNull()
    setActivePinia(createPinia())
    const session = useSession()
    session.accept(locked)
    session.accept(unlocked)
    expect(session.screen).toBe('vault')
  })
})

it('tells why an act of the frame came to nothing', async () => {
  const session = useSession()
  await session.attempt(() => Promise.reject(new Error('no')))
  expect(session.fault?.code).toBe('internal')
  await session.attempt(() => Promise.resolve())
  expect(session.fault).toBeNull()
})
