// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Score, StrengthReply, StrengthRequest } from '../workers/strength.ts'
import StrengthMeter from './StrengthMeter.vue'

let score: Score
let asked: string[]
let broken: boolean
let meter: ReturnType<typeof mount>

class FakeWorker extends EventTarget {
  constructor() {
    super()
    if (broken) throw new TypeError('refused')
  }
  postMessage({ id, password }: StrengthRequest): void {
    asked.push(password)
    this.dispatchEvent(new MessageEvent('message', { data: { id, score } satisfies StrengthReply }))
  }
  terminate(): void {
    asked.push('(ended)')
  }
}

async function rate(password: string, answer: Score): Promise<unknown> {
  score = answer
  meter = mount(StrengthMeter, { props: { password: '' } })
  await meter.setProps({ password })
  vi.advanceTimersByTime(200)
  await flushPromises()
  return meter.emitted('verdict')?.at(-1)?.[0]
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('Worker', FakeWorker)
  asked = []
  broken = false
})
afterEach(() => {
  meter.unmount()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('StrengthMeter', () => {
  it('wants twelve characters, whatever the score', async () => {
    expect(await rate('Tr0ub4dour&', 4)).toEqual({ score: 0, ok: false })
    expect(asked).toEqual([])
    expect(meter.text()).toBe('Too short: 1 more character is needed.')
  })

  it('counts characters, not their halves', async () => {
    expect(await rate('🔑'.repeat(11), 4)).toMatchObject({ ok: false })
  })

  it('wants a score of 3, and suggests a passphrase below it', async () => {
    expect(await rate('password12345', 1)).toEqual({ score: 1, ok: false })
    expect(meter.text()).toContain('passphrase')
    meter.unmount()
    expect(await rate('correct horse battery', 2)).toEqual({ score: 2, ok: false })
    meter.unmount()
    expect(await rate('correct horse battery staple', 3)).toEqual({ score: 3, ok: true })
  })

  it('scores the first 64 characters', async () => {
    await rate('x'.repeat(200), 0)
    expect(asked).toEqual(['x'.repeat(64)])
  })

  it('waits for a pause in typing, except when it is asked', async () => {
    score = 4
    meter = mount(StrengthMeter, { props: { password: 'correct horse' } })
    await meter.setProps({ password: 'correct horse battery' })
    expect(asked).toEqual([])
    const { settled } = meter.vm as unknown as { settled: () => Promise<unknown> }
    expect(await settled()).toEqual({ score: 4, ok: true })
    expect(asked).toEqual(['correct horse battery'])
  })

  it('does not keep a verdict for another password', async () => {
    await rate('correct horse battery', 4)
    await meter.setProps({ password: 'correct horse batter' })
    expect(meter.emitted('verdict')?.at(-1)?.[0]).toEqual({ score: 0, ok: false })
  })

  it('asks for twenty characters where strength cannot be measured', async () => {
    broken = true
    expect(await rate('correct horse batte', 4)).toEqual({ score: 0, ok: false })
    meter.unmount()
    expect(await rate('correct horse battery', 4)).toEqual({ score: 0, ok: true })
    expect(meter.text()).toContain('could not be measured')
  })

  it('ends its worker', async () => {
    await rate('correct horse battery', 4)
    meter.unmount()
    expect(asked.at(-1)).toBe('(ended)')
  })
})
