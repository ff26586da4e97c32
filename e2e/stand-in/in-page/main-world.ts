/** Receives what the preload exposes. Injected as text: no imports but of types. */
import type { Bridge } from './bridge.ts'

export function inMainWorld(makeBridge: (mine: string, theirs: string) => Bridge, names: [string, string]): void {
  if (window.top !== window) return

  function frozen<T>(value: T): T {
    if (value === null || typeof value !== 'object') return value
    Object.values(value).forEach(frozen)
    return Object.freeze(value)
  }

  makeBridge(names[1], names[0]).operations.expose = (_, [key, api]) => {
    const name = String(key)
    if (name in window) throw new Error('Cannot bind an API on top of an existing property on the window object')
    Object.defineProperty(window, name, {
      value: frozen(api),
      writable: false,
      configurable: false,
      enumerable: true,
    })
  }
}
