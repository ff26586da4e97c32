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

/** Another program may hold the clipboard for a moment; from then on it is asked again, ever less often. */
const RETRY_MS = 200
const LONGEST_RETRY_MS = 5_000
/** A clipboard that could not be opened reads as empty too, on some systems. */
const EMPTY_LOOKS = 3

/** Of the secret only this is kept, to know it again. */
interface Copied {
  readonly sha256: string
  emptyLooks: number
}

export class SecretClipboard {
  readonly #parts: ClipboardParts
  #copied: Copied | null = null
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
      this.#copied = { sha256: hash('sha256', secret), emptyLooks: 0 }
      this.#timer = setTimeout(() => {
        void this.clear()
      }, this.#parts.settings.current.clipboardSeconds * 1_000)
    })
  }

  /** What is no secret stays there. */
  async copyText(text: string): Promise<void> {
    await this.#next(() => this.#parts.clipboard.writeText(text))
  }

  /**
   * Takes the secret off the clipboard now, where it still is there. Where the system refuses, it is tried again until
   * it is off, or something else was copied; this is done only then. Never throws.
   */
  async clear(): Promise<void> {
    const copied = this.#copied
    for (let wait = RETRY_MS; copied !== null && this.#copied === copied; wait = Math.min(2 * wait, LONGEST_RETRY_MS)) {
      await this.#next(() => this.#takeOff(copied)).catch(() => undefined)
      if (this.#copied === copied) await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }

  /** It is known until it is seen to be off. */
  async #takeOff(copied: Copied): Promise<void> {
    if (this.#copied !== copied) return
    clearTimeout(this.#timer)
    const { clipboard, cleared } = this.#parts
    const found = await clipboard.readText()
    if (isSecret(found, copied)) {
      clipboard.clear()
      if (isSecret(await clipboard.readText(), copied)) return
      this.#copied = null
      cleared()
    } else {
      if (found === '') copied.emptyLooks += 1
      if (found !== '' || copied.emptyLooks >= EMPTY_LOOKS) this.#copied = null
    }
  }

  async #next(task: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(task)
    this.#turn = turn.catch(() => undefined)
    await turn
  }
}

function isSecret(text: string, { sha256 }: Copied): boolean {
  return hash('sha256', text) === sha256
}
