/** Command-line options as values. Passwords are never arguments: files or hidden questions give them. */
import { parseArgs } from 'node:util'
import { CofferError } from '../../contract/errors.ts'
import { DEFAULT_ARGON2ID, DEFAULT_PBKDF2, type KdfConfig } from '../../contract/kdf-config.ts'

/** Every option of every command; `value` is what it takes, null for a switch. */
export const OPTIONS = {
  vault: { value: 'FILE', about: 'the vault file (default: the app’s own data folder)' },
  'password-file': { value: 'FILE', about: 'holds the master password' },
  'file-password-file': { value: 'FILE', about: 'holds the password of the export' },
  'account-password-file': { value: 'FILE', about: 'holds the Bitwarden master password of the account' },
  'new-password-file': { value: 'FILE', about: 'holds the new master password' },
  json: { value: null, about: 'one JSON document on stdout' },
  help: { value: null, about: 'this help' },
  explain: { value: null, about: 'write nothing: say what each format keeps of this vault' },
  remove: { value: null, about: 'take away what was left behind' },
  force: { value: null, about: 'replace the file that is there' },
  email: { value: 'EMAIL', about: 'the account’s e-mail address' },
  kdf: { value: 'pbkdf2|argon2id', about: 'key derivation' },
  iterations: { value: 'N', about: 'its rounds' },
  memory: { value: 'MIB', about: 'its memory (argon2id)' },
  parallelism: { value: 'N', about: 'its lanes (argon2id)' },
  'from-bitwarden': { value: 'DATA.JSON', about: 'adopt the account of a Bitwarden client' },
  'from-key-file': { value: 'FILE', about: 'restore the account of an account key file' },
  format: { value: 'encrypted_json|json|csv', about: 'the kind of export' },
  'without-trash': { value: null, about: 'leave trashed items out, as Bitwarden does' },
  search: { value: 'TEXT', about: 'only items whose name, folder, user name or address holds it' },
  'no-vault': { value: null, about: 'with nothing of this computer: a fresh process, an empty profile' },
  'key-file': { value: 'FILE', about: 'the account key file' },
  reveal: { value: null, about: 'show values, secrets included' },
  plan: { value: null, about: 'tell what would happen, and do nothing' },
  'on-duplicate': { value: 'skip|keep|merge', about: 'accounts that the vault has otherwise (default: keep both)' },
  'as-new': { value: null, about: 'add everything, also what the vault has already, as Bitwarden does' },
  salvage: { value: null, about: 'import the rows that can be read, and list the others' },
  repair: { value: null, about: 'turn HTML entities back into characters (&amp; to &)' },
  map: { value: 'NAME,URL,-,…', about: 'what each column of an unknown CSV file holds, - to leave it out' },
  replace: { value: null, about: 'first write and prove a replacement beside each export that would stop opening' },
  detach: { value: null, about: 'end the exchange with the Bitwarden account' },
} as const satisfies Record<string, { value: string | null; about: string }>

export type OptionName = keyof typeof OPTIONS
export const COMMON: readonly OptionName[] = ['vault', 'password-file', 'json', 'help']

export interface Arguments {
  readonly positionals: readonly string[]
  text(name: OptionName): string | undefined
  flag(name: OptionName): boolean
}

/** @throws CofferError usage/bad-arguments */
export function parseArguments(argv: readonly string[], allowed: readonly OptionName[]): Arguments {
  const options = Object.fromEntries(
    allowed.map((name) => [name, { type: OPTIONS[name].value === null ? 'boolean' : 'string' } as const]),
  )
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
    return {
      positionals,
      text: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
      flag: (name) => values[name] === true,
    }
  } catch (error) {
    throw badArguments(error instanceof Error ? error.message : 'unknown option')
  }
}

export function badArguments(reason: string): CofferError {
  return new CofferError('usage/bad-arguments', { reason })
}

function wholeNumber(args: Arguments, name: OptionName, otherwise: number): number {
  const text = args.text(name)
  if (text === undefined) return otherwise
  if (!/^\d{1,10}$/.test(text)) throw badArguments(`--${name} takes a whole number`)
  return Number(text)
}

/** The KDF that the options ask for, the rest from `current`; whether it is allowed is checked where it is used. */
export function kdfOf(args: Arguments, current: KdfConfig): KdfConfig {
  const type = args.text('kdf') ?? current.type
  if (type === 'pbkdf2') {
    if ((args.text('memory') ?? args.text('parallelism')) !== undefined) {
      throw badArguments('--memory and --parallelism go with --kdf argon2id')
    }
    const base = current.type === 'pbkdf2' ? current : DEFAULT_PBKDF2
    return { type, iterations: wholeNumber(args, 'iterations', base.iterations) }
  }
  if (type !== 'argon2id') throw badArguments('--kdf takes pbkdf2 or argon2id')
  const base = current.type === 'argon2id' ? current : DEFAULT_ARGON2ID
  return {
    type,
    iterations: wholeNumber(args, 'iterations', base.iterations),
    memoryMiB: wholeNumber(args, 'memory', base.memoryMiB),
    parallelism: wholeNumber(args, 'parallelism', base.parallelism),
  }
}
