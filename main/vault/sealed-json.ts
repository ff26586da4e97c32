/**
 * One row's JSON, sealed under the user key together with the row's own place, so that rows cannot be swapped, copied
 * or moved between tables without notice. Source: docs/FORMATS.md#vault-file.
 */
import { CofferError } from '../../contract/errors.ts'
import { openTexts, parseEncString, sealTexts, UnsealError } from '../crypto/enc-string.ts'
import type { UserKey } from '../crypto/keys.ts'
import type { SealedRow } from './database.ts'

interface Placed {
  readonly row: string
  readonly value: unknown
}

/** Seals many rows of one table. */
export function sealRows(key: UserKey, table: string, rows: readonly { readonly id: string }[]): SealedRow[] {
  const texts = rows.map((value) => JSON.stringify({ row: `${table}/${value.id}`, value } satisfies Placed))
  return sealTexts(key, texts).map((sealed, index) => ({ id: rows[index]?.id ?? '', sealed }))
}

/** Opens many rows of one table. @throws CofferError vault/damaged where one does not open or is out of its place */
export function openRows<T>(key: UserKey, table: string, rows: readonly SealedRow[]): T[] {
  try {
    const texts = openTexts(
      key,
      rows.map(({ sealed }) => parseEncString(sealed)),
    )
    return texts.map((text, index) => {
      const placed = JSON.parse(text) as Placed
      if (placed.row !== `${table}/${rows[index]?.id}`) throw new CofferError('vault/damaged', { table })
      return placed.value as T
    })
  } catch (error) {
    if (error instanceof UnsealError || error instanceof CofferError)
      throw new CofferError('vault/damaged', { table }, error)
    throw error
  }
}
