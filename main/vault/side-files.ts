/**
 * What SQLite left beside a vault file when a process was killed, and whether it belongs to that file as it is now. Asked
 * before SQLite sees the file, because SQLite applies such a log to whatever bears its name: an older copy that was put
 * back, or another vault. Source of the layouts: SQLite's "Database File Format", §§1.3, 3, 4. Why: docs/adr/0012.
 */
import { hash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync, rmSync, statSync, type BigIntStats } from 'node:fs'
import { CofferError } from '../../contract/errors.ts'

const JOURNAL_MAGIC = Buffer.from('d9d505f920a163d7', 'hex')
const JOURNAL_HEADER = 28
const WAL_MAGICS = [0x377f0682, 0x377f0683]
const WAL_HEADER = 32
const WAL_FRAME_HEADER = 24
/** Where page 1 has what `PRAGMA user_version` sets: the version of the vault in its lowest byte, its stamp above. */
const USER_VERSION_AT = 60
const MOST_STAMP = 0x7fffff
/** From and to, in page 1: what a change of the journal mode alone changes. */
const MODE_FIELDS = [
  [18, 20],
  [24, 28],
  [92, 100],
] as const
/** More than a system's clock of changes ticks. */
const STILL_MS = 30
const LOOKS = 5

/** What lies beside a vault file. */
export type Leftover =
  | { readonly kind: 'none' }
  /** SQLite has to apply `log`, by its ending, before the file is whole; it belongs to the file. */
  | { readonly kind: 'own'; readonly log: string }
  /** `log` does not belong to the file, or nothing proves that it does. */
  | { readonly kind: 'foreign'; readonly log: string }

/** Whether anything lies there that SQLite would take for a log or index of `file`. */
export function hasSideFile(file: string): boolean {
  return ['-journal', '-wal', '-shm'].some((ending) => statSync(file + ending, { throwIfNoEntry: false }) !== undefined)
}

/**
 * Whether the journal is one that SQLite would take back: one that begins with 0 is none. For whoever holds the lock of
 * the vault. Touches no other file: closing the vault's would give its lock up.
 * @throws what the file system says
 */
export function isJournalHot(file: string): boolean {
  return (firstOfJournal(file) ?? 0) !== 0
}

/**
 * Removes the journal of a vault that was killed before it meant anything: SQLite passes over it, and leaves it where it
 * lies, old pages and all. As isJournalHot.
 */
export function removeSpentJournal(file: string): void {
  if (firstOfJournal(file) === 0) rmSync(`${file}-journal`)
}

/** Null where there is none; an empty one counts as one that begins with 0. */
function firstOfJournal(file: string): number | null {
  const journal = `${file}-journal`
  if (!statSync(journal, { throwIfNoEntry: false })?.isFile()) return null
  const reader = new Reader(journal)
  try {
    return reader.bytes(0, 1)[0] ?? 0
  } finally {
    reader.close()
  }
}

/**
 * A file that another process is changing now shows its log and pages of different moments: nothing is called foreign that
 * does not stand still.
 * @throws CofferError vault/in-use; what the file system says
 */
export function leftoverOf(file: string): Leftover {
  for (let look = 1; ; look += 1) {
    const seen = changesOf(file)
    const found = lookAt(file)
    if (found.kind !== 'foreign') return found
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STILL_MS)
    if (changesOf(file) === seen) return found
    if (look === LOOKS) throw new CofferError('vault/in-use')
  }
}

function lookAt(file: string): Leftover {
  const journal = judge(file, '-journal', isOwnJournal)
  return journal.kind === 'none' ? judge(file, '-wal', isOwnWal) : journal
}

/** Another one after any change of the file or its logs. */
function changesOf(file: string): string {
  const stats = ['', '-journal', '-wal'].map((ending) =>
    statSync(file + ending, { bigint: true, throwIfNoEntry: false }),
  )
  return stats.map((stat) => (stat ? `${stat.ino} ${stat.size} ${stat.ctimeNs}` : '')).join()
}

/** Null: SQLite would do nothing with it. */
type Judgement = (main: Reader, log: Reader) => boolean | null

function judge(file: string, ending: string, isOwn: Judgement): Leftover {
  if (!statSync(file + ending, { throwIfNoEntry: false })?.isFile()) return { kind: 'none' }
  const [main, log] = [new Reader(file), new Reader(file + ending)]
  try {
    const own = log.size === 0 ? null : isOwn(main, log)
    return own === null ? { kind: 'none' } : { kind: own ? 'own' : 'foreign', log: ending }
  } finally {
    main.close()
    log.close()
  }
}

/**
 * A rollback journal holds the pages as they were before the transaction, page 1 among them, whose stamp names the state
 * that they are of. It belongs to a file that still has that stamp, or the one that this very journal announces.
 */
function isOwnJournal(main: Reader, journal: Reader): boolean | null {
  const header = journal.bytes(0, JOURNAL_HEADER)
  // SQLite takes a journal whose first byte is 0 for an empty one.
  if (header[0] === 0) return null
  if (header.length < JOURNAL_HEADER || !header.subarray(0, 8).equals(JOURNAL_MAGIC)) return false
  const [count, nonce, pages, sector, pageSize] = [8, 12, 16, 20, 24].map((at) => header.readUInt32BE(at)) as Five
  if (pageSize !== main.pageSize() || sector < JOURNAL_HEADER || sector > 65_536) return false
  // Nothing was written to the file yet: SQLite would only cut it to the size it had.
  if (count === 0) return main.size === pages * pageSize ? null : false
  for (let record = 0, at = sector; record < count; record += 1, at += pageSize + 8) {
    const number = journal.bytes(at, 4)
    if (number.length < 4) return false
    if (number.readUInt32BE() !== 1) continue
    const before = journal.bytes(at + 4, pageSize)
    const now = main.bytes(0, pageSize)
    if (before.length < pageSize || now.length < pageSize) return false
    const [was, is] = [stampIn(before), stampIn(now)]
    // Vaults of before had no stamps; the one change without one that is made to them is to another journal mode.
    return is === nextStamp(was, nonce) || (was === 0 ? withoutMode(before).equals(withoutMode(now)) : is === was)
  }
  return false
}

function withoutMode(page1: Buffer): Buffer {
  const copy = Buffer.from(page1)
  for (const [from, to] of MODE_FIELDS) copy.fill(0, from, to)
  return copy
}

/**
 * The write-ahead log that earlier versions of Coffer left when they were killed. A file with a stamp has none. Nothing in
 * such a log names the file that it belongs to: all of it has to be in the file already, or the system's own clock of
 * changes has to tell that the log was written after the file was last touched.
 */
function isOwnWal(main: Reader, wal: Reader): boolean | null {
  const header = wal.bytes(0, WAL_HEADER)
  if (header.length < WAL_HEADER) return null
  const pageSize = header.readUInt32BE(8)
  if (!WAL_MAGICS.includes(header.readUInt32BE()) || pageSize !== main.pageSize()) return false
  if (wal.size < WAL_HEADER + WAL_FRAME_HEADER + pageSize) return null
  if (stampIn(main.bytes(0, pageSize)) !== 0) return false
  return wal.stats.ctimeNs >= main.stats.ctimeNs || isInFile(main, wal, pageSize)
}

/** Whether the file has every page as the log would make it: the process was killed when all of it was applied. */
function isInFile(main: Reader, wal: Reader, pageSize: number): boolean {
  const salts = wal.bytes(16, 8)
  const [committed, waiting] = [new Map<number, number>(), new Map<number, number>()]
  for (let at = WAL_HEADER; at + WAL_FRAME_HEADER + pageSize <= wal.size; at += WAL_FRAME_HEADER + pageSize) {
    const frame = wal.bytes(at, WAL_FRAME_HEADER)
    // What follows is of an earlier round of the log.
    if (!frame.subarray(8, 16).equals(salts)) break
    waiting.set(frame.readUInt32BE(), at + WAL_FRAME_HEADER)
    // Not the last of its transaction.
    if (frame.readUInt32BE(4) === 0) continue
    for (const [page, place] of waiting) committed.set(page, place)
    waiting.clear()
  }
  return [...committed].every(([page, place]) =>
    wal.bytes(place, pageSize).equals(main.bytes((page - 1) * pageSize, pageSize)),
  )
}

type Five = [number, number, number, number, number]

/** Of a `user_version`. */
export function versionIn(userVersion: number): number {
  return userVersion & 0xff
}

/** A `user_version` that says both. */
export function stamped(version: number, stamp: number): number {
  return version | (stamp << 8)
}

function stampIn(page1: Buffer): number {
  return page1.readUInt32BE(USER_VERSION_AT) >>> 8
}

/** A number from 1 up, out of the one before and what only this transaction's journal says. */
function nextStamp(before: number, nonce: number): number {
  return (hash('sha256', `coffer vault stamp ${before} ${nonce}`, 'buffer').readUInt32BE() % MOST_STAMP) + 1
}

/** For a new vault: as nextStamp, out of nothing. */
export function firstStamp(random: number): number {
  return nextStamp(0, random)
}

/** The stamp that the open transaction of the vault in `file` has to set. @throws what the file system says */
export function stampAfter(userVersion: number, file: string): number {
  const journal = new Reader(`${file}-journal`)
  try {
    const header = journal.bytes(0, JOURNAL_HEADER)
    // Its mark is not there yet: SQLite writes that last.
    if (header.length < JOURNAL_HEADER) throw new Error('the transaction has no journal')
    return nextStamp(userVersion >>> 8, header.readUInt32BE(12))
  } finally {
    journal.close()
  }
}

class Reader {
  readonly #opened: number
  readonly stats: BigIntStats

  constructor(file: string) {
    this.#opened = openSync(file, 'r')
    this.stats = fstatSync(this.#opened, { bigint: true })
  }

  get size(): number {
    return Number(this.stats.size)
  }

  /** Fewer where the file ends. */
  bytes(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, readSync(this.#opened, bytes, 0, length, at))
  }

  /** Of a database. */
  pageSize(): number {
    const size = this.bytes(16, 2)
    if (size.length < 2) return 0
    return size.readUInt16BE() === 1 ? 65_536 : size.readUInt16BE()
  }

  close(): void {
    closeSync(this.#opened)
  }
}
