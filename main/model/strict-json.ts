/**
 * JSON from a hostile file. One pass over the text refuses what JSON.parse would let pass or would quietly change:
 * deep nesting, a key given twice, keys that reach a prototype, numbers that lose digits, lone surrogates.
 * Source: docs/FORMATS.md#strict-json.
 */
import { CofferError } from '../../contract/errors.ts'
import type { Json } from './json.ts'

const MAX_DEPTH = 32
/** Far more than 200,000 items have; fewer than JSON.parse needs gigabytes for. */
const MAX_VALUES = 10_000_000
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORDS = ['true', 'false', 'null']
const SPACE: ReadonlySet<string | undefined> = new Set(['\t', '\n', '\r', ' '])

export interface JsonDocument {
  readonly value: Json
  /** For each key of the outermost object whose value is a string: where the text between its quotes stands. */
  readonly textSpans: ReadonlyMap<string, { readonly start: number; readonly end: number }>
}

/**
 * Parses `text` (no byte order mark).
 * @throws CofferError format/too-deep, format/too-large, format/forbidden-key, format/duplicate-key, format/unsafe-number,
 *   format/lone-surrogate, format/truncated (it ends too early), format/damaged (any other syntax error)
 */
export function parseStrictJson(text: string): JsonDocument {
  const textSpans = new Map<string, { start: number; end: number }>()
  /** One entry for each open list (null) or object (the keys seen so far). */
  const open: (Set<string> | null)[] = []
  let at = 0
  let values = 0

  const skipSpace = (): void => {
    while (SPACE.has(text[at])) at += 1
  }
  const takeNumber = (): string => {
    NUMBER.lastIndex = at
    const found = NUMBER.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }
  const fail = (): never => {
    throw new CofferError(at >= text.length ? 'format/truncated' : 'format/damaged', { at })
  }
  /** Stands on a quote; gives the decoded text and moves past the closing quote. */
  const readText = (): string => {
    const start = at
    let end = at
    do {
      end = text.indexOf('"', end + 1)
      if (end === -1) {
        at = text.length
        fail()
      }
    } while (isEscaped(text, end))
    at = end + 1
    const raw = text.slice(start + 1, end)
    const decoded = raw.includes('\\') || hasControl(raw) ? (parsed(text.slice(start, at), start) as string) : raw
    if (!decoded.isWellFormed()) throw new CofferError('format/lone-surrogate', { at: start })
    return decoded
  }
  const readKey = (keys: Set<string>): string => {
    skipSpace()
    if (text[at] !== '"') fail()
    const key = readText()
    if (FORBIDDEN_KEYS.has(key)) throw new CofferError('format/forbidden-key', { at })
    if (keys.has(key)) throw new CofferError('format/duplicate-key', { at })
    keys.add(key)
    skipSpace()
    if (text[at] !== ':') fail()
    at += 1
    return key
  }
  const readWord = (): boolean => {
    const word = WORDS.find((literal) => text.startsWith(literal, at))
    at += word?.length ?? 0
    return word !== undefined
  }
  const readNumber = (): void => {
    const start = at
    const digits = takeNumber()
    // What is left of the text may be the beginning of a word or of a number.
    const rest = text.slice(at, at + 5)
    const cut =
      digits === ''
        ? WORDS.some((literal) => literal.startsWith(rest)) || rest === '-'
        : /^(?:\.|[eE][-+]?)$/.test(rest)
    if (cut) at = text.length
    if (digits === '' || cut) fail()
    if (!survives(digits)) throw new CofferError('format/unsafe-number', { at: start })
  }
  /** Reads one value's beginning; true when it opened a list or object that is not empty. */
  const readValue = (key: string | null): boolean => {
    values += 1
    if (values > MAX_VALUES) throw new CofferError('format/too-large', { values: MAX_VALUES })
    skipSpace()
    const first = text[at]
    if (first === '{' || first === '[') {
      if (open.length >= MAX_DEPTH) throw new CofferError('format/too-deep', { most: MAX_DEPTH })
      at += 1
      skipSpace()
      if (text[at] === (first === '{' ? '}' : ']')) {
        at += 1
        return false
      }
      open.push(first === '{' ? new Set() : null)
      return true
    }
    if (first === '"') {
      const start = at + 1
      readText()
      if (open.length === 1 && key !== null) textSpans.set(key, { start, end: at - 1 })
      return false
    }
    if (!readWord()) readNumber()
    return false
  }

  let opened = readValue(null)
  while (open.length > 0) {
    const keys = open.at(-1) ?? null
    if (!opened) {
      skipSpace()
      const next = text[at]
      if (next !== ',' && next !== (keys ? '}' : ']')) fail()
      at += 1
      if (next !== ',') {
        open.pop()
        continue
      }
    }
    opened = readValue(keys ? readKey(keys) : null)
  }
  skipSpace()
  if (at < text.length) fail()
  return { value: parsed(text, at) as Json, textSpans }
}

/** Whether a number is the same after it was read and written: no lost digits, no -0, no infinity. */
function survives(digits: string): boolean {
  const value = Number(digits)
  if (Object.is(value, -0) || !Number.isFinite(value)) return false
  // Every decimal of up to 15 digits survives, unless it is tiny; any other where it is the number's own shortest form.
  const significant = digits
    .replace(/[eE].*/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '')
  const ordinary = significant === '' || (significant.length <= 15 && Math.abs(value) >= 1e-300)
  return ordinary || String(value) === digits
}

/** Whether the quote at `at` has an odd number of backslashes before it. */
function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text[at - 1 - backslashes] === '\\') backslashes += 1
  return backslashes % 2 === 1
}

function hasControl(raw: string): boolean {
  // eslint-disable-next-line no-control-regex -- JSON forbids exactly these inside a text
  return /[\u0000-\u001f]/.test(raw)
}

/** What JSON.parse makes of a text that is whole as far as the walk saw: a bad escape or a bare control is damage. */
function parsed(text: string, at: number): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CofferError('format/damaged', { at }, error)
  }
}
