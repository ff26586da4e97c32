/** Published answers (RFC, NIST) through Coffer's own wrappers, so that a fault in a wrapper shows. */
import { createCipheriv, createHmac, createSecretKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { equalBytes } from './bytes.ts'
import { openBytes, sealBytes } from './enc-string.ts'
import { importKey } from './keys.ts'
import { deriveMasterKey } from './kdf.ts'
import { hkdfExpand } from './stretch.ts'

interface KnownAnswers {
  hkdfExpand: { source: string; prk: string; info: string; length: number; okm: string }[]
  pbkdf2: { source: string; password: string; salt: string; iterations: number; key: string }[]
  aes256Cbc: { source: string; key: string; iv: string; plain: string; ciphertext: string }[]
  hmacSha256: { source: string; key: string; data: string; mac: string }[]
}

const answers = JSON.parse(
  readFileSync(new URL('./testdata/known-answers.json', import.meta.url), 'utf8'),
) as KnownAnswers
const hex = (text: string): Buffer => Buffer.from(text, 'hex')

describe('published known answers', () => {
  it.each(answers.hkdfExpand)('HKDF-Expand: $source', ({ prk, info, length, okm }) => {
    expect(hkdfExpand(hex(prk), hex(info), length).toString('hex')).toBe(okm)
  })

  it.each(answers.pbkdf2)('PBKDF2: $source', async ({ password, salt, iterations, key }) => {
    const masterKey = await deriveMasterKey(password, salt, { type: 'pbkdf2', iterations })
    expect(masterKey.export().toString('hex')).toBe(key)
  })

  it.each(answers.aes256Cbc)('AES-256-CBC: $source', ({ key, iv, plain, ciphertext }) => {
    // The published text ends at a whole block; type 2 adds one block of padding, whose answer follows from ECB.
    const padding = Buffer.alloc(16, 16).map((byte, index) => byte ^ (hex(ciphertext).at(index - 16) ?? 0))
    const ecb = createCipheriv('aes-256-ecb', createSecretKey(hex(key)), null).setAutoPadding(false)
    const padded = Buffer.concat([hex(ciphertext), ecb.update(padding)])
    const macKey = Buffer.alloc(32, 7)
    const mac = createHmac('sha256', macKey).update(hex(iv)).update(padded).digest()
    const opened = openBytes(importKey(Buffer.concat([hex(key), macKey])), { iv: hex(iv), ciphertext: padded, mac })
    expect(opened?.toString('hex')).toBe(plain)
  })

  it.each(answers.hmacSha256)('HMAC-SHA-256: $source', ({ key, data, mac }) => {
    expect(equalBytes(createHmac('sha256', hex(key)).update(hex(data)).digest(), hex(mac))).toBe(true)
  })

  it('seals what an independent AES-CBC and HMAC open', () => {
    const bytes = Buffer.from(Array.from({ length: 64 }, (_, index) => index))
    const { iv, ciphertext, mac } = sealBytes(importKey(bytes), Buffer.from('text'))
    expect(createHmac('sha256', bytes.subarray(32)).update(iv).update(ciphertext).digest()).toEqual(mac)
  })
})
