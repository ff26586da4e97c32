/**
 * Between the page's world and the preload's: synchronous DOM events, whose detail Chromium clones from one world to
 * the other. Injected as text: no imports.
 */

type Operation = (id: number, args: unknown[]) => unknown

export interface Bridge {
  call: (operation: string, id: number, args: unknown[]) => unknown
  operations: Record<string, Operation>
}

type Carried = { carried: 'function' | 'promise'; id: number } | { carried: 'error'; message: string }
type Answer = { value: unknown } | { thrown: unknown }

/** `mine` and `theirs` are event names that only the two worlds know. */
export function makeBridge(mine: string, theirs: string): Bridge {
  const dispatch = document.dispatchEvent.bind(document)
  const Detailed = CustomEvent
  const clone = structuredClone
  const functions = new Map<number, (...args: unknown[]) => unknown>()
  const promises = new Map<number, { resolve: (value: unknown) => void; reject: (reason: unknown) => void }>()
  let lastId = 0
  let answer: Answer | null = null

  function isPlain(value: object): boolean {
    const prototype: unknown = Object.getPrototypeOf(value)
    return prototype === null || prototype === Object.prototype
  }

  function carry(value: unknown): Carried | null {
    if (typeof value === 'function') {
      lastId += 1
      functions.set(lastId, value as (...args: unknown[]) => unknown)
      return { carried: 'function', id: lastId }
    }
    if (value instanceof Promise) {
      lastId += 1
      const id = lastId
      value.then(
        (result) => call('resolve', id, [result]),
        (error: unknown) => call('reject', id, [error]),
      )
      return { carried: 'promise', id }
    }
    // As in Electron: of an error, only the message crosses.
    return value instanceof Error ? { carried: 'error', message: value.message } : null
  }

  function encode(value: unknown, found: { carried: boolean }): unknown {
    const carried = carry(value)
    if (carried) {
      found.carried = true
      return carried
    }
    if (value === null || typeof value !== 'object') return value
    try {
      return clone(value)
    } catch (error) {
      // A Proxy looks plain but carries nothing: Electron refuses it, so must this.
      const inside = { carried: false }
      const copy = encodeMembers(value, inside)
      if (!inside.carried) throw new Error('An object could not be cloned.', { cause: error })
      found.carried = true
      return copy
    }
  }

  function encodeMembers(value: object, found: { carried: boolean }): unknown {
    if (Array.isArray(value)) return value.map((member) => encode(member, found))
    if (!isPlain(value)) return null
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, encode(member, found)]))
  }

  function decode(value: unknown): unknown {
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(decode)
    if (!isPlain(value)) return value
    const received = value as Partial<{ carried: string; id: number; message: string }>
    const { id = 0 } = received
    if (received.carried === 'function') return (...args: unknown[]) => call('run', id, args)
    if (received.carried === 'error') return new Error(received.message)
    if (received.carried === 'promise') {
      return new Promise((resolve, reject) => {
        promises.set(id, { resolve, reject })
      })
    }
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, decode(member)]))
  }

  const operations: Record<string, Operation> = {
    run: (id, args) => functions.get(id)?.(...args),
    resolve: (id, args) => promises.get(id)?.resolve(args[0]),
    reject: (id, args) => promises.get(id)?.reject(args[0]),
  }

  function call(operation: string, id: number, args: unknown[]): unknown {
    answer = null
    dispatch(
      new Detailed(theirs, { detail: { operation, id, args: args.map((arg) => encode(arg, { carried: false })) } }),
    )
    // Set by the listener below while dispatch ran.
    const given = answer as Answer | null
    answer = null
    if (!given) throw new Error('stand-in: the other world does not answer')
    if ('thrown' in given) throw decode(given.thrown) as Error
    return decode(given.value)
  }

  document.addEventListener(mine, (event) => {
    let given: Answer
    try {
      const { operation, id, args } = (event as CustomEvent<{ operation: string; id: number; args: unknown[] }>).detail
      given = { value: encode(operations[operation]?.(id, args.map(decode)), { carried: false }) }
    } catch (error) {
      given = { thrown: encode(error instanceof Error ? error : new Error(String(error)), { carried: false }) }
    }
    dispatch(new Detailed(`${theirs}-answer`, { detail: given }))
  })
  document.addEventListener(`${mine}-answer`, (event) => {
    answer = (event as CustomEvent<Answer>).detail
  })
  return { call, operations }
}
