// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useToasts } from '../composables/use-toasts.ts'
import ToastHost from './ToastHost.vue'

const { show, toasts, dismiss } = useToasts()
let host: ReturnType<typeof mount>

async function confirmMove(): Promise<void> {
  show({ text: 'Moved to the bin.' })
  await nextTick()
}

async function wait(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms)
  await nextTick()
}
const texts = (): string[] => host.findAll('li .text').map((toast) => toast.text())

beforeEach(() => {
  vi.useFakeTimers()
  host = mount(ToastHost, { attachTo: document.body })
})
afterEach(() => {
  for (const { id } of toasts.value) dismiss(id)
  host.unmount()
  document.body.innerHTML = ''
  vi.useRealTimers()
})

describe('ToastHost', () => {
  it('keeps a message for 8 s, in a live region that was there before', async () => {
    expect(host.get('[aria-live=polite]').text()).toBe('')
    await confirmMove()
    await wait(7900)
    expect(texts()).toEqual(['Moved to the bin.'])
    await wait(200)
    expect(texts()).toEqual([])
  })

  it('waits while the pointer or the focus is on it', async () => {
    await confirmMove()
    await wait(7000)
    await host.trigger('mouseenter')
    await wait(20_000)
    await host.trigger('focusin')
    await host.trigger('mouseleave')
    await wait(20_000)
    expect(texts()).toHaveLength(1)
    await host.trigger('focusout')
    await wait(7900)
    expect(texts()).toHaveLength(1)
    await wait(200)
    expect(texts()).toHaveLength(0)
  })

  it('runs its action once and goes', async () => {
    const run = vi.fn()
    show({ text: 'Moved to the bin.', action: { label: 'Undo', run } })
    await nextTick()
    await host.get('li button').trigger('click')
    expect(run).toHaveBeenCalledOnce()
    expect(texts()).toEqual([])
  })

  it('gives the focus back when it is closed with the focus in it', async () => {
    const opener = document.body.appendChild(document.createElement('button'))
    opener.focus()
    await confirmMove()
    const close = host.get<HTMLButtonElement>('li button[aria-label]')
    close.element.dispatchEvent(new FocusEvent('focusin', { bubbles: true, relatedTarget: opener }))
    await close.trigger('click')
    expect(document.activeElement).toBe(opener)
  })

  it('shows three at most', async () => {
    for (const text of ['1', '2', '3', '4']) show({ text })
    await nextTick()
    expect(texts()).toEqual(['2', '3', '4'])
  })
})
