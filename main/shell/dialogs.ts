/** The native dialogs, all of them over the window. Null: the person cancelled. */
import path from 'node:path'
import type { BrowserWindow, Dialog, FileFilter, OpenDialogOptions, SaveDialogOptions } from 'electron'
import type { RowsSuffix } from '../../contract/import-plan.ts'
import type { AccountFileKind } from '../../contract/api.ts'
import { errorText } from '../../contract/error-text.ts'
import { CofferError } from '../../contract/errors.ts'
import type { WireError } from '../../contract/files.ts'
import type { ExportChoice } from '../../contract/formats.ts'
import type { Translation } from '../../contract/text/translation.ts'
import { isVaultFile } from './command-line.ts'
import type { WindowState } from './window-state.ts'

export interface DialogParts {
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox'>
  readonly window: () => BrowserWindow
  readonly documents: string
  /** In the language that is chosen when a dialog opens. */
  readonly words: () => Pick<Translation, 'dialogs' | 'errors' | 'errorDetails'>
  /** Where vaults go that are not the person's own. */
  readonly vaultFolder: string | null
  readonly state: WindowState
  readonly today?: () => Date
}

export interface Dialogs {
  saveVault(): Promise<string | null>
  openVault(): Promise<string | null>
  /** Offers a name beside `original`, where it replaces that; else where the last export went. */
  saveExport(choice: ExportChoice, original?: string | null): Promise<string | null>
  saveKeyFile(): Promise<string | null>
  saveReport(): Promise<string | null>
  /** For rows that could not be read. */
  saveRows(suffix: RowsSuffix): Promise<string | null>
  chooseImports(): Promise<readonly string[] | null>
  chooseAccount(kind: AccountFileKind): Promise<string | null>
  /** Whether the running work is to be stopped, so that the app can end. */
  stopWork(): Promise<boolean>
  /** Tells of a refusal that no page asked for. */
  tell(error: WireError): Promise<void>
}

const EXTENSIONS = {
  vault: ['coffer'],
  all: ['*'],
  json: ['json'],
  csv: ['csv'],
  xml: ['xml'],
  exports: ['json', 'csv', 'xml'],
  text: ['txt'],
} satisfies Record<keyof Translation['dialogs']['files'], string[]>

export function makeDialogs(parts: DialogParts): Dialogs {
  const { dialog, window, documents, vaultFolder, state, today = () => new Date() } = parts
  const words = (): Translation['dialogs'] => parts.words().dialogs
  let asking = false

  function filters(...kinds: (keyof typeof EXTENSIONS)[]): FileFilter[] {
    return kinds.map((kind) => ({ name: words().files[kind], extensions: EXTENSIONS[kind] }))
  }

  /** A page that calls again and again gets one dialog, not a pile of them. */
  async function oneAtATime<T>(ask: () => Promise<T>): Promise<T> {
    if (asking) throw new CofferError('vault/busy')
    asking = true
    try {
      return await ask()
    } finally {
      asking = false
    }
  }

  async function open(options: OpenDialogOptions): Promise<readonly string[] | null> {
    const { canceled, filePaths } = await oneAtATime(() => dialog.showOpenDialog(window(), options))
    return canceled || filePaths.length === 0 ? null : filePaths
  }

  async function save(options: SaveDialogOptions): Promise<string | null> {
    const properties: SaveDialogOptions['properties'] = ['createDirectory', 'showOverwriteConfirmation']
    const { canceled, filePath } = await oneAtATime(() => dialog.showSaveDialog(window(), { ...options, properties }))
    return canceled || filePath === '' ? null : filePath
  }

  return {
    async saveVault() {
      const chosen = await save({
        title: words().newVault,
        defaultPath: path.join(vaultFolder ?? documents, 'vault.coffer'),
        buttonLabel: words().create,
        filters: filters('vault'),
      })
      // Never over a file that the dialog did not ask about: a vault is only made where there is nothing.
      return chosen === null || isVaultFile(chosen) ? chosen : `${chosen}.coffer`
    },
    async openVault() {
      const folder = vaultFolder ?? (state.facts.lastVault === null ? documents : path.dirname(state.facts.lastVault))
      const title = words().openVault
      const kinds = filters('vault', 'all')
      return (await open({ title, defaultPath: folder, properties: ['openFile'], filters: kinds }))?.[0] ?? null
    },
    async saveExport(choice, original = null) {
      const suffix = choice === 'csv' ? 'csv' : 'json'
      const day = dayOf(today())
      const folder = state.facts.lastExportFolder ?? documents
      const base = original === null ? path.join(folder, `coffer-export-${day}`) : besides(original, day)
      const chosen = await save({
        title: words().exportVault,
        defaultPath: `${base}.${suffix}`,
        buttonLabel: words().export,
        filters: filters(suffix, 'all'),
      })
      if (chosen !== null) state.update({ lastExportFolder: path.dirname(chosen) })
      return chosen
    },
    saveKeyFile: () =>
      save({
        title: words().saveKeyFile,
        defaultPath: path.join(documents, `coffer-account-key-${dayOf(today())}.json`),
        buttonLabel: words().save,
        filters: filters('json', 'all'),
      }),
    saveReport: () =>
      save({
        title: words().saveReport,
        defaultPath: path.join(documents, `coffer-import-report-${dayOf(today())}.txt`),
        buttonLabel: words().save,
        filters: filters('text', 'all'),
      }),
    saveRows: (suffix) =>
      save({
        title: words().saveRows,
        defaultPath: path.join(documents, `coffer-unread-rows-${dayOf(today())}.${suffix}`),
        buttonLabel: words().save,
        filters: filters(suffix, 'all'),
      }),
    chooseImports: () =>
      open({ title: words().import, properties: ['openFile', 'multiSelections'], filters: filters('exports', 'all') }),
    async chooseAccount(kind) {
      const title = kind === 'bitwarden-data' ? words().chooseClientData : words().chooseKeyFile
      return (await open({ title, properties: ['openFile'], filters: filters('json', 'all') }))?.[0] ?? null
    },
    async stopWork() {
      const { message, detail, stay, go } = words().stop
      const { response } = await dialog.showMessageBox(window(), {
        type: 'question',
        title: 'Coffer',
        message,
        detail,
        buttons: [stay, go],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      return response === 1
    },
    async tell(error) {
      const { happened, unchanged, next } = errorText(error, parts.words())
      const detail = `${unchanged}\n\n${next}`
      await dialog.showMessageBox(window(), { type: 'error', title: 'Coffer', message: happened, detail })
    },
  }
}

/**
 * Beside `original`, without its suffix: its name with the day in place of the one that it ends with, or after it.
 * `june.json` -> `june (2026-11-03)`, `coffer-export-2026-06-01.json` -> `coffer-export-2026-11-03`.
 */
function besides(original: string, day: string): string {
  const { dir, name } = path.parse(original)
  const dated = name.replace(/\d{4}-\d{2}-\d{2}(?=\)?$)/, day)
  const fresh = dated.includes(day) ? dated : `${name} (${day})`
  return path.join(dir, fresh === name ? `${name} (2)` : fresh)
}

/** The day as the person's clock has it, YYYY-MM-DD. */
function dayOf(date: Date): string {
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'))
  return `${date.getFullYear()}-${month ?? ''}-${day ?? ''}`
}
