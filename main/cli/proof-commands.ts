/** The commands that prove: verify a file, list the ledger, take a census, compare. */
import { resolve } from 'node:path'
import { missingIngredient, restoredOf, type Restored, type Survivors } from '../commands/burnt-house.ts'
import { drillBackup, lastGoodCopy, listBackups, recordBurntHouse, recordOf } from '../commands/backups.ts'
import { takeCensus } from '../commands/census.ts'
import { describeDiff, diffContents } from '../commands/compare.ts'
import { listFiles, takeFile, type TakenFile } from '../commands/files.ts'
import { openBackup } from '../commands/open-backup.ts'
import type { Session } from '../commands/vault.ts'
import { asCofferError, CofferError } from '../../contract/errors.ts'
import type { Ingredient } from '../../contract/backups.ts'
import { burntHouseDrill } from '../drill/burnt-house-drill.ts'
import { startNodeProcess } from '../drill/node-process.ts'
import { filePasswordFor, withSession, word, type Command, type Context, type Result } from './command.ts'
import { CENSUS_WORDS, describeBackup, INGREDIENT_WORDS, plural } from './words.ts'

interface Verdict {
  readonly items: number
  readonly folders: number
  readonly sealed: boolean | null
  /** Whether it restores with nothing of this computer; null where that was not tried. */
  readonly burntHouse: boolean | null
  readonly missing: readonly Ingredient[]
  readonly onRecord: boolean
  readonly refusal: CofferError | null
}

const NOTHING = { items: 0, folders: 0, sealed: null, burntHouse: null, missing: [], onRecord: false } as const

function refused(thrown: unknown, more: Partial<Verdict> = {}): Verdict {
  const refusal = asCofferError(thrown)
  const ingredient = missingIngredient(refusal.code)
  return { ...NOTHING, missing: ingredient ? [ingredient] : [], ...more, refusal }
}

function verdictResult(path: string, { refusal, ...verdict }: Verdict): Result {
  const proved = refusal === null
  const { items, folders, burntHouse, missing, onRecord } = verdict
  const lines = proved
    ? [
        `Proved: ${path} restores ${plural(items, 'item')} and ${plural(folders, 'folder')}${onRecord ? ', equal to what was exported' : ''}.`,
        burntHouse === true
          ? 'It restores without this computer too: a fresh process opened it with nothing of this vault.'
          : `Whether it restores without this computer was not tried${missing.length > 0 ? `: ${missing.map((name) => INGREDIENT_WORDS[name]).join(', ')} not given` : ''}.`,
      ]
    : [`Not proved: ${path} (${refusal.code}).`]
  const json = { proved, ...verdict, burntHouse: burntHouse === true, refusal: refusal?.code ?? null }
  return { json, lines, ...(refusal && { finding: refusal }) }
}

/** What is typed for the file at hand; null is what was not given. */
async function survivorsFor(
  path: string,
  { facts }: TakenFile,
  context: Context,
  masterPassword: () => Promise<string>,
): Promise<Survivors> {
  const keyFile = context.args.text('key-file')
  const needsKey = facts.opensWith === 'account-key'
  return {
    path,
    filePassword: (await filePasswordIf(facts.opensWith === 'file-password', context)) ?? null,
    accountKeyPath: keyFile === undefined ? null : resolve(keyFile),
    masterPassword: needsKey && keyFile !== undefined ? await masterPassword() : null,
  }
}

/** Not given and nobody to ask: the drill says what is missing. */
async function filePasswordIf(needed: boolean, { secrets }: Context): Promise<string | undefined> {
  if (!needed) return undefined
  try {
    return await secrets.filePassword()
  } catch (error) {
    if (error instanceof CofferError && error.code === 'usage/file-password-needed') return undefined
    throw error
  }
}

function restoreElsewhere(survivors: Survivors): Promise<Restored> {
  return burntHouseDrill(startNodeProcess, survivors)
}

async function verifyWithoutVault(path: string, context: Context): Promise<Verdict> {
  try {
    const survivors = await survivorsFor(path, await takeFile(path), context, () => context.secrets.masterPassword())
    const { items, folders, sealed } = await restoreElsewhere(survivors)
    return { ...NOTHING, items, folders, sealed, burntHouse: true, refusal: null }
  } catch (thrown) {
    return refused(thrown)
  }
}

async function verifyWithVault(session: Session, masterPassword: string, context: Context): Promise<Verdict> {
  const path = resolve(word(context))
  try {
    const file = await takeFile(path)
    const survivors = await survivorsFor(path, file, context, () => Promise.resolve(masterPassword))
    const filePassword = survivors.filePassword ?? undefined
    const record = recordOf(session, file.sha256, path)
    const outcome = record
      ? await drillBackup(session, record.id, { masterPassword, filePassword })
      : await readWhole(session, file, filePassword)
    const { items, folders, sealed, refusal } = outcome
    const own = { items, folders, sealed, onRecord: record !== undefined }
    if (refusal) return refused(refusal, own)
    if (file.facts.opensWith === 'account-key' && survivors.accountKeyPath === null) {
      return { ...own, burntHouse: null, missing: ['account-key-file'], refusal: null }
    }
    const fault = await burntHouseFault(session, record?.id, survivors, outcome.digest)
    if (fault) return refused(fault, { ...own, burntHouse: false })
    return { ...own, burntHouse: true, missing: [], refusal: null }
  } catch (thrown) {
    return refused(thrown)
  }
}

/** Why it does not come back without this vault, or why that could not be tried; null where it does. */
async function burntHouseFault(
  session: Session,
  id: string | undefined,
  survivors: Survivors,
  digest: string | null,
): Promise<CofferError | null> {
  try {
    const burnt =
      id === undefined
        ? { refusal: null, ...(await restoreElsewhere(survivors)) }
        : await recordBurntHouse(session, id, () => restoreElsewhere(survivors))
    return burnt.refusal ?? (burnt.digest === digest ? null : new CofferError('backup/not-equal'))
  } catch (thrown) {
    return asCofferError(thrown)
  }
}

/** A file that this vault did not make: whole, but there is nothing to compare it with. */
async function readWhole(session: Session, file: TakenFile, filePassword: string | undefined) {
  const { contents, sealed } = await openBackup(file, { session, filePassword })
  return { refusal: null, ...restoredOf(contents, sealed) }
}

const verify: Command = {
  usage: 'verify FILE [--no-vault] [--key-file FILE]',
  about: 'prove that a file restores: with this vault, and with nothing of this computer; exit status 0 only if proved',
  options: ['no-vault', 'key-file', 'file-password-file'],
  words: [1, 1],
  async run(context) {
    const path = resolve(word(context))
    if (context.args.flag('no-vault')) return verdictResult(path, await verifyWithoutVault(path, context))
    return await withSession(context, async (session, masterPassword) =>
      verdictResult(path, await verifyWithVault(session, masterPassword, context)),
    )
  },
}

const backups: Command = {
  usage: 'backups',
  about: 'every export on record, what its file is like now, and when it was last proved',
  options: [],
  words: [0, 0],
  run: (context) =>
    withSession(context, async (session) => {
      const all = await listBackups(session)
      const rows = all.map(({ path, kind, made, items, state, lastProved, outgrown }) => ({
        path,
        kind,
        made,
        items,
        state,
        lastProved,
        outgrown,
      }))
      const good = lastGoodCopy(all)
      const answer = good
        ? `The last good copy was made on ${good.made.slice(0, 10)}: ${good.path}`
        : 'There is no good copy yet: no file on record has been proved to restore without this computer.'
      return {
        json: { backups: rows, lastGoodCopy: good?.path ?? null },
        lines: [
          answer,
          ...rows.map((row) => {
            const { path, made, items } = row
            return `${made.slice(0, 10)}  ${plural(items, 'item').padStart(12)}  ${describeBackup(row).padEnd(30)}  ${path}`
          }),
        ],
      }
    }),
}

const census: Command = {
  usage: 'census PATH…',
  about: 'what each of several files is good for; opened ones also tell what exists in them alone',
  options: ['file-password-file'],
  words: [1, 10_000],
  async run(context) {
    const { args, secrets } = context
    const { paths, omitted } = await listFiles(args.positionals.map((path) => resolve(path)))
    const filePassword = await secrets.givenFilePassword()
    const take = async (session?: Session): Promise<Result> => {
      const rows = await takeCensus(paths, { session, filePassword })
      const lines = rows.flatMap(({ path, verdict, items, onlyHere, otherVersions }) => [
        [CENSUS_WORDS[verdict].padEnd(26), items === null ? '' : `(${plural(items, 'item')})`, path].join('  '),
        ...(rows.length > 1 ? aloneLines(onlyHere, otherVersions) : []),
      ])
      const closed = rows.filter(({ opened }) => !opened)
      if (closed.length > 0 && closed.length < rows.length)
        lines.push(`Not opened, so not compared: ${closed.map(({ path }) => path).join(', ')}`)
      if (omitted > 0) lines.push(`${omitted} more files were not looked at.`)
      return { json: { files: rows, omitted }, lines }
    }
    const named = args.text('vault') !== undefined || secrets.masterGiven
    return named ? await withSession(context, take) : await take()
  },
}

const diff: Command = {
  usage: 'diff A [B]',
  about: 'what is different between two files, or between a file and the vault; values are masked',
  options: ['file-password-file', 'reveal'],
  words: [1, 2],
  async run(context) {
    const reveal = context.args.flag('reveal')
    const files = await Promise.all(context.args.positionals.map((path) => takeFile(path)))
    const compare = async (session?: Session): Promise<Result> => {
      const sides = []
      for (const file of files) {
        const filePassword = await filePasswordFor(file, context)
        sides.push((await openBackup(file, { session, filePassword })).contents)
      }
      if (session && sides.length === 1) sides.push(session.contents())
      const [before, after] = sides
      if (!before || !after) throw new CofferError('internal')
      return diffResult(describeDiff(diffContents(before, after), reveal))
    }
    const needsVault = files.length === 1 || files.some(({ facts }) => facts.opensWith === 'account-key')
    return needsVault ? await withSession(context, compare) : await compare()
  },
}

function aloneLines(onlyHere: readonly string[] | null, otherVersions: readonly string[] | null): string[] {
  const told = (words: string, names: readonly string[] | null): string[] =>
    names && names.length > 0 ? [`    ${words}: ${names.join(', ')}`] : []
  return [...told('exists only here', onlyHere), ...told('exists elsewhere in another version', otherVersions)]
}

function diffResult(found: ReturnType<typeof describeDiff>): Result {
  const { same, added, removed, changed, foldersAdded, foldersRemoved } = found
  const named = (sign: string, { type, name, folder }: { type: string; name: string; folder: string | null }): string =>
    `${sign} ${type}  ${name}${folder === null ? '' : `  [${folder}]`}`
  return {
    json: { ...found },
    lines: [
      ...removed.map((item) => named('-', item)),
      ...added.map((item) => named('+', item)),
      ...changed.flatMap((item) => [
        named('~', item),
        ...item.changes.map(
          ({ field, before, after }) => `    ${field}: ${valueWords(before)} -> ${valueWords(after)}`,
        ),
      ]),
      ...foldersRemoved.map((name) => `- folder  ${name}`),
      ...foldersAdded.map((name) => `+ folder  ${name}`),
      `${plural(same, 'item')} the same, ${added.length} added, ${removed.length} removed, ${changed.length} changed.`,
    ],
  }
}

function valueWords(value: unknown): string {
  return value === null ? '(none)' : typeof value === 'string' ? value : JSON.stringify(value)
}

export const PROOF_COMMANDS: readonly (readonly [string, Command])[] = [
  ['verify', verify],
  ['backups', backups],
  ['census', census],
  ['diff', diff],
]
