/** The end of the app, asked and unasked. */
import { beforeEach, expect, it, vi } from 'vitest'
import { Quitting } from './quitting.ts'

let working: boolean
let stop: () => Promise<boolean>
let done: string[]
let quitting: Quitting

beforeEach(() => {
  working = false
  stop = () => Promise.resolve(true)
  done = []
  quitting = new Quitting({
    session: {
      get working() {
        return working
      },
      end: () => {
        done.push('end')
        return Promise.resolve()
      },
    },
    dialogs: {
      stopWork: () => {
        done.push('ask')
        return stop()
      },
    },
    app: { quit: () => void done.push('quit') },
  })
})

function close(): boolean {
  const preventDefault = vi.fn()
  quitting.onClose({ preventDefault })
  return preventDefault.mock.calls.length === 0
}

async function settled(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve)
  })
}

it('ends the session first, then quits, and lets the window close', async () => {
  expect(close()).toBe(false)
  await settled()
  expect(done).toEqual(['end', 'quit'])
  expect(close()).toBe(true)
})

it('asks while work runs, and goes on working', async () => {
  working = true
  stop = () => Promise.resolve(false)
  expect(close()).toBe(false)
  await settled()
  expect(done).toEqual(['ask'])
  expect(close()).toBe(false)
  await settled()
  expect(done).toEqual(['ask', 'ask'])
})

it('stops the work where the person wants that', async () => {
  working = true
  close()
  await settled()
  expect(done).toEqual(['ask', 'end', 'quit'])
})

it('asks once, however often it is closed', async () => {
  working = true
  close()
  close()
  close()
  await settled()
  expect(done).toEqual(['ask', 'end', 'quit'])
})

it('does not ask when the system goes down', async () => {
  working = true
  quitting.now()
  await settled()
  expect(done).toEqual(['end', 'quit'])
  quitting.now()
  await settled()
  expect(done).toEqual(['end', 'quit'])
})

it('ends all the same where the question cannot be asked', async () => {
  working = true
  stop = () => Promise.reject(new Error('the window is gone'))
  close()
  await settled()
  expect(done).toEqual(['ask', 'end', 'quit'])
})
