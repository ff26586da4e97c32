/** Locks by itself: after some idle minutes, before the computer sleeps, and when its screen is locked. */
import type { PowerMonitor } from 'electron'
import type { AppSettings } from '../../contract/settings.ts'
import type { AppSession, LockReason } from './app-session.ts'

const LOOK_EVERY_MS = 5_000

/**
 * Every sign of the system at which the vault locks. Linux tells of no locked screen: there it is sleep and idleness.
 * `resume` is there for a sleep that was not told beforehand.
 */
const SIGNS = {
  suspend: 'suspend',
  resume: 'suspend',
  'lock-screen': 'screen',
  'user-did-resign-active': 'screen',
} as const satisfies Readonly<Record<string, LockReason>>

export interface Power extends Pick<PowerMonitor, 'getSystemIdleTime'> {
  on(sign: string, listener: () => void): unknown
}

export interface AutoLockParts {
  readonly power: Power
  readonly session: Pick<AppSession, 'lock'>
  /** As they are at each look. */
  readonly settings: { readonly current: Pick<AppSettings, 'idleMinutes'> }
}

/** Asks for the lock again and again: one that finds nothing to lock does nothing. The answer ends the looking. */
export function startAutoLock({ power, session, settings }: AutoLockParts): () => void {
  for (const [sign, reason] of Object.entries(SIGNS)) {
    power.on(sign, () => {
      void session.lock(reason)
    })
  }
  const timer = setInterval(() => {
    const { idleMinutes } = settings.current
    if (idleMinutes !== null && power.getSystemIdleTime() >= idleMinutes * 60) void session.lock('idle')
  }, LOOK_EVERY_MS)
  return () => {
    clearInterval(timer)
  }
}
