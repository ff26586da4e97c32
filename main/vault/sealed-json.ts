/**
 * One row's JSON, sealed under the user key together with the row's own place, so that rows cannot be swapped, copied
 * or moved between tables without notice. Source: docs/FORMATS.md#vault-file.
 */
import { CofferError } from '../../contract/errors.ts'
import { openText, parseEncString, sealText, type EncString } from '../crypto/enc-string.ts'
import type { UserKey } from '../crypto/keys.ts'
import type { SealedRow } from './database.ts'

interface Placed {
  readonly row: string
  readonly value: unknown
}

/** Told before each row, with its index; may throw to stop. */
export type OnRow = (index: number) => void

/** Seals many rows of one table. */
export function sealRows(
  key: UserKey,
  table: string,
  rows: readonly { readonly id: string }[],
  onRow?: OnRow,
): SealedRow[] {
  return rows.map((value, index) => {
    onRow?.(index)
    const sealed = sealText(key, JSON.stringify({ row: `${table}/${value.id}`, value } satisfies Placed))
    return { id: value.id, sealed }
  })
}

/** Opens many rows of one table. @throws CofferError vault/damaged where one does not open or is out of its place */
export function openRows<T>(key: UserKey, table: string, rows: readonly SealedRow[], onRow?: OnRow): T[] {
  return rows.map((row, index) => {
    onRow?.(index)
    return openRow(key, table, row) as T
  })
}

function openRow(key: UserKey, table: string, { id, sealed }: SealedRow): unknown {
  const text = openText(key, parseRow(table, sealed))
  if (text === null) throw new CofferError('vault/damaged', { table })
  const placed = JSON.parse(text) as Placed
  if (placed.row !== `${table}/${id}`) throw new CofferError('vault/damaged', { table })
  return placed.value
}

function parseRow(table: string, sealed: string): EncString {
  try {
    return parseEncString(sealed)
  } catch (error) {
    throw new CofferError('vault/damaged', { table }, error)
  }
}
