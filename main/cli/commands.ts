/** The commands of the command line: each takes what was typed and gives one result, as JSON and as lines. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { CofferError } from '../../contract/errors.ts'
import { DEFAULT_PBKDF2 } from '../../contract/kdf-config.ts'
import { readAccountKey, readClientAccount, writeAccountKey } from '../commands/accounts.ts'
import { takeFile } from '../commands/files.ts'
import { inspectFile } from '../commands/inspect-file.ts'
import { listItems } from '../commands/items.ts'
import { digestBackup, readAsPlainJson } from '../commands/open-backup.ts'
import { lookAround } from '../commands/written-place.ts'
import { createVault, createVaultAround, digestOf, type Session } from '../commands/vault.ts'
import { badArguments, kdfOf, type OptionName } from './arguments.ts'
import { filePasswordFor, vaultPath, withSession, withVault, word, type Command, type Result } from './command.ts'
import { exportFile } from './export-command.ts'
import { IMPORT_COMMANDS } from './import-commands.ts'
import { leftovers, placeLines } from './leftovers-command.ts'
import { adopt } from './adopt-command.ts'
import { PROOF_COMMANDS } from './proof-commands.ts'
import { rotate } from './rotate-command.ts'
import { describeInspection, describeKdf, plural, scrubLines } from './words.ts'

const KDF_OPTIONS: readonly OptionName[] = ['kdf', 'iterations', 'memory', 'parallelism']

const init: Command = {
  usage: 'init',
  about: 'create a vault, adopt a Bitwarden account, or restore an account on a new computer',
  options: ['email', ...KDF_OPTIONS, 'from-bitwarden', 'from-key-file'],
  words: [0, 0],
  async run(context) {
    const { args, secrets } = context
    const path = vaultPath(context)
    if (existsSync(path)) throw new CofferError('vault/exists')
    const email = args.text('email') ?? null
    const [dataFile, keyFile] = [args.text('from-bitwarden'), args.text('from-key-file')]
    if (dataFile !== undefined && keyFile !== undefined)
      throw badArguments('--from-bitwarden or --from-key-file, not both')
    if (dataFile === undefined && keyFile === undefined) {
      const kdf = kdfOf(args, DEFAULT_PBKDF2)
      const password = await secrets.newPassword('password-file', 'New master password')
      await createVault(path, password, { email, kdf })
      return await initResult(path, { email, kdf: describeKdf(kdf), adopted: false }, KEY_FILE_NEXT)
    }
    const ofNewAccounts = KDF_OPTIONS.filter((name) => args.text(name) !== undefined)
    if (keyFile !== undefined && email !== null) ofNewAccounts.push('email')
    if (ofNewAccounts[0] !== undefined)
      throw badArguments(`--${ofNewAccounts[0]} has no place here: the account has its own`)
    const account =
      dataFile === undefined ? await readAccountKey(keyFile ?? '') : await readClientAccount(dataFile, email)
    const password = await secrets.masterPassword(`Master password of ${account.email ?? 'this account'}`)
    await createVaultAround(path, password, account)
    return await initResult(path, { email: account.email, kdf: describeKdf(account.kdf), adopted: account.adopted })
  },
}

const KEY_FILE_NEXT = [
  'Write the account key file next (coffer key-file FILE) and keep it away from this computer: exports that open',
  'with this account’s key need it, or this vault file, and the master password.',
]

async function initResult(
  path: string,
  facts: { email: string | null; kdf: string; adopted: boolean },
  next: readonly string[] = [],
): Promise<Result> {
  const place = await lookAround(path)
  return {
    json: { vault: path, ...facts, ...place },
    lines: [`Vault made: ${path}`, `Key derivation: ${facts.kdf}.`, ...placeLines(place), ...next],
  }
}

const keyFile: Command = {
  usage: 'key-file FILE',
  about: 'write the account key file, useless without the master password',
  options: ['force'],
  words: [1, 1],
  run: (context) =>
    withSession(context, async (session, masterPassword) => {
      const overwrite = context.args.flag('force')
      const written = await writeAccountKey(session, resolve(word(context)), { masterPassword, overwrite })
      const place = await lookAround(written.path)
      const keep = 'Keep it with your backups, away from this computer.'
      return {
        json: { ...written, ...place },
        lines: [`Account key file written: ${written.path}`, keep, ...placeLines(place)],
      }
    }),
}

const inspect: Command = {
  usage: 'inspect FILE',
  about: 'say what a file is; with --vault also whether that vault opens it',
  options: ['file-password-file'],
  words: [1, 1],
  async run(context) {
    const { args, secrets, terminal } = context
    const look = async (session?: Session): Promise<Result> => {
      const file = await takeFile(word(context))
      const inspection = await inspectFile(file, { session, filePassword: await secrets.givenFilePassword() })
      return { json: { ...inspection }, lines: describeInspection(inspection) }
    }
    const named = args.text('vault') !== undefined || secrets.masterGiven
    if (!named) return await look()
    return await withVault(context, async (vault) => {
      if (!secrets.masterGiven && !terminal.interactive) return await look()
      await takeFile(word(context))
      return await look(await vault.unlock(await secrets.masterPassword()))
    })
  },
}

const open: Command = {
  usage: 'open FILE',
  about: 'decrypt a password-protected or plain export without any vault, as plain JSON on stdout',
  options: ['file-password-file'],
  words: [1, 1],
  async run(context) {
    const file = await takeFile(word(context))
    if (file.facts.opensWith === 'account-key') throw new CofferError('format/needs-account')
    const text = await readAsPlainJson(file, { filePassword: await filePasswordFor(file, context) })
    return { json: { format: file.facts.id, contents: JSON.parse(text) as unknown }, lines: text.split('\n') }
  },
}

const list: Command = {
  usage: 'list',
  about: 'list the items, nothing secret',
  options: ['search'],
  words: [0, 0],
  run: (context) =>
    withSession(context, (session) => {
      const items = listItems(session, context.args.text('search'))
      const lines = items.map(({ id, type, name, folder, trashed }) =>
        [id, type.padEnd(14), name, folder === null ? '' : `[${folder}]`, trashed ? '(trash)' : '']
          .join('  ')
          .trimEnd(),
      )
      return Promise.resolve({ json: { items }, lines: [...lines, plural(items.length, 'item')] })
    }),
}

const get: Command = {
  usage: 'get ID',
  about: 'show one item, secrets included',
  options: [],
  words: [1, 1],
  run: (context) =>
    withSession(context, (session) => {
      const item = session.item(word(context))
      return Promise.resolve({ json: { item }, lines: JSON.stringify(item, null, 2).split('\n') })
    }),
}

const changePassword: Command = {
  usage: 'change-password',
  about: 'change the master password or the key derivation; every export keeps opening',
  options: ['new-password-file', ...KDF_OPTIONS],
  words: [0, 0],
  run: (context) =>
    withSession(context, async (session, masterPassword) => {
      const { args, secrets } = context
      const kdf = kdfOf(args, session.account.kdf)
      const settingsOnly =
        KDF_OPTIONS.some((name) => args.text(name) !== undefined) && args.text('new-password-file') === undefined
      const password = settingsOnly
        ? masterPassword
        : await secrets.newPassword('new-password-file', 'New master password')
      const { scrubbed } = await session.changePassword(password, kdf)
      return {
        json: { kdf, passwordChanged: !settingsOnly, scrubbed },
        lines: [
          settingsOnly ? 'The master password stays.' : 'The master password was changed.',
          `Key derivation: ${describeKdf(kdf)}.`,
          'Exports made before keep opening. An older account key file opens with the older password: write a new one.',
          ...scrubLines(scrubbed),
        ],
      }
    }),
}

const digest: Command = {
  usage: 'digest [FILE]',
  about: 'the digest of a file’s contents, or of the vault’s: equal contents, equal digest',
  options: ['file-password-file'],
  words: [0, 1],
  async run(context) {
    const result = (value: string): Result => ({ json: { digest: value }, lines: [value] })
    const ofVault = (session: Session): Promise<Result> => Promise.resolve(result(digestOf(session.contents())))
    const path = word(context)
    if (path === '') return await withSession(context, ofVault)
    const named = context.args.text('vault') !== undefined
    if (!named) {
      const file = await takeFile(path)
      if (file.facts.opensWith !== 'account-key') {
        return result(await digestBackup(file, { filePassword: await filePasswordFor(file, context) }))
      }
    }
    return await withVault(context, async (vault) => {
      const file = await takeFile(path)
      const filePassword = await filePasswordFor(file, context)
      const needsVault = file.facts.opensWith === 'account-key'
      const session = needsVault ? await vault.unlock(await context.secrets.masterPassword()) : undefined
      return result(await digestBackup(file, { session, filePassword }))
    })
  },
}

export const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['init', init],
  ['key-file', keyFile],
  ['inspect', inspect],
  ...IMPORT_COMMANDS,
  ['export', exportFile],
  ['open', open],
  ['list', list],
  ['get', get],
  ['rotate-key', rotate],
  ['adopt', adopt],
  ['change-password', changePassword],
  ['digest', digest],
  ['leftovers', leftovers],
  ...PROOF_COMMANDS,
])
