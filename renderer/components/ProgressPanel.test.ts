// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import ProgressPanel from './ProgressPanel.vue'

let panel: ReturnType<typeof mount>

function start(props: Record<string, unknown> = {}): void {
  panel = mount(ProgressPanel, {
    props: { stage: 'Writing items', done: 0, total: 1000, cancelable: true, stopping: false, ...props },
  })
}
async function wait(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms)
  await nextTick()
}
async function report(done: number, afterMs: number, stage = 'Writing items'): Promise<void> {
  await panel.setProps({ done, stage })
  await wait(afterMs)
}
const shown = (): boolean => panel.find('[role=progressbar]').exists()
const now = (): string | undefined => panel.get('[role=progressbar]').attributes('aria-valuenow')
const said = (): string => panel.get('[role=status]').text()

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  panel.unmount()
  vi.useRealTimers()
})

describe('ProgressPanel', () => {
  it('shows nothing for work that ends within 300 ms', async () => {
    start()
    await wait(200)
    await panel.setProps({ active: false })
    await wait(1000)
    expect(shown()).toBe(false)
    expect(panel.emitted('gone')).toHaveLength(1)
  })

  it('stays for 700 ms once it is shown', async () => {
    start()
    await wait(300)
    expect(shown()).toBe(true)
    await panel.setProps({ active: false })
    await wait(600)
    expect(shown()).toBe(true)
    await wait(200)
    expect(shown()).toBe(false)
    expect(panel.emitted('gone')).toHaveLength(1)
  })

  it('never says 100 % and never runs backwards within a stage', async () => {
    start()
    await report(500, 400)
    expect(now()).toBe('50')
    await report(400, 100)
    expect(now()).toBe('50')
    await report(1000, 100)
    expect(now()).toBe('99')
    await report(10, 100, 'Checking items')
    expect(now()).toBe('1')
  })

  it('has no value while nobody knows how much there is to do', async () => {
    start({ total: undefined, done: undefined })
    await wait(400)
    expect(panel.get('[role=progressbar]').attributes()).not.toHaveProperty('aria-valuenow')
  })

  it('is read out at a new stage and each quarter, and not more often than every 5 s', async () => {
    start()
    await report(10, 400)
    expect(said()).toBe('Writing items, 1 %')
    await report(300, 1000)
    await report(510, 1000)
    expect(said()).toBe('Writing items, 1 %')
    await wait(3000)
    expect(said()).toBe('Writing items, 51 %')
    await report(600, 6000)
    expect(said()).toBe('Writing items, 51 %')
    await report(0, 100, 'Checking items')
    expect(said()).toBe('Checking items, 0 %')
  })

  it('tells the time left after 5 s, when the pace is steady', async () => {
    start({ total: 10_000 })
    for (let done = 0; done < 400; done += 10) await report(done, 100)
    expect(panel.text()).not.toContain('left')
    for (let done = 400; done < 700; done += 10) await report(done, 100)
    expect(panel.text()).toContain('About 2 minutes left')
    await report(3000, 100)
    expect(panel.text()).not.toContain('left')
  })

  it('passes Stop on once', async () => {
    start()
    await wait(400)
    await panel.get('button').trigger('click')
    await panel.setProps({ stopping: true })
    await panel.get('button').trigger('click')
    expect(panel.emitted('cancel')).toHaveLength(1)
    expect(said()).toBe('Stopping, finishing the current item')
  })

  it('has no Stop where work cannot be stopped', async () => {
    start({ cancelable: false })
    await wait(400)
    expect(panel.find('button').exists()).toBe(false)
    expect(panel.text()).toContain('cannot be stopped')
  })
})
