/** A wizard in a bare page on a fake bridge, handled as a person would. For unit tests; no part of the product. */
import { createPinia, setActivePinia } from 'pinia'
import { createApp, h, nextTick, type Component } from 'vue'
import { setBridge } from '../bridge.ts'
import { useFiles } from '../stores/files.ts'
import { useSession } from '../stores/session.ts'
import { makeFakeBridge, type FakeBridge, type FakeOptions } from './fake-bridge.ts'
import { settle } from './settle.ts'

export interface FakeWindow {
  readonly fake: FakeBridge
  readonly session: ReturnType<typeof useSession>
  readonly files: ReturnType<typeof useFiles>
  /** How often the wizard asked to be closed. */
  readonly closed: () => number
  readonly heading: () => string
  readonly steps: () => string[]
  readonly text: () => string
  readonly field: (label: string) => HTMLInputElement
  readonly button: (label: string) => HTMLButtonElement | undefined
  readonly type: (label: string, value: string) => Promise<void>
  /** Marks a radio button or a box. */
  readonly mark: (label: string) => Promise<void>
  readonly press: (label: string) => Promise<void>
  readonly key: (key: string, init?: KeyboardEventInit) => Promise<void>
  /** The orders of every call of `method` so far. */
  readonly orders: (method: string) => unknown[]
  /** Everything that outlives the page: stores, storages, the title of the window. */
  readonly kept: () => string
  readonly end: () => void
}

function wordsOf(element: Element): string {
  return element.textContent.replace(/\s+/g, ' ').trim()
}

function entriesOf(storage: Storage): (string | null)[] {
  return Array.from({ length: storage.length }, (_, at) => storage.getItem(storage.key(at) ?? ''))
}

/** The name of a step, without its number and without what is said of a done one. */
function stepOf(step: Element): string {
  const shown = step.cloneNode(true) as Element
  for (const part of shown.querySelectorAll('.number, .sr')) part.remove()
  return wordsOf(shown)
}

function labelOf(host: Element, control: HTMLInputElement): string {
  const by = control.getAttribute('aria-labelledby')
  const label = host.querySelector(by ? `#${by}` : `label[for="${control.id}"]`)
  return label ? wordsOf(label) : ''
}

export async function openWizard(
  wizard: Component,
  options: FakeOptions,
  prepare: (opened: Pick<FakeWindow, 'fake' | 'session' | 'files'>) => void = () => undefined,
): Promise<FakeWindow> {
  const fake = makeFakeBridge(options)
  setBridge(fake.bridge)
  const pinia = createPinia()
  setActivePinia(pinia)
  const session = useSession()
  const files = useFiles()
  session.accept(fake.state.status)
  prepare({ fake, session, files })

  const host = document.createElement('main')
  document.body.append(host)
  let closed = 0
  const app = createApp({
    render: () =>
      h(wizard, {
        onClose() {
          closed += 1
        },
      }),
  })
  app.use(pinia).mount(host)
  await settle()

  function field(label: string): HTMLInputElement {
    const found = [...host.querySelectorAll('input')].find((control) => labelOf(host, control).startsWith(label))
    if (!found) throw new Error(`No field “${label}” on “${heading()}”`)
    return found
  }
  function heading(): string {
    return wordsOf(host.querySelector('h1') ?? host)
  }
  function button(label: string): HTMLButtonElement | undefined {
    return [...host.querySelectorAll('button')].find((candidate) => wordsOf(candidate) === label)
  }

  return {
    ...{ fake, session, files, heading, field, button },
    closed: () => closed,
    steps: () => [...host.querySelectorAll('ol > li')].map(stepOf),
    text: () => wordsOf(host),
    async type(label, value) {
      const control = field(label)
      control.value = value
      control.dispatchEvent(new Event('input', { bubbles: true }))
      await nextTick()
    },
    async mark(label) {
      field(label).click()
      await settle()
    },
    async press(label) {
      const found = button(label)
      if (!found) throw new Error(`No button “${label}” on “${heading()}”`)
      found.click()
      await settle()
    },
    async key(key, init = {}) {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
      ;(document.activeElement ?? document.body).dispatchEvent(event)
      await settle()
    },
    orders: (method) => fake.calls.filter((call) => call.method === method).map(({ order }) => order),
    kept: () => JSON.stringify([pinia.state.value, entriesOf(sessionStorage), entriesOf(localStorage), document.title]),
    end() {
      app.unmount()
      host.remove()
      setBridge(null)
      sessionStorage.clear()
    },
  }
}
