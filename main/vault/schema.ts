/**
 * The vault file's tables. Columns in clear hold ids and what unlocking needs; everything else is one EncString a row.
 * Source: docs/FORMATS.md#vault-file.
 */

/** "Coff", in the header of every vault file. */
export const APPLICATION_ID = 0x436f6666
export const SCHEMA_VERSION = 1

export const TABLES = ['items', 'folders', 'exports'] as const
export type TableName = (typeof TABLES)[number]

/** `scrub` is 1 from the commit that retires old ciphertext until the file has been rewritten without it. */
export const CREATE = `
  CREATE TABLE account (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    email TEXT,
    salt TEXT NOT NULL,
    kdf TEXT NOT NULL,
    wrapped_user_key TEXT NOT NULL,
    facts TEXT NOT NULL,
    scrub INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  ${TABLES.map((name) => `CREATE TABLE ${name} (id TEXT PRIMARY KEY, sealed TEXT NOT NULL) STRICT, WITHOUT ROWID;`).join('\n')}
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`
