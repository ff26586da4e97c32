/** Files that come by other ways than the window's own dialogs: offered to the window as soon as it listens. */
import { CofferError } from '../../contract/errors.ts'
import { wireError, type Publish } from '../ipc/publish.ts'
import type { AppSession } from './app-session.ts'
import { isVaultFile } from './command-line.ts'
import type { Dialogs } from './dialogs.ts'

export interface OfferParts {
  readonly session: Pick<AppSession, 'call' | 'open'>
  readonly dialogs: Pick<Dialogs, 'tell'>
  readonly publish: Publish
}

export class FileOffers {
  readonly #parts: OfferParts
  /** Paths, not offers: the tickets of an offer end with the engine that gave them. */
  #waiting: string[] = []
  #heard = false

  constructor(parts: OfferParts) {
    this.#parts = parts
  }

  /** Files that were opened with Coffer or named on its command line. A vault among them is opened. */
  add(paths: readonly string[]): void {
    const [vault] = paths.filter(isVaultFile)
    if (vault !== undefined) void this.openVault(vault)
    this.#waiting.push(...paths.filter((path) => !isVaultFile(path)))
    this.#flush()
  }

  /** No page asked for it, so no page hears why not. */
  async openVault(path: string): Promise<void> {
    const { session, dialogs } = this.#parts
    await session.open(path).catch((error: unknown) => dialogs.tell(wireError(error)))
  }

  /** Files that were dropped on the window. @throws CofferError vault/locked where it was locked meanwhile */
  async drop(paths: readonly string[]): Promise<void> {
    this.#parts.publish('offered', await this.#parts.session.call('offer', { paths }))
  }

  /** The page says that it listens; its answer goes first. */
  listening(): void {
    this.#heard = true
    setImmediate(() => {
      this.#flush()
    })
  }

  /** The page is being loaded anew. */
  deaf(): void {
    this.#heard = false
  }

  #flush(): void {
    if (!this.#heard || this.#waiting.length === 0) return
    const paths = this.#waiting
    this.#waiting = []
    this.drop(paths).catch((error: unknown) => {
      // Locked in between: they are offered to the page that comes after.
      if (error instanceof CofferError && error.code === 'vault/locked') this.#waiting.unshift(...paths)
    })
  }
}
