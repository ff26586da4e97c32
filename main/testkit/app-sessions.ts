/** For tests: the session of the app, with engines that answer as they are told to. */
import path from 'node:path'
import { vi } from 'vitest'
import { DEFAULT_SETTINGS } from '../../contract/settings.ts'
import { makeTempFolder } from './vaults.ts'
import { AppSession } from '../shell/app-session.ts'
import { KeychainUnlock } from '../shell/keychain-unlock.ts'
import { vaultPlaces } from '../shell/vault-places.ts'
import { FakeEngine } from '../shell/testkit/fake-engine.ts'
import { FakeStore } from '../shell/testkit/fake-store.ts'

export interface FakeSession {
  readonly session: AppSession
  /** The one that sits now is the last. */
  readonly engines: FakeEngine[]
  /** In words, what the window and the rest of the app were told to do. */
  readonly happened: string[]
  readonly events: [string, unknown][]
}

export function makeFakeSession(demonstration?: string): FakeSession {
  const engines: FakeEngine[] = []
  const happened: string[] = []
  const events: [string, unknown][] = []
  const session = new AppSession({
    makeEngine(onProgress) {
      const engine = new FakeEngine(onProgress)
      engines.push(engine)
      return engine
    },
    changed: vi.fn(),
    publish(event, value) {
      events.push([event, value])
      happened.push(event)
    },
    window: {
      reload: () => void happened.push('reload'),
      showProgress: (progress) => void happened.push(progress ? `bar ${progress.done ?? '?'}` : 'no bar'),
    },
    copied: {
      clear: () => {
        happened.push('clipboard cleared')
        return Promise.resolve()
      },
    },
    recents: { opened: (path) => void happened.push(`remember ${path}`) },
    settings: { current: DEFAULT_SETTINGS },
    keychain: new KeychainUnlock(path.join(makeTempFolder(), 'keychain.json'), new FakeStore()),
    places: vaultPlaces(demonstration),
    mac: false,
    language: { code: 'en' },
  })
  return { session, engines, happened, events }
}

/** The engine that comes next cannot open a vault. */
export function failNextOpen(engines: FakeEngine[], error: Error): void {
  const push = engines.push.bind(engines)
  engines.push = (next) => {
    next.fails = { open: error }
    engines.push = push
    return push(next)
  }
}
