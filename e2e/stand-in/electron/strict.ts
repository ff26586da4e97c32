/** What the stand-in lacks throws with its name: silence would let the app run on nothing. */
import { EventEmitter } from 'node:events'

/** Asked of any object by `await` and by JSON.stringify. */
const PROBED = new Set(['then', 'toJSON'])

function guarded(target: object, nameOf: (receiver: object) => string): object {
  return new Proxy(target, {
    get(_, key, receiver: object): unknown {
      if (typeof key === 'symbol' || key in target || PROBED.has(key)) return Reflect.get(target, key, receiver)
      throw new Error(`stand-in: ${nameOf(receiver)}.${key} is not there; add it under e2e/stand-in/electron`)
    },
  })
}

/** The same object, which now throws on any member it does not have. */
export function strict<T extends object>(name: string, members: T): T {
  return Object.setPrototypeOf(
    members,
    guarded(Object.prototype, () => name),
  ) as T
}

function emitter(this: EventEmitter): void {
  ;(EventEmitter as unknown as (this: EventEmitter) => void).call(this)
}

Object.defineProperty(emitter, 'prototype', {
  value: Object.defineProperties(
    Object.setPrototypeOf(
      {},
      guarded(Object.prototype, (receiver) => receiver.constructor.name),
    ) as object,
    Object.getOwnPropertyDescriptors(EventEmitter.prototype),
  ),
})
Object.setPrototypeOf(
  emitter,
  guarded(Function.prototype, (receiver) => (receiver as { name?: string }).name ?? ''),
)

/** An EventEmitter whose subclasses throw on members they do not have, static ones too. */
export const StrictEmitter = emitter as unknown as new () => EventEmitter

/** A strict object with events. */
export function strictEmitter<T extends object>(name: string, members: T): T & EventEmitter {
  const object = new StrictEmitter()
  Object.defineProperty(object, 'constructor', { value: { name } })
  return Object.defineProperties(object, Object.getOwnPropertyDescriptors(members)) as T & EventEmitter
}

type Member = (this: object, ...args: unknown[]) => unknown

/** Makes every own method and getter of a class throw once its instance is dead, as Electron's do. */
export function mortal<T extends object>(
  type: { prototype: T },
  dead: (self: T) => boolean,
  survivors: string[],
): void {
  const spared = new Set(['constructor', ...survivors])
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(type.prototype))) {
    const kind = typeof descriptor.value === 'function' ? 'value' : 'get'
    const member = (descriptor as Record<string, unknown>)[kind] as Member | undefined
    if (spared.has(name) || !member) continue
    function checked(this: T, ...args: unknown[]): unknown {
      if (dead(this)) throw new TypeError('Object has been destroyed')
      return member?.apply(this, args)
    }
    Object.defineProperty(type.prototype, name, { ...descriptor, [kind]: checked })
  }
}
