/** A database of KeePass 2 as XML, as KeePass and KeePassXC export it. Source: docs/FORMATS.md#keepass-xml. */
import { CofferError } from '../../../../contract/errors.ts'
import type { Item } from '../../../model/item.ts'
import { requireSize } from '../../csv/csv-reader.ts'
import { FolderNames } from '../../items/make-items.ts'
import { keptLogins } from '../../items/kept-logins.ts'
import { MAX_ITEMS, type BadRow, type ReadReport, type Reader } from '../../format.ts'
import { attempt, settle, type Fault } from '../../salvage.ts'
import { badShape } from '../../text/json-shape.ts'
import { readEntry } from './entry.ts'
import { childOf, childrenOf, parseXml, textOf, type Element } from '../../text/xml.ts'

/** An entry with the folder that it is in. */
interface Placed {
  readonly entry: Element
  readonly folder: string
  readonly deleted: boolean
}

/** All paths of a file together, in characters: each group repeats the names of those that it is in. */
const MAX_PATHS = 20_000_000
/** One path, in characters. */
const MAX_PATH = 10_000

/** What a file's groups come to. */
class GroupCount {
  /** Those with notes of their own, for which a folder has no place. */
  withNotes = 0
  #groups = 0
  #characters = 0

  /** Counts a group with a path of that many characters. @throws CofferError format/too-large */
  count(group: Element, length: number): void {
    this.withNotes += Number(textOf(group, 'Notes') !== '')
    this.#groups += 1
    this.#characters += length
    if (this.#groups > MAX_ITEMS) throw new CofferError('format/too-large', { most: MAX_ITEMS })
    if (length > MAX_PATH) throw new CofferError('format/too-large', { most: MAX_PATH })
    if (this.#characters > MAX_PATHS) throw new CofferError('format/too-large', { most: MAX_PATHS })
  }
}

/** What entriesOf needs of the whole file: the recycle bin's UUID, empty where there is none, and a count of its groups. */
interface Walk {
  readonly bin: string
  readonly groups: GroupCount
}

/**
 * A group's folder, where it is one, its entries, and those of the groups in it. The recycle bin's are deleted, and in
 * no folder. @throws CofferError format/too-large
 */
function* entriesOf(group: Element, path: string, deleted: boolean, walk: Walk): Generator<Placed | string> {
  if (path !== '') yield path
  for (const entry of childrenOf(group, 'Entry')) yield { entry, folder: path, deleted }
  for (const inner of childrenOf(group, 'Group')) {
    const gone = deleted || (walk.bin !== '' && textOf(inner, 'UUID') === walk.bin)
    const names = gone ? [] : [path, textOf(inner, 'Name')].filter(Boolean)
    walk.groups.count(inner, names.join('/').length)
    yield* entriesOf(inner, names.join('/'), gone, walk)
  }
}

interface Read {
  readonly report: ReadReport
  readonly faults: readonly Fault[]
}

/** @throws CofferError format/bad-shape, format/too-large */
function readDatabase(file: Element, text: string): Read {
  const top = childOf(file, 'Root', 'Group')
  if (!top) throw badShape('/KeePassFile/Root/Group')
  const bin = textOf(file, 'Meta', 'RecycleBinEnabled') === 'False' ? '' : textOf(file, 'Meta', 'RecycleBinUUID')
  const folders = new FolderNames()
  const items: Item[] = []
  const faults: Fault[] = []
  const ignored: Record<string, number> = {}
  const groups = new GroupCount()
  groups.count(top, 0)
  for (const found of entriesOf(top, '', false, { bin, groups })) {
    if (items.length + faults.length > MAX_ITEMS) {
      throw new CofferError('format/too-large', { items: items.length, most: MAX_ITEMS })
    }
    if (typeof found === 'string') folders.idOf(found)
    else {
      const folderId = folders.idOf(found.folder)
      const read = attempt(() => readEntry(found.entry, `item-${items.length + 1}`, folderId, found.deleted))
      if (read instanceof CofferError) faults.push(faultOf(found.entry, read, text))
      else {
        items.push(read.item)
        for (const [kind, count] of Object.entries(read.ignored))
          if (count > 0) ignored[kind] = (ignored[kind] ?? 0) + count
      }
    }
  }
  if (groups.withNotes > 0) ignored.settings = (ignored.settings ?? 0) + groups.withNotes
  return { report: { contents: { folders: folders.all(), items }, sealed: null, made: null, ignored }, faults }
}

function faultOf({ lines, span }: Element, error: CofferError, text: string): Fault {
  const { where } = error.details
  const column = typeof where === 'string' ? where : null
  const row: BadRow = { lines, pointer: null, column, reason: error.code, raw: text.slice(...span) }
  return { row, error: new CofferError(error.code, { ...error.details, line: lines[0] }, error) }
}

/** A file of these entries alone, in one group. */
function writeRows(rows: readonly BadRow[]): Uint8Array {
  const entries = rows.map(({ raw }) => raw).join('\n')
  return Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?>\n<KeePassFile><Root><Group>\n${entries}\n</Group></Root></KeePassFile>\n`,
  )
}

export const keepassXml: Reader = {
  id: 'keepass-xml',
  recognise(source) {
    const { text, encoding, byteOrderMark, json } = source
    if (json || !/^\s*</.test(text) || !/<KeePassFile[\s>]/.test(text.slice(0, 4096))) return null
    requireSize(source)
    const file = parseXml(text)
    if (file.name !== 'KeePassFile') return null
    const { report, faults } = readDatabase(file, text)
    return {
      format: 'keepass-xml',
      items: report.contents.items.length,
      folders: report.contents.folders.length,
      kdf: null,
      text: { encoding, byteOrderMark, delimiter: null },
      keeps: (contents) =>
        keptLogins(contents, {
          ...{
            notes: true,
            totp: true,
            folder: true,
            fields: 'all',
            uris: true,
            history: true,
            trash: true,
            dates: true,
          },
        }),
      writeRows,
      read: async ({ salvage }) => {
        await Promise.resolve()
        return settle(report, faults, salvage === true)
      },
    }
  },
}
