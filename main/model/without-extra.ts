import type { Extra } from './item.ts'

/** A model object's own members, without the keys that Coffer does not know. */
export function withoutExtra<T extends Extra>(object: T): Omit<T, 'extra'> {
  const own = { ...object }
  delete (own as Extra & { extra?: unknown }).extra
  return own
}
