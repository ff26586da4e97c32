/** Copied secrets: on the clipboard for a while, then gone unless something else was copied since. */
import { hash } from 'node:crypto'
import type { Clipboard } from 'electron'
import type { AppSettings } from '../../contract/settings.ts'

export interface ClipboardParts {
  readonly clipboard: Pick<Clipboard, 'readText' | 'writeText' | 'clear'>
  /** As they are when something is copied. */
  readonly settings: { readonly current: Pick<AppSettings, 'clipboardSeconds'> }
  /** Told each time a secret was taken off the clipboard. */
  readonly cleared: () => void
}

export class SecretClipboard {
  readonly #parts: ClipboardParts
  /** Of the secret only this is kept, to know it again. */
  #sha256: string | null = null
  #timer: NodeJS.Timeout | undefined
  /** One look or change at a time: a clearing that is under way must not meet the next secret. */
  #turn: Promise<void> = Promise.resolve()

  constructor(parts: ClipboardParts) {
    this.#parts = parts
  }

  async copySecret(secret: string): Promise<void> {
    await this.#next(async () => {
      clearTimeout(this.#timer)
      await this.#parts.clipboard.writeText(secret)
      this.#sha256 = hash('sha256', secret)
      this.#timer = setTimeout(() => {
        void this.clear()
      }, this.#parts.settings.current.clipboardSeconds * 1_000)
    })
  }

  /** What is no secret stays there. */
  async copyText(text: string): Promise<void> {
    await this.#next(() => this.#parts.clipboard.writeText(text))
  }

  /** Takes the secret off the clipboard now, where it still is there. Never throws. */
  async clear(): Promise<void> {
    const { clipboard, cleared } = this.#parts
    await this.#next(async () => {
      clearTimeout(this.#timer)
      const sha256 = this.#sha256
      this.#sha256 = null
      if (sha256 === null || hash('sha256', await clipboard.readText()) !== sha256) return
      clipboard.clear()
      cleared()
    }).catch(() => undefined)
  }

  async #next(task: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(task)
    this.#turn = turn.catch(() => undefined)
    await turn
  }
}
