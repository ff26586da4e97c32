/** Locks by itself: after ten idle minutes, before the computer sleeps, and when its screen is locked. */
import type { PowerMonitor } from 'electron'
import type { AppSession, LockReason } from './app-session.ts'

export const IDLE_SECONDS = 600
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

/** Asks for the lock again and again: one that finds nothing to lock does nothing. The answer ends the looking. */
export function startAutoLock(power: Power, session: Pick<AppSession, 'lock'>): () => void {
  for (const [sign, reason] of Object.entries(SIGNS)) {
    power.on(sign, () => {
      void session.lock(reason)
    })
  }
  const timer = setInterval(() => {
    if (power.getSystemIdleTime() >= IDLE_SECONDS) void session.lock('idle')
  }, LOOK_EVERY_MS)
  return () => {
    clearInterval(timer)
  }
}
