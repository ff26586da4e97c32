/** Wycheproof and Bitwarden's own test values, through Coffer's wrappers, where those files are at hand. */
import { createHmac, createSecretKey, pbkdf2Sync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hasReference, referenceJson } from '../testkit/reference.ts'
import { decodeUtf8, equalBytes } from './bytes.ts'
import { openBytes, openText, parseEncString } from './enc-string.ts'
import { importKey, type MasterKey } from './keys.ts'
import { deriveMasterKey } from './kdf.ts'
import { hkdfExpand, stretchMasterKey } from './stretch.ts'
import type { KdfConfig } from '../../contract/kdf-config.ts'

interface Group {
  keySize: number
  tagSize: number
  tests: Record<string, string>[]
}

const hex = (text = ''): Buffer => Buffer.from(text, 'hex')
const run = hasReference("Wycheproof and Bitwarden's crypto values")
const keyOf = (half: Buffer): ReturnType<typeof importKey> => importKey(Buffer.concat([half, Buffer.alloc(32, 1)]))

/** The cases of the groups that `wanted` picks. */
function casesOf(file: string, wanted: (group: Group) => boolean = () => true): Record<string, string>[] {
  const { testGroups } = referenceJson<{ testGroups: Group[] }>(`wycheproof/${file}`)
  return testGroups.filter(wanted).flatMap(({ tests }) => tests)
}

describe.runIf(run)('Wycheproof', () => {
  it('AES-CBC-PKCS5: 72 of 256 bits open or are refused as they should, 48 of them invalid', () => {
    const cases = casesOf('aes_cbc_pkcs5_test.json', ({ keySize }) => keySize === 256)
    const opened = cases.map((test) => {
      const [iv, ciphertext] = [hex(test.iv), hex(test.ct)]
      const mac = createHmac('sha256', Buffer.alloc(32, 1)).update(iv).update(ciphertext).digest()
      const plain = openBytes(keyOf(hex(test.key)), { iv, ciphertext, mac })
      return test.result === 'valid' ? plain?.toString('hex') === test.msg : plain === null
    })
    expect(opened).toEqual(Array<boolean>(72).fill(true))
  })

  it('HMAC-SHA-256: 87 whole tags compare as they should', () => {
    const cases = casesOf('hmac_sha256_test.json', ({ tagSize }) => tagSize === 256)
    const right = cases.map((test) => {
      const equal = equalBytes(createHmac('sha256', hex(test.key)).update(hex(test.msg)).digest(), hex(test.tag))
      return equal === (test.result === 'valid')
    })
    expect(right).toEqual(Array<boolean>(87).fill(true))
  })

  it('HKDF-SHA-256: the expansion of 83 valid cases', () => {
    const cases = casesOf('hkdf_sha256_test.json').filter(({ result }) => result === 'valid')
    const right = cases.map((test) => {
      const prk = createHmac('sha256', hex(test.salt)).update(hex(test.ikm)).digest()
      return hkdfExpand(prk, hex(test.info), Number(test.size)).toString('hex') === test.okm
    })
    expect(right).toEqual(Array<boolean>(83).fill(true))
  })

  it('PBKDF2: all 60; the wrapper derives what is in its range and refuses the rest', async () => {
    const cases = casesOf('pbkdf2_hmacsha256_test.json')
    let derived = 0
    for (const test of cases) {
      const iterations = Number(test.iterationCount)
      const [password, salt] = [decodeUtf8(hex(test.password)), decodeUtf8(hex(test.salt))]
      const raw = pbkdf2Sync(hex(test.password), hex(test.salt), iterations, Number(test.dkLen), 'sha256')
      expect(raw.toString('hex')).toBe(test.dk)
      if (password === null || salt === null || password === '') continue
      const task = deriveMasterKey(password, salt, { type: 'pbkdf2', iterations })
      if (iterations < 5000) await expect(task).rejects.toMatchObject({ code: 'format/kdf-out-of-range' })
      else {
        expect((await task).export().toString('hex')).toBe(test.dk?.slice(0, 64))
        derived += 1
      }
    }
    expect([cases.length, derived]).toEqual([60, 1])
  })
})

interface Kat {
  kdf: {
    name: string
    password: string
    salt: string
    kdfType: 0 | 1
    keyHex: string
    iterations: number
    memoryMiB: number
    parallelism: number
  }[]
  kdfRejected: { kdfType: 0 | 1; iterations: number; memoryMiB: number; parallelism: number }[]
  stretch: { inHex: string; encKeyHex: string; macKeyHex: string }
  hkdfExpand: { prkHex: string; info: string; length: number; okmHex: string }
  encStringType2: { what?: string; keyHex: string; encString: string; plain: string }[]
  encStringSerialisation: {
    string: string
    invalid: string[]
    downgradeMustFail: { keyBase64: string; encString: string }
  }
  type0UserKeyLegacy: { wrapped: string }[]
  account_test_bitwarden_com: {
    email: string
    password: string
    iterations: number
    masterKeyWrappedUserKey: string
    userKeyBase64: string
    organizationKeyType4: string
  }
}

describe.runIf(run)("Bitwarden's SDK", () => {
  const kat = run ? referenceJson<Kat>('sdk-internal/crypto-kat.json') : ({} as Kat)
  const configOf = (entry: Kat['kdfRejected'][number]): KdfConfig =>
    entry.kdfType === 0 ? { type: 'pbkdf2', iterations: entry.iterations } : { ...entry, type: 'argon2id' }

  it('derives both master keys and refuses what the SDK refuses', async () => {
    for (const entry of kat.kdf) {
      const key = await deriveMasterKey(entry.password, entry.salt, configOf(entry))
      expect(key.export().toString('hex')).toBe(entry.keyHex)
    }
    for (const entry of kat.kdfRejected) {
      await expect(deriveMasterKey('x', 'x', configOf(entry))).rejects.toMatchObject({
        code: 'format/kdf-out-of-range',
      })
    }
    expect([kat.kdf.length, kat.kdfRejected.length]).toEqual([2, 3])
  })

  it('stretches and expands', () => {
    const { inHex, encKeyHex, macKeyHex } = kat.stretch
    const key = stretchMasterKey(createSecretKey(hex(inHex)) as MasterKey)
    expect(key.encryptionKey.export().toString('hex')).toBe(encKeyHex)
    expect(key.macKey.export().toString('hex')).toBe(macKeyHex)
    const { prkHex, info, length, okmHex } = kat.hkdfExpand
    expect(hkdfExpand(hex(prkHex), info, length).toString('hex')).toBe(okmHex)
  })

  it('opens type 2, refuses every other type and the downgrade', () => {
    const [first] = kat.encStringType2
    expect(openText(importKey(hex(first?.keyHex)), parseEncString(first?.encString ?? ''))).toBe(first?.plain)
    const { string, invalid, downgradeMustFail } = kat.encStringSerialisation
    expect(parseEncString(string).iv).toHaveLength(16)
    for (const text of invalid) expect(() => parseEncString(text)).toThrow('format/bad-shape')
    const refused = [downgradeMustFail.encString, kat.account_test_bitwarden_com.organizationKeyType4]
    for (const text of [...refused, ...kat.type0UserKeyLegacy.map(({ wrapped }) => wrapped)]) {
      expect(() => parseEncString(text)).toThrow('format/unsupported-encryption')
    }
  })

  it('unwraps the test account’s user key, whatever the case and the spaces of its e-mail address', async () => {
    const account = kat.account_test_bitwarden_com
    const { emailSalt, unlockAccount } = await import('../vault/keychain.ts')
    const kdf = { type: 'pbkdf2', iterations: account.iterations } as const
    const wrappedUserKey = account.masterKeyWrappedUserKey
    for (const email of ['test@bitwarden.com', ' TEST@bitwarden.com ']) {
      const wrapped = { email, salt: emailSalt(email), kdf, wrappedUserKey }
      const { userKey } = await unlockAccount(wrapped, account.password)
      const bytes = Buffer.concat([userKey.encryptionKey.export(), userKey.macKey.export()])
      expect(bytes.toString('base64')).toBe(account.userKeyBase64)
    }
  })
})
