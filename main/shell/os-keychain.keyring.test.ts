/**
 * The real Secret Service of Linux, through keytar. Run by `npm run test:keyring` inside scripts/with-keyring, which
 * gives it a keyring of its own.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeTempFolder, refusalOf } from '../testkit/vaults.ts'
import { KeychainUnlock } from './keychain-unlock.ts'
import { osKeychain } from './os-keychain.ts'

const ACCOUNT = 'c'.repeat(64)
const COLLECTION = '/org/freedesktop/secrets/collection/login'

const store = osKeychain('keytar')

function lockKeyring(): void {
  const method = ['/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock', `array:objpath:${COLLECTION}`]
  execFileSync('dbus-send', ['--session', '--print-reply', '--dest=org.freedesktop.secrets', ...method])
}

/** What a process of its own is told, in the given environment. */
function refusalIn(env: Record<string, string>): string {
  const script = `
    import { osKeychain } from ${JSON.stringify(path.join(import.meta.dirname, 'os-keychain.ts'))}
    osKeychain('keytar').get('x').then(() => 'done', ({ code }) => code).then((told) => process.stdout.write(told))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  return stdout
}

describe('an unlocked keyring', () => {
  beforeEach(async () => {
    await store.delete(ACCOUNT)
  })

  it('gives back what it took, until it is deleted', async () => {
    expect(await store.get(ACCOUNT)).toBeNull()
    await store.set(ACCOUNT, 'first')
    await store.set(ACCOUNT, 'second')
    expect(await osKeychain('keytar').get(ACCOUNT)).toBe('second')
    await store.delete(ACCOUNT)
    expect(await store.get(ACCOUNT)).toBeNull()
    await store.delete(ACCOUNT)
    expect(await store.get(ACCOUNT)).toBeNull()
  })

  it('holds one half of what unlocks a vault', async () => {
    const keychain = new KeychainUnlock(path.join(makeTempFolder(), 'keychain.json'), store)
    const deviceKey = new Uint8Array(64).map((_, index) => index * 3)
    await keychain.turnOn({ id: ACCOUNT, vault: '/vault.coffer', wrapped: '2.x', deviceKey })
    expect(await keychain.read(ACCOUNT)).toEqual({ deviceKey, wrapped: '2.x' })
    await keychain.turnOff(ACCOUNT)
    expect(await store.get(ACCOUNT)).toBeNull()
  })
})

describe('no keychain', () => {
  it('is told where there is no D-Bus', () => {
    expect(refusalIn({ DBUS_SESSION_BUS_ADDRESS: '' })).toBe('keychain/absent')
    expect(refusalIn({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' })).toBe('keychain/absent')
  })

  it.each([null, 'keytar-that-is-not-installed'])('is told where keytar is not there: %s', async (specifier) => {
    expect(await refusalOf(() => osKeychain(specifier).get(ACCOUNT))).toBe('keychain/absent')
  })
})

// The last: nobody unlocks it again.
describe('a locked keyring', () => {
  it('takes, gives and deletes nothing, and what was set up stays', async () => {
    const keychain = new KeychainUnlock(path.join(makeTempFolder(), 'keychain.json'), store)
    await keychain.turnOn({ id: ACCOUNT, vault: '/vault.coffer', wrapped: '2.x', deviceKey: new Uint8Array(64) })
    lockKeyring()
    expect(await refusalOf(() => keychain.read(ACCOUNT))).toBe('keychain/refused')
    expect(keychain.has(ACCOUNT)).toBe(true)
    expect(await refusalOf(() => store.set(ACCOUNT, 'x'))).toBe('keychain/refused')
    expect(await refusalOf(() => store.delete(ACCOUNT))).toBe('keychain/refused')
  })
})
