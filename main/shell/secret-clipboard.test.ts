/** How long a copied secret stays, and what is left alone. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SecretClipboard } from './secret-clipboard.ts'

const THIRTY_SECONDS = 30_000

let held: string
let cleared: number
let seconds: number
/** Reads wait for this. */
let reading: Promise<void>
/** How many clearings fail: one throws, the last does nothing. */
let refusing: number
let clipboard: SecretClipboard

beforeEach(() => {
  vi.useFakeTimers()
  held = 'before'
  cleared = 0
  reading = Promise.resolve()
  refusing = 0
  seconds = 30
  clipboard = new SecretClipboard({
    clipboard: {
      readText() {
        const found = held
        return reading.then(() => found)
      },
      writeText(text) {
        held = text
        return Promise.resolve()
      },
      clear() {
        refusing -= 1
        if (refusing === 1) throw new Error('no clipboard')
        if (refusing !== 0) held = ''
      },
    },
    settings: {
      get current() {
        return { clipboardSeconds: seconds }
      },
    },
    cleared: () => {
      cleared += 1
    },
  })
})
afterEach(() => {
  vi.useRealTimers()
})

it('is cleared after thirty seconds, not before, and tells so once', async () => {
  await clipboard.copySecret('hunter2')
  await vi.advanceTimersByTimeAsync(THIRTY_SECONDS - 1)
  expect([held, cleared]).toEqual(['hunter2', 0])
  await vi.advanceTimersByTimeAsync(1)
  expect([held, cleared]).toEqual(['', 1])
  await vi.advanceTimersByTimeAsync(THIRTY_SECONDS)
  expect(cleared).toBe(1)
})

it('stays as long as the settings say when it is copied', async () => {
  seconds = 120
  await clipboard.copySecret('hunter2')
  seconds = 10
  await vi.advanceTimersByTimeAsync(119_999)
  expect(held).toBe('hunter2')
  await vi.advanceTimersByTimeAsync(1)
  expect(held).toBe('')
})

it('starts anew with the next secret', async () => {
  await clipboard.copySecret('first')
  await vi.advanceTimersByTimeAsync(THIRTY_SECONDS - 1)
  await clipboard.copySecret('second')
  await vi.advanceTimersByTimeAsync(THIRTY_SECONDS - 1)
  expect(held).toBe('second')
  await vi.advanceTimersByTimeAsync(1)
  expect([held, cleared]).toEqual(['', 1])
})

describe('something else that was copied since', () => {
  it('in another program, stays', async () => {
    await clipboard.copySecret('hunter2')
    held = 'a shopping list'
    await vi.advanceTimersByTimeAsync(THIRTY_SECONDS)
    expect([held, cleared]).toEqual(['a shopping list', 0])
  })

  it('in Coffer, and no secret, stays', async () => {
    await clipboard.copySecret('hunter2')
    await clipboard.copyText('a checksum')
    await vi.advanceTimersByTimeAsync(THIRTY_SECONDS)
    expect([held, cleared]).toEqual(['a checksum', 0])
  })

  it('while the old one is being looked for, stays', async () => {
    await clipboard.copySecret('first')
    let read = (): void => undefined
    reading = new Promise((resolve) => {
      read = resolve
    })
    const clearing = clipboard.clear()
    const copied = clipboard.copySecret('second')
    read()
    await Promise.all([clearing, copied])
    expect(held).toBe('second')
    await vi.advanceTimersByTimeAsync(THIRTY_SECONDS)
    expect(held).toBe('')
  })
})

it('is cleared at once when asked to, at a lock or at the end', async () => {
  await clipboard.copySecret('hunter2')
  await clipboard.clear()
  expect([held, cleared]).toEqual(['', 1])
})

it('what was there before a secret was copied is left alone', async () => {
  await clipboard.clear()
  expect([held, cleared]).toEqual(['before', 0])
})

describe('a clipboard that refuses', () => {
  it('to be read is asked again until the secret is off', async () => {
    await clipboard.copySecret('hunter2')
    reading = Promise.reject(new Error('no clipboard'))
    const clearing = clipboard.clear()
    await vi.advanceTimersByTimeAsync(60_000)
    expect([held, cleared]).toEqual(['hunter2', 0])
    reading = Promise.resolve()
    await vi.advanceTimersByTimeAsync(5_000)
    await clearing
    expect([held, cleared]).toEqual(['', 1])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('to be cleared, or does not do it, is asked again too', async () => {
    await clipboard.copySecret('hunter2')
    refusing = 2
    const clearing = clipboard.clear()
    await vi.advanceTimersByTimeAsync(100)
    expect([held, cleared]).toEqual(['hunter2', 0])
    await vi.advanceTimersByTimeAsync(1_000)
    await clearing
    expect([held, cleared]).toEqual(['', 1])
  })

  it('and then holds something else is left alone', async () => {
    await clipboard.copySecret('hunter2')
    reading = Promise.reject(new Error('no clipboard'))
    const clearing = clipboard.clear()
    await vi.advanceTimersByTimeAsync(1_000)
    reading = Promise.resolve()
    await clipboard.copySecret('next')
    await vi.advanceTimersByTimeAsync(5_000)
    await clearing
    expect([held, cleared]).toEqual(['next', 0])
  })

  it('by reading as empty is looked at again; what is empty for good is let go', async () => {
    await clipboard.copySecret('hunter2')
    held = ''
    const clearing = clipboard.clear()
    await vi.advanceTimersByTimeAsync(0)
    held = 'hunter2'
    await vi.advanceTimersByTimeAsync(1_000)
    await clearing
    expect([held, cleared]).toEqual(['', 1])

    await clipboard.copySecret('again')
    held = ''
    const gone = clipboard.clear()
    await vi.advanceTimersByTimeAsync(2_000)
    await gone
    expect([cleared, vi.getTimerCount()]).toEqual([1, 0])
  })
})

it('keeps nothing of the secret but its digest', async () => {
  await clipboard.copySecret('hunter2')
  const { inspect } = await import('node:util')
  expect(inspect(clipboard, { depth: 5, showHidden: true })).not.toContain('hunter2')
})
