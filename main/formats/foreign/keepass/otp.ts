/**
 * The one-time passwords of KeePass entries, of which there are four forms, as Bitwarden keeps them: the secret alone
 * where all else is as usual, else an otpauth address. Source: docs/FORMATS.md#keepass-xml.
 */

import { decodeBase64 } from '../../../crypto/bytes.ts'

export interface Otp {
  readonly totp: string
  /** The entry's texts that it was made of. */
  readonly keys: readonly string[]
}

interface Settings {
  readonly secret: string
  readonly digits?: string | undefined
  readonly period?: string | undefined
  /** As an otpauth address names it. */
  readonly algorithm?: string | undefined
}

function totpOf({ secret, digits = '6', period = '30', algorithm = 'SHA1' }: Settings): string {
  if (digits === '6' && period === '30' && algorithm === 'SHA1') return secret
  const query = new URLSearchParams({ secret: secret.replace(/\s/g, ''), algorithm, digits, period })
  return `otpauth://totp/?${query.toString()}`
}

const BASE_32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648, without padding. */
function encodeBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => BASE_32[Number.parseInt(group.padEnd(5, '0'), 2)] ?? '').join('')
}

/** Null where the text, its white space apart, is not the encoding of at least one byte: node would cut it short. */
function fromHex(text: string): string | null {
  const digits = text.replace(/\s/g, '')
  const bytes = Buffer.from(digits, 'hex')
  return digits !== '' && bytes.toString('hex') === digits.toLowerCase() ? encodeBase32(bytes) : null
}

/** As fromHex. */
function fromBase64(text: string): string | null {
  const bytes = decodeBase64(text.replace(/\s/g, ''))
  return bytes && bytes.byteLength > 0 ? encodeBase32(bytes) : null
}

/** KeePass 2's own: the secret in one of four spellings, the rest where it is unusual. */
const SECRETS: ReadonlyMap<string, (text: string) => string | null> = new Map([
  ['TimeOtp-Secret-Base32', (text) => text],
  ['TimeOtp-Secret-Base64', fromBase64],
  ['TimeOtp-Secret-Hex', fromHex],
  ['TimeOtp-Secret', (text) => encodeBase32(Buffer.from(text, 'utf8'))],
])
const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['HMAC-SHA-1', 'SHA1'],
  ['HMAC-SHA-256', 'SHA256'],
  ['HMAC-SHA-512', 'SHA512'],
])

/** Texts that are to be shown hidden where they stay custom fields, whatever the file says of them. */
export function isOtpSecret(key: string): boolean {
  return SECRETS.has(key) || key === 'otp' || key === 'TOTP Seed'
}

/** A number of digits or seconds; absent is as usual. */
function isNumber(text: string | undefined): boolean {
  return text === undefined || /^\d{1,9}$/.test(text)
}

function ownForm(texts: ReadonlyMap<string, string>): Otp | null {
  const [found, ...others] = [...SECRETS].filter(([key]) => (texts.get(key) ?? '') !== '')
  if (!found || others.length > 0) return null
  const [key, decode] = found
  const [digits, period] = [texts.get('TimeOtp-Length'), texts.get('TimeOtp-Period')]
  const named = texts.get('TimeOtp-Algorithm')
  const algorithm = named === undefined ? undefined : ALGORITHMS.get(named)
  const secret = decode(texts.get(key) ?? '')
  if (secret === null || !isNumber(digits) || !isNumber(period)) return null
  if (named !== undefined && algorithm === undefined) return null
  const totp = totpOf({ secret, digits, period, algorithm })
  return { totp, keys: [key, 'TimeOtp-Length', 'TimeOtp-Period', 'TimeOtp-Algorithm'] }
}

/** KeePassXC and KeePassOTP write an otpauth address at `otp`, KeeOtp `key=…&size=…&step=…`. */
function otpForm(texts: ReadonlyMap<string, string>): Otp | null {
  const text = texts.get('otp') ?? ''
  if (text === '') return null
  const query = new URLSearchParams(text)
  const secret = query.get('key')
  const names = ['key', 'size', 'step', 'otpHashMode', 'type']
  const known = [...query.keys()].every((name) => names.includes(name)) && (query.get('type') ?? 'Totp') === 'Totp'
  const algorithm = query.get('otpHashMode')?.toUpperCase()
  const [digits, period] = [query.get('size') ?? undefined, query.get('step') ?? undefined]
  const certain = known && isNumber(digits) && isNumber(period)
  if (secret === null || !certain) return { totp: text, keys: ['otp'] }
  return { totp: totpOf({ secret, digits, period, algorithm }), keys: ['otp'] }
}

/** KeeTrayTOTP and older KeePassXC: the secret at one key, `period;digits` at another. `S` for digits is Steam's. */
function seedForm(texts: ReadonlyMap<string, string>): Otp | null {
  const secret = texts.get('TOTP Seed') ?? ''
  if (secret === '') return null
  const settings = texts.get('TOTP Settings') ?? '30;6'
  const [, period, digits] = /^(\d+);(\d+|S)$/.exec(settings) ?? []
  if (digits === undefined) return null
  const totp = digits === 'S' ? `steam://${secret.replace(/\s/g, '')}` : totpOf({ secret, digits, period })
  return { totp, keys: ['TOTP Seed', 'TOTP Settings'] }
}

/** The first form that the entry's texts have; null where none is there or none is certain. */
export function otpOf(texts: ReadonlyMap<string, string>): Otp | null {
  return otpForm(texts) ?? ownForm(texts) ?? seedForm(texts)
}
