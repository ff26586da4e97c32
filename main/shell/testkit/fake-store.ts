/** For tests: a keychain in memory, which fails as it is told to. */
import { CofferError, type ErrorCode } from '../../../contract/errors.ts'
import type { SecretStore } from '../os-keychain.ts'

export class FakeStore implements SecretStore {
  readonly held = new Map<string, string>()
  /** What each kind of call is refused with. */
  fails: Partial<Record<keyof SecretStore, ErrorCode>> = {}
  /** Calls wait for this. */
  asking: Promise<void> = Promise.resolve()

  async set(account: string, value: string): Promise<void> {
    await this.#ask('set')
    this.held.set(account, value)
  }

  async get(account: string): Promise<string | null> {
    await this.#ask('get')
    return this.held.get(account) ?? null
  }

  async delete(account: string): Promise<void> {
    await this.#ask('delete')
    this.held.delete(account)
  }

  async #ask(call: keyof SecretStore): Promise<void> {
    await this.asking
    const code = this.fails[call]
    if (code) throw new CofferError(code)
  }
}
