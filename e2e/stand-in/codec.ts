/** Structured clone over JSON. No imports: this file's text is also injected in pages. */

export interface Codec {
  /** Throws, worded as Electron does, on what cannot be cloned: functions, Proxies, DOM nodes. */
  encode: (value: unknown) => unknown
  decode: (coded: unknown) => unknown
}

export function makeCodec(): Codec {
  interface Tagged {
    $: string
    v?: unknown
    k?: string
  }
  type Bytes = Uint8Array & { toBase64?: () => string }

  function toBase64(bytes: Bytes): string {
    if (bytes.toBase64) return bytes.toBase64()
    if (typeof Buffer !== 'undefined')
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  }

  function fromBase64(text: string): Uint8Array<ArrayBuffer> {
    const { fromBase64: native } = Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }
    return native ? native(text) : Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  }

  function encode(value: unknown): unknown {
    if (value === undefined) return { $: 'undefined' }
    if (typeof value === 'bigint') return { $: 'bigint', v: String(value) }
    if (typeof value === 'number') return encodeNumber(value)
    if (value === null || typeof value !== 'object') return value
    return Array.isArray(value) ? value.map(encode) : encodeObject(value)
  }

  function encodeNumber(value: number): unknown {
    if (Object.is(value, -0)) return { $: 'number', v: '-0' }
    return Number.isFinite(value) ? value : { $: 'number', v: String(value) }
  }

  function encodeObject(value: object): Tagged {
    if (value instanceof Date) return { $: 'date', v: encode(value.getTime()) }
    if (value instanceof RegExp) return { $: 'regexp', v: value.source, k: value.flags }
    if (value instanceof Map) return { $: 'map', v: [...value].map(encode) }
    if (value instanceof Set) return { $: 'set', v: [...value].map(encode) }
    if (value instanceof Error) return { $: 'error', v: value.message, k: value.name }
    if (value instanceof ArrayBuffer) return { $: 'buffer', v: toBase64(new Uint8Array(value)) }
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      return { $: 'view', k: value.constructor.name, v: toBase64(bytes) }
    }
    return { $: 'object', v: Object.fromEntries(Object.entries(value).map(([key, held]) => [key, encode(held)])) }
  }

  function decodeTagged({ $, v, k = '' }: Tagged): unknown {
    switch ($) {
      case 'bigint':
        return BigInt(v as string)
      case 'number':
        return Number(v)
      case 'date':
        return new Date(decode(v) as number)
      case 'regexp':
        return new RegExp(v as string, k)
      case 'map':
        return new Map((v as unknown[]).map(decode) as [unknown, unknown][])
      case 'set':
        return new Set((v as unknown[]).map(decode))
      case 'error':
        return Object.assign(new Error(v as string), { name: k })
      case 'buffer':
        return fromBase64(v as string).buffer
      case 'view': {
        const View = (globalThis as unknown as Record<string, new (buffer: ArrayBuffer) => unknown>)[k] ?? Uint8Array
        return new View(fromBase64(v as string).buffer)
      }
      case 'object':
        return Object.fromEntries(Object.entries(v as object).map(([key, held]) => [key, decode(held)]))
      default:
        return undefined
    }
  }

  function decode(coded: unknown): unknown {
    if (coded === null || typeof coded !== 'object') return coded
    return Array.isArray(coded) ? coded.map(decode) : decodeTagged(coded as Tagged)
  }

  function cloned(value: unknown): unknown {
    try {
      return structuredClone(value)
    } catch {
      throw new Error('An object could not be cloned.')
    }
  }

  return { encode: (value) => encode(cloned(value)), decode }
}
