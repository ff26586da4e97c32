import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64, encodeBase64 } from './bytes.ts'
import { encStringLength, openText, openTexts, parseEncString, sealText, sealTexts, UnsealError } from './enc-string.ts'
import { copyKeyBytes, importKey, makeUserKey } from './keys.ts'

const key = makeUserKey()

/** Every type-2 text of `sealed` with one character replaced by another one that could stand there. */
function flips(sealed: string): string[] {
  return Array.from(sealed, (letter, at) => {
    const other = /[A-Za-z0-9+/=]/.test(letter) ? (letter === 'A' ? 'B' : 'A') : 'x'
    return sealed.slice(0, at) + other + sealed.slice(at + 1)
  })
}

describe('EncString', () => {
  it('gives every well-formed text back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 200 }), { maxLength: 20 }), (texts) => {
        const sealed = sealTexts(key, texts).map(parseEncString)
        expect(openTexts(key, sealed)).toEqual(texts)
      }),
    )
  })

  it('never seals the same text to the same bytes', () => {
    expect(new Set(Array.from({ length: 100 }, () => sealText(key, 'same'))).size).toBe(100)
  })

  it('refuses or does not open after any one-character change', () => {
    const opened = flips(sealText(key, 'a secret of some length')).filter((text) => {
      try {
        return openText(key, parseEncString(text)) !== null
      } catch {
        return false
      }
    })
    expect(opened).toEqual([])
  })

  it('checks the MAC before the padding: a wrong key and a broken padding look alike', () => {
    expect(openText(makeUserKey(), parseEncString(sealText(key, 'x')))).toBeNull()
  })

  it('names the first of a batch that does not open', () => {
    const sealed = ['a', 'b', 'c'].map((text) => sealText(text === 'b' ? makeUserKey() : key, text))
    expect(() => openTexts(key, sealed.map(parseEncString))).toThrow(UnsealError)
    expect(() => openTexts(key, sealed.map(parseEncString))).toThrow(expect.objectContaining({ index: 1 }) as Error)
  })

  it.each([0, 1, 15, 16, 17, 255, 4096])('tells the length of the sealed text of %i bytes', (length) => {
    expect(sealText(key, 'x'.repeat(length))).toHaveLength(encStringLength(length))
  })

  it('keeps 64-byte keys as they are and refuses other lengths', () => {
    const bytes = copyKeyBytes(key)
    expect(copyKeyBytes(importKey(bytes))).toEqual(bytes)
    expect(() => importKey(bytes.subarray(1))).toThrow('internal')
  })
})

describe('base64', () => {
  it('decodes exactly what encoding gives', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6000 }), (bytes) => {
        expect(decodeBase64(encodeBase64(bytes))).toEqual(Buffer.from(bytes))
      }),
    )
  })

  it.each(['QQ', 'QR==', 'QQ=', 'QQ== ', 'Q-==', 'QUI', 'QUJ=', '=', 'QQ==QQ=='])('refuses %j', (text) => {
    expect(decodeBase64(text)).toBeNull()
    expect(decodeBase64('QUJD'.repeat(2000) + text)).toBeNull()
  })
})
