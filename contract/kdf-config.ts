/** Key derivation settings, and the two ranges they are held to. Source: docs/FORMATS.md#kdf. */
import { CofferError, type ErrorCode } from './errors.ts'

export interface Pbkdf2Config {
  readonly type: 'pbkdf2'
  readonly iterations: number
}

export interface Argon2idConfig {
  readonly type: 'argon2id'
  readonly iterations: number
  readonly memoryMiB: number
  readonly parallelism: number
}

export type KdfConfig = Pbkdf2Config | Argon2idConfig

export const DEFAULT_PBKDF2: Pbkdf2Config = { type: 'pbkdf2', iterations: 600_000 }
export const DEFAULT_ARGON2ID: Argon2idConfig = { type: 'argon2id', iterations: 6, memoryMiB: 32, parallelism: 4 }

interface Range {
  readonly min: number
  readonly max: number
}

interface KdfRange {
  readonly pbkdf2: { readonly iterations: Range }
  readonly argon2id: { readonly iterations: Range; readonly memoryMiB: Range; readonly parallelism: Range }
}

const ARGON2ID_RANGE = {
  iterations: { min: 2, max: 10 },
  memoryMiB: { min: 16, max: 1024 },
  parallelism: { min: 1, max: 16 },
}

/** What a person may choose for a vault of their own. */
export const CREATION_RANGE: KdfRange = {
  pbkdf2: { iterations: { min: 600_000, max: 2_000_000 } },
  argon2id: ARGON2ID_RANGE,
}

/** What a file may ask of this computer. Older exports with 100,000 rounds are common and must open. */
export const IMPORT_RANGE: KdfRange = {
  pbkdf2: { iterations: { min: 5_000, max: 2_000_000 } },
  argon2id: ARGON2ID_RANGE,
}

/**
 * Throws `code` unless every number of `kdf` is a safe integer inside `range`. Nothing is derived.
 * The values come from JSON, so anything may stand where a number is declared (strings, null, -0, fractions).
 */
export function requireKdfInRange(kdf: KdfConfig, range: KdfRange, code: ErrorCode): void {
  const limits: Readonly<Record<string, Range>> = kdf.type === 'pbkdf2' ? range.pbkdf2 : range.argon2id
  for (const [name, { min, max }] of Object.entries(limits)) {
    const value: unknown = (kdf as unknown as Record<string, unknown>)[name]
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max) {
      throw new CofferError(code, { setting: name, min, max })
    }
  }
}

/**
 * A KdfConfig out of parsed JSON of Coffer's own files, with its known members only and inside what a file may ask.
 * @throws CofferError format/unknown-kdf, format/kdf-out-of-range
 */
export function readKdf(value: unknown): KdfConfig {
  const { type, iterations, memoryMiB, parallelism } = (value ?? {}) as Partial<Record<string, unknown>>
  if (type !== 'pbkdf2' && type !== 'argon2id') throw new CofferError('format/unknown-kdf')
  const kdf = (type === 'pbkdf2' ? { type, iterations } : { type, iterations, memoryMiB, parallelism }) as KdfConfig
  requireKdfInRange(kdf, IMPORT_RANGE, 'format/kdf-out-of-range')
  return kdf
}
