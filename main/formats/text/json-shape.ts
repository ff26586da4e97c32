/** Reading JSON values of a declared kind. Every refusal is format/bad-shape with a JSON pointer, never a value. */
import { CofferError } from '../../../contract/errors.ts'
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts'

export function badShape(where: string): CofferError {
  return new CofferError('format/bad-shape', { where })
}

export function asObject(value: Json | undefined, where: string): JsonObject {
  if (!isJsonObject(value)) throw badShape(where)
  return value
}

/** A list; null and absent count as empty. */
export function asList(value: Json | undefined, where: string): readonly Json[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw badShape(where)
  return value as readonly Json[]
}

/** Text or null; absent is null. */
export function asText(value: Json | undefined, where: string): string | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw badShape(where)
  return value
}

export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}/.test(text) && Number.isFinite(Date.parse(text))
}

/** ISO 8601 text or null, kept as it is written. */
export function asDate(value: Json | undefined, where: string): string | null {
  const text = asText(value, where)
  if (text !== null && !isDate(text)) throw badShape(where)
  return text
}

export function asBoolean(value: Json | undefined, where: string): boolean | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'boolean') throw badShape(where)
  return value
}

/** A whole number from 0, or null; absent is null. */
export function asCount(value: Json | undefined, where: string): number | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw badShape(where)
  return value
}

/** The members of `object` whose keys are not in `known`; undefined where there are none. */
export function unknownMembers(object: JsonObject, known: ReadonlySet<string>): JsonObject | undefined {
  const rest = Object.entries(object).filter(([key]) => !known.has(key))
  return rest.length > 0 ? Object.fromEntries(rest) : undefined
}
