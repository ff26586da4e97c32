/** `coffer export`: a backup, or what each kind of one would keep. */
import { resolve } from 'node:path'
import { EXPORT_CHOICES, FORMATS, type ExportChoice } from '../../contract/formats.ts'
import { exportVault, requireExportable } from '../commands/export-vault.ts'
import { explainExport } from '../commands/fidelity.ts'
import { lookAround } from '../commands/written-place.ts'
import { badArguments, type Arguments } from './arguments.ts'
import { withSession, withVault, word, type Command, type Context, type Result } from './command.ts'
import { placeLines } from './leftovers-command.ts'
import { countedWords, describeFidelity, plural, STAGES } from './words.ts'

function choiceOf(args: Arguments): ExportChoice | undefined {
  const named = args.text('format')
  const choice = EXPORT_CHOICES.find((candidate) => candidate === named)
  if (named !== undefined && choice === undefined) throw badArguments('--format takes encrypted_json, json or csv')
  return choice
}

export const exportFile: Command = {
  usage: 'export FILE --format encrypted_json|json|csv',
  about: 'write a backup, proved by reading it back from disk; with --explain say what each format keeps',
  options: ['format', 'file-password-file', 'force', 'without-trash', 'explain'],
  words: [0, 1],
  run(context) {
    const { args } = context
    const choice = choiceOf(args)
    if (args.flag('explain')) return explain(context, choice === undefined ? EXPORT_CHOICES : [choice])
    if (choice === undefined) throw badArguments('--format takes encrypted_json, json or csv')
    if (word(context) === '') throw badArguments('coffer export FILE')
    return write(context, choice)
  },
}

/** Writes nothing. */
async function explain(context: Context, choices: readonly ExportChoice[]): Promise<Result> {
  const { args } = context
  if (word(context) !== '') throw badArguments('--explain writes no file')
  return await withSession(context, (session) => {
    const { folders, items } = session.contents()
    const live = items.filter(({ deletedDate }) => deletedDate === null)
    const contents = { folders, items: args.flag('without-trash') ? live : items }
    const statements = choices.map((choice) => [choice, explainExport(choice, contents)] as const)
    return Promise.resolve({
      json: { formats: Object.fromEntries(statements) },
      lines: [
        ...statements.flatMap(([choice, statement]) => describeFidelity(choice, statement)),
        'Bitwarden gives every item a new id: importing a file twice makes duplicates there.',
      ],
    })
  })
}

/** A program cannot tell the disk from the system's memory of it. */
const READ_BACK =
  'Read back and found equal. The system may have answered from its memory; a check after the disk was away reads the disk.'

const OPENS = {
  'account-key': 'It opens only with this account’s key: keep the account key file too. Rotating the key ends it.',
  'file-password': 'It opens with its file password, at Coffer and at Bitwarden.',
  nothing: 'It is not encrypted: anyone who has it can read it.',
} as const

async function write(context: Context, choice: ExportChoice): Promise<Result> {
  const { args, secrets, terminal } = context
  return await withVault(context, async (vault) => {
    const asked = {
      path: resolve(word(context)),
      choice,
      filePassword: await secrets.givenFilePassword(),
      overwrite: args.flag('force'),
      withoutTrash: args.flag('without-trash'),
    }
    await requireExportable(asked)
    const masterPassword = await secrets.masterPassword()
    const session = await vault.unlock(masterPassword)
    const report = await exportVault(session, { ...asked, masterPassword }, (step, done) => {
      if (done === undefined) terminal.say(`${STAGES[step]} …`)
    })
    const lines = [
      `Exported ${plural(report.items, 'item')} and ${plural(report.folders, 'folder')}: ${report.path}`,
      READ_BACK,
      OPENS[FORMATS[report.kind].opensWith],
    ]
    const leftOut = countedWords(report.leftOut)
    if (leftOut !== '') lines.push(`This format left out: ${leftOut}.`)
    const place = await lookAround(report.path)
    lines.push(...placeLines(place))
    return { json: { ...report, ...place }, lines }
  })
}
