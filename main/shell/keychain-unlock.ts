/**
 * Which vaults this computer's keychain unlocks. For each, the keychain keeps a random device key, and `keychain.json`
 * what that key wraps: either alone opens nothing, and none of it is the password. What is set up holds for one state
 * of a vault's key; it ends with any change of that.
 */
import { CofferError } from '../../contract/errors.ts'
import type { DeviceUnlock } from '../engine/engine-api.ts'
import { pathOf, readJson, recordOf, writeJson } from './json-file.ts'
import type { SecretStore } from './os-keychain.ts'

interface Enrolment {
  /** The vault's deviceId: its name in the keychain. */
  readonly id: string
  /** The vault file. */
  readonly vault: string
  /** Null: it has ended, and the keychain is still to be rid of it. */
  readonly wrapped: string | null
}

export interface NewEnrolment extends DeviceUnlock {
  readonly id: string
  readonly vault: string
}

const ID = /^[0-9a-f]{64}$/

export class KeychainUnlock {
  readonly #file: string
  readonly #store: SecretStore
  #enrolments: readonly Enrolment[]
  /** What changes the keychain goes one after the other. */
  #lastTurn: Promise<unknown> = Promise.resolve()

  /** Takes from `file` what is as it should be. */
  constructor(file: string, store: SecretStore) {
    this.#file = file
    this.#store = store
    this.#enrolments = readEnrolments(file)
  }

  has(id: string | null): boolean {
    return this.#wrappedOf(id) !== null
  }

  /** Both halves, or neither. @throws CofferError keychain/absent, keychain/refused, file/write-failed */
  async turnOn({ id, vault, wrapped, deviceKey }: NewEnrolment): Promise<void> {
    const value = Buffer.from(deviceKey).toString('base64')
    await this.#inTurn(async () => {
      await this.#store.set(id, value)
      try {
        // A keychain that takes and does not keep is none.
        if ((await this.#store.get(id)) !== value) throw new CofferError('keychain/refused')
        this.#write([...this.#enrolments.filter((other) => other.id !== id), { id, vault, wrapped }])
      } catch (error) {
        await this.#store.delete(id).catch(() => undefined)
        throw error
      }
    })
  }

  /**
   * What unlocks the vault of that id; the caller wipes the key.
   * @throws CofferError keychain/absent, keychain/refused, keychain/stale
   */
  async read(id: string | null): Promise<DeviceUnlock> {
    const wrapped = this.#wrappedOf(id)
    if (id === null || wrapped === null) throw new CofferError('keychain/stale')
    const value = await this.#store.get(id)
    // It may just be locked: what was set up stays.
    if (value === null) throw new CofferError('keychain/refused')
    return { deviceKey: new Uint8Array(Buffer.from(value, 'base64')), wrapped }
  }

  /** @throws CofferError keychain/… where neither half could be removed */
  async turnOff(id: string): Promise<void> {
    await this.#end((enrolment) => enrolment.id === id)
  }

  /** Ends what was set up for `vault` in another state of its key. Never throws. */
  async keepOnly(vault: string, id: string): Promise<void> {
    await this.#end((enrolment) => enrolment.vault === vault && enrolment.id !== id).catch(() => undefined)
  }

  /** Ends whatever was set up for `vault`. Never throws. */
  async forget(vault: string): Promise<void> {
    await this.#end((enrolment) => enrolment.vault === vault).catch(() => undefined)
  }

  /** Tells the keychain once more to be rid of what has ended. Never throws. */
  async sweep(): Promise<void> {
    await this.#end(({ wrapped }) => wrapped === null).catch(() => undefined)
  }

  /** Without its half in the file an enrolment is at its end; the keychain's goes as soon as the keychain lets it. */
  async #end(which: (enrolment: Enrolment) => boolean): Promise<void> {
    const ending = this.#enrolments.filter((enrolment) => which(enrolment)).map(({ id }) => id)
    if (ending.length === 0) return
    const written = this.#tryWrite(
      this.#enrolments.map((enrolment) =>
        ending.includes(enrolment.id) ? { ...enrolment, wrapped: null } : enrolment,
      ),
    )
    try {
      for (const id of ending) await this.#inTurn(() => this.#removeEnded(id))
    } catch (error) {
      if (!written) throw error
    }
  }

  async #removeEnded(id: string): Promise<void> {
    await this.#store.delete(id)
    this.#tryWrite(this.#enrolments.filter((enrolment) => enrolment.id !== id))
  }

  async #inTurn(task: () => Promise<void>): Promise<void> {
    const turn = this.#lastTurn.then(task)
    this.#lastTurn = turn.catch(() => undefined)
    await turn
  }

  #wrappedOf(id: string | null): string | null {
    return this.#enrolments.find((enrolment) => enrolment.id === id)?.wrapped ?? null
  }

  #write(enrolments: readonly Enrolment[]): void {
    try {
      writeJson(this.#file, enrolments)
    } catch (error) {
      throw new CofferError('file/write-failed', {}, error)
    }
    this.#enrolments = enrolments
  }

  /** What has ended has ended here, whatever the disk says. */
  #tryWrite(enrolments: readonly Enrolment[]): boolean {
    try {
      this.#write(enrolments)
      return true
    } catch {
      this.#enrolments = enrolments
      return false
    }
  }
}

function readEnrolments(file: string): Enrolment[] {
  const list = readJson(file)
  return (Array.isArray(list) ? list : []).flatMap((entry) => {
    const { id, vault, wrapped } = recordOf(entry)
    const place = pathOf(vault)
    const usable = typeof id === 'string' && ID.test(id) && place !== null
    return usable ? [{ id, vault: place, wrapped: typeof wrapped === 'string' ? wrapped : null }] : []
  })
}
