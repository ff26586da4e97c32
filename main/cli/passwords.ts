/** Where the command line gets passwords: a file that holds one, or a hidden question on a terminal. */
import { CofferError, type ErrorCode } from '../../contract/errors.ts'
import { readPasswordFile } from '../commands/files.ts'
import type { Arguments, OptionName } from './arguments.ts'
import type { Terminal } from './terminal.ts'

export class Passwords {
  readonly #args: Arguments
  readonly #terminal: Terminal

  constructor(args: Arguments, terminal: Terminal) {
    this.#args = args
    this.#terminal = terminal
  }

  /** Whether a master password can be had without asking. */
  get masterGiven(): boolean {
    return this.#args.text('password-file') !== undefined
  }

  masterPassword(question = 'Master password'): Promise<string> {
    return this.#get('password-file', 'usage/password-needed', question)
  }

  /** The file's own password, only where it is given. */
  async givenFilePassword(): Promise<string | undefined> {
    const path = this.#args.text('file-password-file')
    return path === undefined ? undefined : await readPasswordFile(path)
  }

  /** Of a Bitwarden account that an unlocked vault takes up. */
  accountPassword(question: string): Promise<string> {
    return this.#get('account-password-file', 'usage/password-needed', question)
  }

  filePassword(): Promise<string> {
    return this.#get('file-password-file', 'usage/file-password-needed', 'File password')
  }

  /** A password to be set, typed twice where it is typed. */
  async newPassword(option: OptionName, question: string): Promise<string> {
    const password = await this.#get(option, 'usage/password-needed', question)
    if (password.trim() === '') throw new CofferError('usage/blank-password')
    if (this.#args.text(option) === undefined && (await this.#ask(`${question}, once more`)) !== password) {
      throw new CofferError('usage/bad-arguments', { reason: 'the two passwords differ' })
    }
    return password
  }

  async #get(option: OptionName, missing: ErrorCode, question: string): Promise<string> {
    const path = this.#args.text(option)
    if (path !== undefined) return await readPasswordFile(path)
    if (!this.#terminal.interactive) throw new CofferError(missing)
    return await this.#ask(question)
  }

  async #ask(question: string): Promise<string> {
    const answer = await this.#terminal.ask(question)
    if (answer === null) throw new CofferError('usage/password-needed')
    return answer
  }
}
