/** The signs at which the vault locks by itself. */
import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { IDLE_SECONDS, startAutoLock, type Power } from './auto-lock.ts'

const lock = vi.fn<(reason: string) => Promise<void>>()
let idle: number
let power: EventEmitter & Power
let end: () => void

beforeEach(() => {
  vi.useFakeTimers()
  lock.mockReset().mockResolvedValue()
  idle = 0
  power = Object.assign(new EventEmitter(), { getSystemIdleTime: () => idle })
  end = startAutoLock(power, { lock })
})
afterEach(() => {
  end()
  vi.useRealTimers()
})

it('ten minutes without a hand on the computer', async () => {
  idle = IDLE_SECONDS - 1
  await vi.advanceTimersByTimeAsync(60_000)
  expect(lock).not.toHaveBeenCalled()
  idle = IDLE_SECONDS
  await vi.advanceTimersByTimeAsync(5_000)
  expect(lock).toHaveBeenCalledExactlyOnceWith('idle')
  expect(IDLE_SECONDS).toBe(600)
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
  idle = IDLE_SECONDS
  await vi.advanceTimersByTimeAsync(60_000)
  expect(lock).not.toHaveBeenCalled()
})

it('asks the system anew at each look', async () => {
  await vi.advanceTimersByTimeAsync(5_000)
  power.getSystemIdleTime = () => IDLE_SECONDS
  await vi.advanceTimersByTimeAsync(5_000)
  expect(lock).toHaveBeenCalledOnce()
})
