/** Files on offer: looked at once, and when they are used, found to be the same still. */
import path from 'node:path'
import { asCofferError, CofferError } from '../../contract/errors.ts'
import type { OfferedFile } from '../../contract/files.ts'
import { takeBytes, takeFile, type TakenFile } from '../commands/files.ts'
import { inspectFile } from '../commands/inspect-file.ts'
import { SAMPLE } from '../commands/sample.ts'
import type { Session } from '../commands/vault.ts'
import { Tickets } from './tickets.ts'

interface Held {
  readonly name: string
  readonly take: () => Promise<TakenFile>
  /** Of what was looked at; null where that could not be read. */
  readonly sha256: string | null
}

export class OfferedFiles {
  readonly #tickets = new Tickets<Held>()

  /** Looks at a file without a password; with an unlocked vault, tells whether that opens it. Never throws. */
  async offer(file: string, session: Session | undefined): Promise<OfferedFile> {
    return await this.#look(path.basename(file), () => takeFile(file), session)
  }

  async sample(): Promise<OfferedFile> {
    const bytes = new TextEncoder().encode(SAMPLE)
    return await this.#look('sample.json', () => Promise.resolve(takeBytes(bytes)), undefined)
  }

  async #look(name: string, take: () => Promise<TakenFile>, session: Session | undefined): Promise<OfferedFile> {
    try {
      const file = await take()
      const inspection = await inspectFile(file, { session })
      return { ticket: this.#tickets.issue({ name, take, sha256: file.sha256 }), name, inspection, error: null }
    } catch (thrown) {
      const { code, details } = asCofferError(thrown)
      const ticket = this.#tickets.issue({ name, take, sha256: null })
      return { ticket, name, inspection: null, error: { code, details } }
    }
  }

  /**
   * The file of a ticket, read again.
   * @throws CofferError file/ticket-expired, file/changed, and as takeFile
   */
  async take(ticket: string): Promise<{ name: string; file: TakenFile }> {
    const { name, take, sha256 } = this.#tickets.take(ticket)
    const file = await take()
    if (file.sha256 !== sha256) throw new CofferError('file/changed')
    return { name, file }
  }
}
