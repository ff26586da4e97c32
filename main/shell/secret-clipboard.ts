/** Copied secrets: on the clipboard for a while, then gone unless something else was copied since. */
import { hash } from 'node:crypto'
import type { Clipboard } from 'electron'

export const CLEAR_AFTER_MS = 30_000

export class SecretClipboard {
  readonly #clipboard: Pick<Clipboard, 'readText' | 'writeText' | 'clear'>
  readonly #cleared: () => void
  /** Of the secret only this is kept, to know it again. */
  #sha256: string | null = null
  #timer: NodeJS.Timeout | undefined
  /** One look or change at a time: a clearing that is under way must not meet the next secret. */
  #turn: Promise<void> = Promise.resolve()

  /** `cleared` is told each time a secret was taken off the clipboard. */
  constructor(clipboard: Pick<Clipboard, 'readText' | 'writeText' | 'clear'>, cleared: () => void) {
    this.#clipboard = clipboard
    this.#cleared = cleared
  }

  async copySecret(secret: string): Promise<void> {
    await this.#next(async () => {
      clearTimeout(this.#timer)
      await this.#clipboard.writeText(secret)
      this.#sha256 = hash('sha256', secret)
      this.#timer = setTimeout(() => {
        void this.clear()
      }, CLEAR_AFTER_MS)
    })
  }

  /** What is no secret stays there. */
  async copyText(text: string): Promise<void> {
    await this.#next(() => this.#clipboard.writeText(text))
  }

  /** Takes the secret off the clipboard now, where it still is there. Never throws. */
  async clear(): Promise<void> {
    await this.#next(async () => {
      clearTimeout(this.#timer)
      const sha256 = this.#sha256
      this.#sha256 = null
      if (sha256 === null || hash('sha256', await this.#clipboard.readText()) !== sha256) return
      this.#clipboard.clear()
      this.#cleared()
    }).catch(() => undefined)
  }

  async #next(task: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(task)
    this.#turn = turn.catch(() => undefined)
    await turn
  }
}
