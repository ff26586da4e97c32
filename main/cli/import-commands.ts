/** The commands of importing: plan it, do it, list what was done, take it back. */
import { CofferError } from '../../contract/errors.ts'
import {
  MAPPED,
  type ColumnMapping,
  type Finding,
  type ImportDone,
  type MappedField,
  type PlanRow,
  type RowAction,
  type UnreadableRow,
} from '../../contract/import-plan.ts'
import { takeFile, type TakenFile } from '../commands/files.ts'
import { commitImport, listImports, undoImport } from '../commands/import-history.ts'
import { planImport, withoutRaw, type ImportPlan } from '../commands/import-plan.ts'
import { badArguments, type Arguments } from './arguments.ts'
import { filePasswordFor, withSession, withVault, word, type Command, type Result } from './command.ts'
import { countedWords, FINDING_WORDS, kindWords, olderCopyLine, plural } from './words.ts'

/** What becomes of a row whose account the vault has with something else in it. */
const ON_DUPLICATE: Readonly<Record<string, RowAction>> = { keep: 'add', skip: 'skip', merge: 'merge' }
const DIFFERENT: readonly Finding[] = ['changed', 'older', 'newer']

interface Wanted {
  readonly asNew: boolean
  readonly onDuplicate: RowAction
  readonly salvage: boolean
  readonly repair: boolean
  readonly mapping: ColumnMapping | null
}

/** @throws CofferError usage/bad-arguments */
function wantedOf(args: Arguments): Wanted {
  const [duplicate, map] = [args.text('on-duplicate'), args.text('map')]
  const asNew = args.flag('as-new')
  if (asNew && duplicate !== undefined)
    throw badArguments('--as-new or --on-duplicate, not both: --as-new adds everything')
  const onDuplicate = ON_DUPLICATE[duplicate ?? 'keep']
  if (onDuplicate === undefined) throw badArguments('--on-duplicate takes skip, keep or merge')
  const mapping = map === undefined ? null : mappingOf(map)
  return { asNew, onDuplicate, salvage: args.flag('salvage'), repair: args.flag('repair'), mapping }
}

/** `name,url,-,password`: one word for each column, `-` for one to leave out. */
function mappingOf(text: string): ColumnMapping {
  const words = text.split(',').map((part) => part.trim())
  const isField = (part: string): part is MappedField => (MAPPED as readonly string[]).includes(part)
  const mapping = words.map((part) => (isField(part) ? part : null))
  if (words.some((part) => part !== '-' && !isField(part)))
    throw badArguments(`--map takes one of ${MAPPED.join(', ')} or - for each column`)
  const fields = mapping.filter((field) => field !== null)
  if (new Set(fields).size < fields.length) throw badArguments('--map names a field twice')
  if (!fields.includes('password') && !fields.includes('url')) throw badArguments('--map needs a password or a url')
  return mapping
}

const importCommand: Command = {
  usage: 'import FILE',
  about: 'bring in a file, all of it or nothing; what the vault has already is skipped, and it can be undone',
  options: ['file-password-file', 'plan', 'on-duplicate', 'as-new', 'salvage', 'repair', 'map'],
  words: [1, 1],
  async run(context) {
    const wanted = wantedOf(context.args)
    return await withVault(context, async (vault) => {
      const path = word(context)
      const file = await takeFile(path)
      if (wanted.mapping !== null && !file.recognised.columns)
        throw badArguments('--map has no place here: Coffer knows what is in this file')
      const filePassword = await filePasswordFor(file, context)
      const session = await vault.unlock(await context.secrets.masterPassword())
      const { salvage, repair, mapping } = wanted
      const plan = await planImport(session, file, { filePassword, salvage, repair, mapping })
      for (const finding of DIFFERENT) plan.decide(finding, wanted.onDuplicate)
      plan.asNew(wanted.asNew)
      if (context.args.flag('plan')) return planResult(plan, file)
      return doneResult(commitImport(session, plan, { fileName: path }), file)
    })
  },
}

function planResult(plan: ImportPlan, file: TakenFile): Result {
  const preview = plan.preview()
  const { items, folders, totals, damaged, newerExport } = preview
  const lines = [
    `Nothing was written. ${file.facts.label}:`,
    ...(Object.keys(items) as Finding[])
      .filter((finding) => items[finding] > 0)
      .map((finding) => `  ${plural(items[finding], 'row')} ${FINDING_WORDS[finding]}`),
    `It would add ${plural(totals.add, 'item')} and ${plural(folders.new, 'folder')}, merge ${totals.merge} and skip ${totals.skip}.`,
    ...attentionOf(plan).map(attentionLine),
    ...remarksOf(preview),
  ]
  if (newerExport !== null) lines.push(olderCopyLine(newerExport))
  if (damaged > 0)
    lines.push(`${plural(damaged, 'value')} may be damaged by HTML entities (&amp;): --repair mends them.`)
  return { json: { ...preview, unreadable: plan.unreadable.map(withoutRaw) }, lines }
}

function attentionOf(plan: ImportPlan): PlanRow[] {
  const rows: PlanRow[] = []
  for (;;) {
    const page = plan.page({ filter: 'attention', offset: rows.length })
    rows.push(...page.rows)
    if (rows.length >= page.total) return rows
  }
}

function attentionLine({ finding, name, username, differs, unreadable }: PlanRow): string {
  if (unreadable) return unreadableLine(unreadable)
  const account = username === null ? name : `${name} (${username})`
  return `  ${finding}: ${account}: ${differs.join(', ')}`
}

function unreadableLine({ lines, pointer, column, reason }: UnreadableRow): string {
  const [first, last] = lines ?? [0, 0]
  const places = [
    lines && (first === last ? `line ${first}` : `lines ${first}–${last}`),
    pointer,
    column !== null && `column ${column}`,
  ]
  return `  not read: ${places.filter(Boolean).join(', ')} (${reason})`
}

function remarksOf({ sealed, ignored, absent }: Pick<ImportDone, 'sealed' | 'ignored' | 'absent'>): string[] {
  return [
    ...(sealed === false ? ['Not sealed: items were authenticated one by one, their arrangement was not.'] : []),
    ...(Object.keys(ignored).length > 0 ? [`Not taken over: ${countedWords(ignored)}.`] : []),
    ...(absent.length > 0 ? [`A file of this kind never holds ${absent.map(kindWords).join(', ')}.`] : []),
  ]
}

function doneResult(done: ImportDone, file: TakenFile): Result {
  const { id, items, folders, unreadable } = done
  const lines = [
    `Imported ${plural(items.new, 'item')} and ${plural(folders.new, 'new folder')} (${file.facts.label}).`,
  ]
  if (items.merged > 0) lines.push(`Merged ${plural(items.merged, 'item')} into what the vault had.`)
  if (items.skipped > 0) lines.push(`Skipped ${plural(items.skipped, 'item')}.`)
  if (items.duplicates > 0)
    lines.push(`${items.duplicates} of them equal items that were in the vault already: those are there twice now.`)
  if (items.unreadable > 0) lines.push(`${plural(items.unreadable, 'row')} could not be read:`)
  lines.push(...unreadable.map(unreadableLine))
  if (items.unreadable > unreadable.length) lines.push(`  and ${items.unreadable - unreadable.length} more`)
  lines.push(...remarksOf(done))
  lines.push(id === null ? 'Nothing was written.' : `coffer undo-import ${id} takes it back.`)
  return { json: { ...done }, lines }
}

const imports: Command = {
  usage: 'imports',
  about: 'list the last five imports, which can be undone',
  options: [],
  words: [0, 0],
  run: (context) =>
    withSession(context, (session) => {
      const records = listImports(session)
      const lines = records.map(({ id, at, file, added, merged }) =>
        [id, at.slice(0, 16).replace('T', ' '), `${added} added, ${merged} merged`.padEnd(24), file].join('  '),
      )
      return Promise.resolve({ json: { imports: records }, lines: [...lines, plural(records.length, 'import')] })
    }),
}

const undo: Command = {
  usage: 'undo-import [ID]',
  about: 'take back an import, the newest unless another is named; what was edited since stays',
  options: [],
  words: [0, 1],
  run: (context) =>
    withSession(context, (session) => {
      const id = word(context) || listImports(session)[0]?.id
      if (id === undefined) throw new CofferError('usage/import-not-found')
      const done = undoImport(session, id)
      const lines = [
        `Took back ${plural(done.removed, 'item')} and ${plural(done.foldersRemoved, 'folder')}; ${plural(done.restored, 'merged item')} as before.`,
        ...(done.kept.length > 0 ? ['Edited since, and kept:', ...done.kept.map((name) => `  ${name}`)] : []),
      ]
      return Promise.resolve({ json: { id, ...done }, lines })
    }),
}

export const IMPORT_COMMANDS: readonly (readonly [string, Command])[] = [
  ['import', importCommand],
  ['imports', imports],
  ['undo-import', undo],
]
