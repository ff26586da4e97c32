/** The signs at which the vault locks by itself. */
import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startAutoLock, type Power } from './auto-lock.ts'

const lock = vi.fn<(reason: string) => Promise<void>>()
const settings: { current: { idleMinutes: number | null } } = { current: { idleMinutes: 10 } }
let idle: number
let power: EventEmitter & Power
let end: () => void

beforeEach(() => {
  vi.useFakeTimers()
  lock.mockReset().mockResolvedValue()
  idle = 0
  settings.current.idleMinutes = 10
  power = Object.assign(new EventEmitter(), { getSystemIdleTime: () => idle })
  end = startAutoLock({ power, session: { lock }, settings })
})
afterEach(() => {
  end()
  vi.useRealTimers()
})

it('ten minutes without a hand on the computer', async () => {
  idle = 599
  await vi.advanceTimersByTimeAsync(60_000)
  expect(lock).not.toHaveBeenCalled()
  idle = 600
  await vi.advanceTimersByTimeAsync(5_000)
  expect(lock).toHaveBeenCalledExactlyOnceWith('idle')
})

it('as many minutes as the settings say at each look', async () => {
  idle = 60
  await vi.advanceTimersByTimeAsync(5_000)
  expect(lock).not.toHaveBeenCalled()
  settings.current = { idleMinutes: 1 }
  await vi.advanceTimersByTimeAsync(5_000)
  expect(lock).toHaveBeenCalledOnce()
})

it('never for idleness where the settings say so, and still with the screen', async () => {
  settings.current = { idleMinutes: null }
  idle = 1_000_000
  await vi.advanceTimersByTimeAsync(60_000)
  expect(lock).not.toHaveBeenCalled()
  power.emit('lock-screen')
  expect(lock).toHaveBeenCalledExactlyOnceWith('screen')
})

it.each([
  ['suspend', 'suspend'],
  ['resume', 'suspend'],
  ['lock-screen', 'screen'],
  ['user-did-resign-active', 'screen'],
])('%s', (sign, reason) => {
  power.emit(sign)
  expect(lock).toHaveBeenCalledExactlyOnceWith(reason)
})

it('looks no more once it is ended', async () => {
  end()
  idle = 600
  await vi.advanceTimersByTimeAsync(60_000)
  expect(lock).not.toHaveBeenCalled()
})

it('asks the system anew at each look', async () => {
  await vi.advanceTimersByTimeAsync(5_000)
  power.getSystemIdleTime = () => 600
  await vi.advanceTimersByTimeAsync(5_000)
  expect(lock).toHaveBeenCalledOnce()
})
