/**
 * The vault file's tables. Columns in clear hold ids and what unlocking needs; everything else is one EncString a row.
 * Source: docs/FORMATS.md#vault-file.
 */

/** "Coff", in the header of every vault file. */
export const APPLICATION_ID = 0x436f6666

export const TABLES = ['items', 'folders', 'exports', 'imports'] as const
export type TableName = (typeof TABLES)[number]

function sealedTable(name: TableName): string {
  return `CREATE TABLE ${name} (id TEXT PRIMARY KEY, sealed TEXT NOT NULL) STRICT, WITHOUT ROWID;`
}

/**
 * What each version adds to the one before, the first to nothing; a vault of an older version is brought up when it is
 * opened. `scrub` is 1 from the commit that retires old ciphertext until the file has been rewritten without it.
 */
export const VERSIONS: readonly string[] = [
  `CREATE TABLE account (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    email TEXT,
    salt TEXT NOT NULL,
    kdf TEXT NOT NULL,
    wrapped_user_key TEXT NOT NULL,
    facts TEXT NOT NULL,
    scrub INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  ${(['items', 'folders', 'exports'] as const).map(sealedTable).join('\n')}
  PRAGMA application_id = ${APPLICATION_ID};`,
  sealedTable('imports'),
  // No log beside the file any more, and stamps (side-files.ts): earlier versions of Coffer would change it without one.
  '',
]

/** The version from which a vault has that table. */
export function versionOf(table: TableName): number {
  return VERSIONS.findIndex((statements) => statements.includes(`CREATE TABLE ${table} `)) + 1
}

/** The statements that bring a file of version `from` to the newest but for its number; 0 is an empty file. */
export function upgradeFrom(from: number): string {
  return VERSIONS.slice(from).join('\n')
}
