/**
 * What only the window does to a vault, as a command: `node act.ts ACT --vault FILE --password-file FILE --json`. Says
 * what the command line would say.
 */
import { asCofferError, EXIT_STATUS } from '../contract/errors.ts'
import { errorText } from '../contract/error-text.ts'
import { en } from '../contract/text/en.ts'
import { parseArguments, type OptionName } from '../main/cli/arguments.ts'
import { readPasswordFile, removeActiveTemps } from '../main/commands/files.ts'
import { listImports } from '../main/commands/import-history.ts'
import { addFolder, addItem, editItem, setFavorite, trashItems } from '../main/commands/items.ts'
import { saveReport } from '../main/commands/save-import-files.ts'
import { openVaultFile, type Session } from '../main/commands/vault.ts'
import { noteDraft } from '../main/testkit/drafts.ts'

export const ADDED_NOTE = 'added by the torture'

const OPTIONS: readonly OptionName[] = ['vault', 'password-file', 'json']

function itemNamed(session: Session, wanted: string): string {
  return session.contents().items.find(({ name }) => name === wanted)?.id ?? ''
}

const ACTS: Readonly<Record<string, (session: Session, target: string) => unknown>> = {
  add: (session) => addItem(session, noteDraft(ADDED_NOTE)),
  edit: (session) => editItem(session, { ...session.item(itemNamed(session, 'Wi-Fi')), notes: 'another' }),
  favorite: (session) => {
    setFavorite(session, [itemNamed(session, 'Wi-Fi')], true)
  },
  trash: (session) => {
    trashItems(session, [itemNamed(session, 'Wi-Fi')])
  },
  remove: (session) => {
    session.deleteItems([itemNamed(session, 'Wi-Fi')])
  },
  folder: (session) => addFolder(session, 'a new folder'),
  forget: (session) => {
    session.ledger.forget(session.ledger.records()[0]?.id ?? '')
  },
  report: (session, target) => saveReport(session, listImports(session)[0]?.id ?? '', target, en),
}

async function main([name = '', ...rest]: readonly string[]): Promise<void> {
  const args = parseArguments(rest, OPTIONS)
  const vault = await openVaultFile(args.text('vault') ?? '')
  try {
    const session = await vault.unlock(await readPasswordFile(args.text('password-file') ?? ''))
    await ACTS[name]?.(session, args.positionals[0] ?? '')
  } finally {
    vault.close()
  }
}

for (const signal of ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    removeActiveTemps()
    process.exit(1)
  })
}

if (import.meta.main) {
  try {
    await main(process.argv.slice(2))
    process.stdout.write('{"ok":true}\n')
  } catch (thrown) {
    const error = asCofferError(thrown)
    const message = Object.values(errorText(error, en)).join(' ')
    process.stdout.write(`${JSON.stringify({ ok: false, code: error.code, message, details: error.details })}\n`)
    process.exitCode = EXIT_STATUS[error.code]
  }
}
