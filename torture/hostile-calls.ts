/** Calls that a broken window could make: good ones, bent so that each is certainly not what the contract allows. */
import { DROP_CHANNEL } from '../contract/api.ts'
import { GOOD } from '../main/testkit/good-calls.ts'
import type { Random } from './random.ts'

/** A place that nobody's disk has; the beginning of every path that a hostile call names. */
export const CANARY = '/torture-canary'
const PATHS = [
  `${CANARY}/passwd`,
  `..${CANARY}/x`,
  `${CANARY}/../etc/passwd`,
  `file://${CANARY}/x`,
  `\\\\?\\C:${CANARY}`,
]

export interface HostileCall {
  readonly channel: string
  readonly args: readonly unknown[]
  /** What was done to a good one; null where it may still be one. */
  readonly bent: string | null
}

/** Of every channel but the one that takes any one setting. */
const CHANNELS: readonly (readonly [string, readonly unknown[]])[] = [
  ...Object.entries(GOOD).map(([name, args]) => [`coffer:${name}`, args] as const),
  [DROP_CHANNEL, [['/a/file', '/another']]],
]

/** Values that structured cloning carries and no place in the contract takes. */
function foreignValue(random: Random): unknown {
  const makers: readonly (() => unknown)[] = [
    () => 7n,
    () => Number.NaN,
    () => undefined,
    () => new Date(0),
    () => /x/,
    () => new Uint8Array(8),
    () => new Error(CANARY),
    () => [[[CANARY]]],
    () => ({ toString: CANARY, length: 1 }),
    () => JSON.parse(`{"__proto__":{"path":"${CANARY}"}}`) as unknown,
    () => -1.5,
    () => new Map([['path', CANARY]]),
    () => new Set([CANARY]),
  ]
  return random.pick(makers)()
}

type Holder = Record<string, unknown>

function placesOf(holder: Holder): [Holder, string][] {
  return Object.keys(holder).flatMap((key) => {
    const value = holder[key]
    const below = typeof value === 'object' && value !== null ? placesOf(value as Holder) : []
    return [[holder, key] as [Holder, string], ...below]
  })
}

/** The next hostile call. */
export function hostileCall(random: Random): HostileCall {
  const [channel, good] = random.pick(CHANNELS)
  const args = structuredClone(good) as unknown[]
  const places = placesOf(args as unknown as Holder)
  const members = places.filter(([holder, key]) => !Array.isArray(holder) && !isOptional(key))
  const bend = random.below(members.length > 0 ? 6 : places.length > 0 ? 3 : 1)
  if (bend === 0)
    return { channel, args: [...args, random.pick([CANARY, undefined, {}, []])], bent: 'one argument more' }
  if (bend === 1) {
    const [holder, key] = random.pick(places)
    holder[key] = foreignValue(random)
    return { channel, args, bent: 'a value of another kind' }
  }
  if (bend === 2) {
    args.pop()
    return { channel, args, bent: 'one argument less' }
  }
  const [holder, key] = random.pick(members)
  if (bend === 3) {
    Reflect.deleteProperty(holder, key)
    return { channel, args, bent: 'a member less' }
  }
  if (bend === 4) {
    holder[random.pick(['path', 'paths', 'extra', 'toJSON', 'constructor'])] = random.pick(PATHS)
    return { channel, args, bent: 'a member more' }
  }
  // A path in the place of a text: it may be a good password, and is never a file.
  if (typeof holder[key] === 'string') holder[key] = random.pick(PATHS)
  return { channel, args, bent: null }
}

/** The texts of a draft are those that its item has. */
function isOptional(key: string): boolean {
  return key === 'username' || key === 'password'
}
