/** An import before anything is written: what each row is to the vault, and what is to become of it. */
import { CofferError } from '../../contract/errors.ts'
import type {
  Finding,
  FindingCounts,
  PlanFilter,
  PlanPage,
  PlanPreview,
  PlanQuery,
  PlanRow,
  PlanTotals,
  ReadOptions,
  RowAction,
  RowDifference,
  UnreadableRow,
} from '../../contract/import-plan.ts'
import { PAGE_SIZE } from '../../contract/item-view.ts'
import { itemTypeName } from '../../contract/items.ts'
import type { OnStep } from '../../contract/progress.ts'
import type { BadRow, ReadReport } from '../formats/format.ts'
import { changesBetween, type FieldChange } from '../model/diff.ts'
import { canonicalItem } from '../model/digest.ts'
import type { Folder, Item, VaultContents } from '../model/item.ts'
import { matchContents, toldText, type RowMatch } from '../model/match.ts'
import type { Session } from '../vault/session.ts'
import { absentFrom } from './fidelity.ts'
import type { TakenFile } from './files.ts'
import { newerThan } from './inspect-file.ts'
import { openBackup } from './open-backup.ts'
import { placeFolders, type Placement } from './place.ts'

export interface PlanOpener extends Partial<ReadOptions> {
  readonly filePassword?: string | undefined
  /** Told as rows are read and compared; may throw to stop. */
  readonly onStep?: OnStep | undefined
}

/** A row that could be read, with what is to become of it. */
export interface PlannedItem extends RowMatch {
  readonly item: Item
  readonly action: RowAction
}

/** What may be done with a row; the first is what is done unless something else is chosen. */
const ACTIONS: Readonly<Record<Finding, readonly [RowAction, ...RowAction[]]>> = {
  new: ['add', 'skip'],
  identical: ['skip'],
  changed: ['add', 'skip', 'merge'],
  older: ['add', 'skip', 'merge'],
  newer: ['add', 'skip', 'merge'],
  unreadable: ['skip'],
}

const PASSES: Readonly<Record<PlanFilter, ReadonlySet<Finding>>> = {
  all: new Set(Object.keys(ACTIONS) as Finding[]),
  new: new Set(['new']),
  present: new Set(['identical']),
  attention: new Set(['changed', 'older', 'newer', 'unreadable']),
}

/**
 * Opens the file, and compares each row with the vault as it is now. Changes nothing.
 * @throws CofferError as openBackup; format/nothing-to-import; with `salvage`, where no row could be read, the first
 *   row's fault
 */
export async function planImport(session: Session, file: TakenFile, opener: PlanOpener = {}): Promise<ImportPlan> {
  const report = await openBackup(file, { ...opener, session })
  const { contents, unreadable = [] } = report
  if (contents.items.length + contents.folders.length === 0) throw nothingIn(unreadable)
  const present = session.contents()
  const matches = matchContents(contents, present, file.recognised.keeps, opener.onStep)
  const newerExport = newerThan(report, file.sha256, session)
  return new ImportPlan(file, report, { present, matches, revision: session.revision, newerExport })
}

function nothingIn([first]: readonly BadRow[]): CofferError {
  if (!first) return new CofferError('format/nothing-to-import')
  const { reason, lines, pointer, column } = first
  return new CofferError(reason, {
    ...(lines && { line: lines[0] }),
    ...(pointer !== null && { where: pointer }),
    ...(column !== null && { column }),
  })
}

interface Compared {
  readonly present: VaultContents
  /** One for each item of the file. */
  readonly matches: readonly RowMatch[]
  /** The vault's, when it was compared. */
  readonly revision: number
  /** As PlanPreview's. */
  readonly newerExport: string | null
}

export class ImportPlan {
  readonly report: ReadReport
  /** Of the vault that this is a plan for. */
  readonly revision: number
  readonly unreadable: readonly BadRow[]
  readonly #file: TakenFile
  readonly #present: VaultContents
  readonly #matches: readonly RowMatch[]
  readonly #folders: ReadonlyMap<string, Folder>
  readonly #newerExport: string | null
  readonly #ownFolders: ReadonlyMap<string, Folder>
  /** For each row that could be read. */
  readonly #choices: RowAction[]
  #asNew = false

  constructor(file: TakenFile, report: ReadReport, { present, matches, revision, newerExport }: Compared) {
    this.#newerExport = newerExport
    this.#file = file
    this.report = report
    this.revision = revision
    this.unreadable = report.unreadable ?? []
    this.#present = present
    this.#matches = matches
    this.#folders = byId(report.contents.folders)
    this.#ownFolders = byId(present.folders)
    this.#choices = matches.map(({ finding }) => ACTIONS[finding][0])
  }

  get format(): PlanPreview['format'] {
    return this.#file.facts.id
  }

  get absent(): PlanPreview['absent'] {
    return absentFrom(this.#file.recognised.keeps)
  }

  preview(): PlanPreview {
    const { sealed, made, ignored, damaged = 0 } = this.report
    const { added, reused } = this.placement()
    return {
      format: this.format,
      items: this.counts(),
      folders: { new: added.length, reused },
      ...{ sealed, made, ignored, damaged },
      newerExport: this.#newerExport,
      text: this.#file.recognised.text ?? null,
      absent: this.absent,
      totals: this.totals(),
    }
  }

  counts(): FindingCounts {
    const counts = { new: 0, identical: 0, changed: 0, older: 0, newer: 0, unreadable: this.unreadable.length }
    for (const { finding } of this.#matches) counts[finding] += 1
    return counts
  }

  /** One page of the rows that pass the filter: those that could be read in the order of the file, then the others. */
  page({ filter, offset }: PlanQuery): PlanPage {
    const passing = [...Array(this.#matches.length + this.unreadable.length).keys()].filter((row) =>
      PASSES[filter].has(this.#finding(row)),
    )
    const rows = passing.slice(offset, offset + PAGE_SIZE).map((row) => this.#row(row))
    return { rows, total: passing.length }
  }

  totals(): PlanTotals {
    const totals = { add: 0, merge: 0, skip: this.unreadable.length, folders: this.placement().added.length }
    for (const row of this.#choices.keys()) totals[this.#action(row)] += 1
    return totals
  }

  /**
   * Chooses for rows, or for all of one finding. Where the action is not possible for a row, it stays as it is.
   * @throws CofferError usage/bad-request where there is no such row
   */
  decide(rows: readonly number[] | Finding, action: RowAction): PlanTotals {
    const all = this.#matches.length + this.unreadable.length
    const isRow = (row: number): boolean => Number.isInteger(row) && row >= 0 && row < all
    if (typeof rows !== 'string' && !rows.every(isRow)) throw new CofferError('usage/bad-request')
    const chosen =
      typeof rows === 'string' ? [...this.#choices.keys()].filter((row) => this.#finding(row) === rows) : rows
    for (const row of chosen) {
      if (row < this.#choices.length && ACTIONS[this.#finding(row)].includes(action)) this.#choices[row] = action
    }
    return this.totals()
  }

  /** Everything that could be read is added, whatever the vault has; off, the choices are as they were. */
  asNew(on: boolean): PlanTotals {
    this.#asNew = on
    return this.totals()
  }

  /**
   * What differs between a row and the vault's item that it is like. The values may be secrets.
   * @throws CofferError usage/bad-request where there is no such row
   */
  differences(row: number): RowDifference[] {
    return this.#changes(row).map(({ field, before, after }) => ({
      field: addressOf(field),
      inVault: shown(before),
      inFile: shown(after),
    }))
  }

  /** The rows that could not be read as a file of their own, secrets included; null where there is none. */
  unreadableFile(): Uint8Array | null {
    return this.unreadable.length === 0 ? null : (this.#file.recognised.writeRows?.(this.unreadable) ?? null)
  }

  /** In the order of the file. */
  planned(): PlannedItem[] {
    return this.report.contents.items.map((item, row) => ({ ...this.#match(row), item, action: this.#action(row) }))
  }

  /** Where folders go, as the choices stand. An item that is merged into one with a folder needs none. */
  placement(): Placement {
    return placeFolders(this.report.contents, this.#present.folders, (row) => {
      const action = this.#action(row)
      return action === 'add' || (action === 'merge' && this.#match(row).partner?.folderId === null)
    })
  }

  #match(row: number): RowMatch {
    const match = this.#matches[row]
    if (!match) throw new CofferError('usage/bad-request')
    return match
  }

  #finding(row: number): Finding {
    return this.#matches[row]?.finding ?? 'unreadable'
  }

  #action(row: number): RowAction {
    return this.#asNew ? 'add' : (this.#choices[row] ?? 'skip')
  }

  #row(row: number): PlanRow {
    const item = this.report.contents.items[row]
    const bad = this.unreadable[row - this.#matches.length]
    if (!item || bad) {
      const unreadable = bad ? withoutRaw(bad) : null
      const nothing = { type: null, name: '', username: null, folder: null, differs: [] } as const
      return { row, ...nothing, finding: 'unreadable', action: 'skip', unreadable }
    }
    const { finding } = this.#match(row)
    return {
      row,
      type: itemTypeName(item.type),
      name: item.name,
      username: item.login?.username ?? null,
      folder: folderIn(item, this.#folders)?.name ?? null,
      finding,
      action: this.#action(row),
      differs: finding === 'new' ? [] : [...new Set(this.#changes(row).map(({ field }) => addressOf(field)))],
      unreadable: null,
    }
  }

  /** Compared in what the file could tell: what it could not is no difference. */
  #changes(row: number): FieldChange[] {
    const { partner } = this.#match(row)
    const item = this.report.contents.items[row]
    if (!partner || !item) return []
    const { keeps } = this.#file.recognised
    const home = folderIn(partner, this.#ownFolders)
    const told = keeps ? toldText(partner, home, keeps) : null
    const text = canonicalItem(item, folderIn(item, this.#folders)?.name ?? null)
    const own = canonicalItem(partner, home?.name ?? null)
    return own === text ? [] : changesBetween(told ?? own, text)
  }
}

/** A row that could not be read, without what it holds. */
export function withoutRaw({ lines, pointer, column, reason }: BadRow): UnreadableRow {
  return { lines, pointer, column, reason }
}

function byId(folders: readonly Folder[]): ReadonlyMap<string, Folder> {
  return new Map(folders.map((folder) => [folder.id, folder]))
}

function folderIn({ folderId }: Item, folders: ReadonlyMap<string, Folder>): Folder | null {
  return folderId === null ? null : (folders.get(folderId) ?? null)
}

const LISTS: readonly (readonly [list: RegExp, address: string])[] = [
  [/^login\.uris\.(\d+)\..*$/, 'uris.$1'],
  [/^fields\.(\d+)\..*$/, 'fields.$1'],
  [/^passwordHistory\.(\d+)\..*$/, 'history.$1'],
  [/^login\.fido2Credentials\.(\d+)\./, 'passkeys.$1.'],
]

/** As contract/item-view.ts names fields. */
function addressOf(field: string): string {
  return LISTS.reduce((address, [list, name]) => address.replace(list, name), field)
}

function shown(value: FieldChange['before']): string | null {
  return value === null || typeof value === 'string' ? value : JSON.stringify(value)
}
