/** The vectors of main/formats as files, and the Bitwarden account that most of them are of. */
import { createCipheriv, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { cli, EMAIL, MASTER_PASSWORD } from './files.ts'

const FOLDER = path.resolve(import.meta.dirname, '../main/formats/testdata')
const ID = '33333333-3333-4333-8333-333333333333'
/** The least that Coffer takes. */
const ITERATIONS = 5_000

interface Vector {
  file: string
  account: { userKeyBase64: string }
}

function vector(name: string): Vector {
  return JSON.parse(fs.readFileSync(path.join(FOLDER, `${name}.json`), 'utf8')) as Vector
}

/** Writes a vector's file, as it came from where it was made, into `folder`; its path. */
export function vectorFile(folder: string, name: string): string {
  const file = path.join(folder, `${name.slice(4)}.json`)
  fs.writeFileSync(file, vector(name).file)
  return file
}

function hmac(key: Buffer, ...parts: (Buffer | string)[]): Buffer {
  return parts.reduce((mac, part) => mac.update(part), createHmac('sha256', key)).digest()
}

/** As a Bitwarden client wraps a user key under a master password. */
function wrapUserKey(userKey: Buffer): string {
  const masterKey = pbkdf2Sync(MASTER_PASSWORD, EMAIL, ITERATIONS, 32, 'sha256')
  const [enc, mac] = ['enc\u0001', 'mac\u0001'].map((info) => hmac(masterKey, info)) as [Buffer, Buffer]
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-256-cbc', enc, iv)
  const sealed = Buffer.concat([cipher.update(userKey), cipher.final()])
  return `2.${[iv, sealed, hmac(mac, iv, sealed)].map((bytes) => bytes.toString('base64')).join('|')}`
}

/** A vault that adopts the account of the vectors from a client’s data.json, under MASTER_PASSWORD. */
export async function makeAdoptedVault(folder: string): Promise<string> {
  const data = path.join(folder, 'data.json')
  const password = path.join(folder, 'master')
  const vault = path.join(folder, 'adopted.coffer')
  const userKey = Buffer.from(vector('601-account').account.userKeyBase64, 'base64')
  const unlock = {
    salt: EMAIL,
    kdf: { kdfType: 0, iterations: ITERATIONS },
    masterKeyWrappedUserKey: wrapUserKey(userKey),
  }
  const client = {
    stateVersion: 80,
    global_account_activeAccountId: ID,
    global_account_accounts: { [ID]: { email: EMAIL, name: null } },
    [`user_${ID}_masterPasswordUnlock_masterPasswordUnlockKey`]: unlock,
  }
  fs.writeFileSync(data, JSON.stringify(client))
  fs.writeFileSync(password, MASTER_PASSWORD)
  await cli('init', '--from-bitwarden', data, '--vault', vault, '--password-file', password)
  fs.rmSync(data)
  return vault
}
