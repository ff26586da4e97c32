// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import WizardPage from './WizardPage.vue'

const steps = [
  { id: 'format', title: 'Format' },
  { id: 'place', title: 'Save to' },
  { id: 'result', title: 'Result' },
]
let page: ReturnType<typeof mount>

function open(props: { current?: string; focusOnOpen?: boolean; name?: string } = {}): void {
  page = mount(WizardPage, {
    attachTo: document.body,
    props: { steps, current: 'format', title: 'Export your vault', ...props },
    slots: { default: '<input>', footer: '<button>Continue</button>' },
  })
}

function press(target: Element, init: KeyboardEventInit): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
  target.dispatchEvent(event)
  return event
}

afterEach(() => {
  page.unmount()
  document.body.innerHTML = ''
})

describe('WizardPage', () => {
  it('marks the current step, and the ones before it as done', async () => {
    open({ current: 'place' })
    const items = page.findAll('ol > li')
    expect(items.map((item) => item.attributes('aria-current'))).toEqual([undefined, 'step', undefined])
    expect(items[0]?.get('.sr').text()).toBe('Format, done')
    await page.setProps({ current: 'format' })
    expect(page.findAll('ol .sr')).toHaveLength(0)
  })

  it('leaves the focus alone at first, and gives it to the heading at every step', async () => {
    open()
    expect(document.activeElement).toBe(document.body)
    await page.setProps({ current: 'place' })
    await nextTick()
    expect(document.activeElement).toBe(page.get('h1').element)
  })

  it('focuses the heading on opening when asked to', () => {
    open({ focusOnOpen: true })
    expect(document.activeElement).toBe(page.get('h1').element)
  })

  it('says the step in the title of the window', async () => {
    open()
    expect(document.title).toBe('Export your vault, step 1 of 3: Format, Coffer')
    await page.setProps({ current: 'place', name: 'Export' })
    expect(document.title).toBe('Export, step 2 of 3: Save to, Coffer')
    page.unmount()
    expect(document.title).toBe('Coffer')
    open()
  })

  it('cancels with Escape and goes back with Alt and Left, from the page and from nowhere', () => {
    open()
    expect(press(page.get('input').element, { key: 'Escape' }).defaultPrevented).toBe(true)
    press(document.body, { key: 'Escape' })
    press(page.get('input').element, { key: 'ArrowLeft', altKey: true })
    expect(page.emitted('cancel')).toHaveLength(2)
    expect(page.emitted('back')).toHaveLength(1)
  })

  it('does not hear keys that are meant for something above it', () => {
    open()
    const dialog = document.body.appendChild(document.createElement('div'))
    press(dialog, { key: 'Escape' })
    dialog.dataset.dismissableLayer = ''
    press(page.get('input').element, { key: 'Escape' })
    expect(page.emitted('cancel')).toBeUndefined()
  })

  it('submits without leaving the page', async () => {
    open()
    await page.get('form').trigger('submit')
    expect(page.emitted('submit')).toHaveLength(1)
  })
})
