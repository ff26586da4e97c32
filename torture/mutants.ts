/** Files as nobody wrote them: bytes, texts and JSON, changed at random places. */
import type { Random } from './random.ts'

const MOST_CHANGES = 4
const PIECES = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '\\u0000',
  '\\ud800',
  '\n',
  '\r',
  '\0',
  '<',
  '>',
  '&amp;',
  ']]>',
].map((piece) => Buffer.from(piece))
const NUMBERS = ['-0', '1e999', '9007199254740993', '-1', '0.5', '00', '2147483648'].map((number) =>
  Buffer.from(number),
)
/** Odd values for a place in JSON. */
const VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -0, -1, 0.5, 2 ** 53, 1e308, '', ' ', '\0', '\ud800', '\u202e', 'x'.repeat(5_000)],
  ...[
    [],
    {},
    [[]],
    [null],
    { '': '' },
    { constructor: 1 },
    { length: -1 },
    '2.AAAA|AAAA|AAAA',
    '1970-01-01',
    'not a date',
  ],
  ...['2026-13-45T99:99:99.000Z', '+275760-09-13T00:00:00.001Z', 'https://', '../..', 'constructor', '{"a":', '\u2028'],
]

/** `bytes` with one to four changes; `other` lends pieces of itself. */
export function mutateBytes(bytes: Uint8Array, other: Uint8Array, random: Random): Buffer {
  let result = Buffer.from(bytes)
  const changes = 1 + random.below(MOST_CHANGES)
  for (let done = 0; done < changes; done += 1) result = changeBytes(result, other, random)
  return result
}

function changeBytes(bytes: Buffer, other: Uint8Array, random: Random): Buffer<ArrayBuffer> {
  const at = random.below(bytes.length + 1)
  const length = 1 + random.below(Math.min(40, bytes.length + 1))
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)]
  switch (random.below(9)) {
    case 0:
      return flipped(bytes, at, 1 << random.below(8))
    case 1:
      return flipped(bytes, at, random.below(256))
    case 2:
      return Buffer.concat([head, tail.subarray(length)])
    case 3:
      return Buffer.concat([head, random.pick(PIECES), tail])
    case 4:
      return Buffer.concat([head, random.pick(NUMBERS), tail.subarray(random.below(4))])
    case 5:
      return Buffer.concat([head, tail.subarray(0, length), tail])
    case 6:
      return Buffer.concat([head, other.subarray(random.below(other.length), random.below(other.length)), tail])
    case 7:
      return Buffer.from(head)
    default:
      return Buffer.concat([head, Buffer.alloc(1 + random.below(3_000), random.pick(PIECES)), tail])
  }
}

function flipped(bytes: Buffer, at: number, bits: number): Buffer<ArrayBuffer> {
  const copy = Buffer.from(bytes)
  if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ bits
  return copy
}

/** A copy of a JSON value with one to four members changed, taken away, doubled or moved. */
export function mutateJson(value: unknown, random: Random): unknown {
  const copy = structuredClone(value)
  const changes = 1 + random.below(MOST_CHANGES)
  for (let done = 0; done < changes; done += 1) changeJson(copy, random)
  return copy
}

function changeJson(root: unknown, random: Random): void {
  const places = placesOf(root)
  if (places.length === 0) return
  const [holder, key] = random.pick(places)
  const [otherHolder, otherKey] = random.pick(places)
  switch (random.below(5)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1)
      else Reflect.deleteProperty(holder, key)
      return
    case 1:
      holder[key] = structuredClone(otherHolder[otherKey])
      return
    case 2:
      holder[random.pick(['extra', 'type', 'id', 'toString', '0', 'login', 'fields'])] = random.pick(VALUES)
      return
    case 3:
      if (typeof holder[key] === 'string') holder[key] = oddText(holder[key], random)
      return
    default:
      holder[key] = structuredClone(random.pick(VALUES))
  }
}

function oddText(text: string, random: Random): string {
  const at = random.below(text.length + 1)
  return text.slice(0, at) + random.pick(PIECES).toString('utf8') + text.slice(at + random.below(3))
}

type Holder = Record<string, unknown>

/** Every member and entry below `root`. */
function placesOf(root: unknown): [Holder, string][] {
  if (typeof root !== 'object' || root === null) return []
  const holder = root as Holder
  return Object.keys(holder).flatMap((key) => [[holder, key] as [Holder, string], ...placesOf(holder[key])])
}
