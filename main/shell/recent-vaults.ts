/** The vaults that were open before. The window knows them by ids that are made up anew at each start. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { CofferError } from '../../contract/errors.ts'
import type { RecentVault } from '../../contract/settings.ts'
import { vaultName } from './vault-places.ts'
import type { WindowState } from './window-state.ts'

const MOST = 10

export class RecentVaults {
  readonly #state: Pick<WindowState, 'facts' | 'update'>
  readonly #ids = new Map<string, string>()

  constructor(state: Pick<WindowState, 'facts' | 'update'>) {
    this.#state = state
  }

  /** The one that was opened last comes first. */
  list(): RecentVault[] {
    return this.#state.facts.recentVaults.map((file) => ({
      id: this.#idOf(file),
      name: vaultName(file),
      place: path.dirname(file),
      missing: !existsSync(file),
    }))
  }

  /** @throws CofferError usage/bad-request: no list ever had that id */
  pathOf(id: string): string {
    const found = [...this.#ids].find(([, own]) => own === id)
    if (!found) throw new CofferError('usage/bad-request')
    return found[0]
  }

  /** It comes first from now on, and the app starts with it. */
  opened(file: string): void {
    const others = this.#state.facts.recentVaults.filter((other) => other !== file)
    this.#state.update({ lastVault: file, recentVaults: [file, ...others].slice(0, MOST) })
  }

  /** Takes it off the list; no file is touched. Gives its path. @throws CofferError usage/bad-request */
  forget(id: string): string {
    const file = this.pathOf(id)
    const { lastVault, recentVaults } = this.#state.facts
    this.#state.update({
      lastVault: lastVault === file ? null : lastVault,
      recentVaults: recentVaults.filter((other) => other !== file),
    })
    return file
  }

  #idOf(file: string): string {
    const id = this.#ids.get(file) ?? randomUUID()
    this.#ids.set(file, id)
    return id
  }
}
