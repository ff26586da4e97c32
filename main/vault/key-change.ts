/** Changing a vault's key: what it takes and gives, and every row under another key, read back equal before it is written. */
import { CofferError } from '../../contract/errors.ts'
import type { OnStep, Stage } from '../../contract/progress.ts'
import type { UserKey } from '../crypto/keys.ts'
import type { SealedRow, VaultDatabase } from './database.ts'
import type { AccountFacts, WrappedAccount } from './keychain.ts'
import { settled, type ExportRecord, type LedgerRow } from './ledger.ts'
import { TABLES, type TableName } from './schema.ts'
import { openRows, sealRows } from './sealed-json.ts'

/** Whether what was replaced is gone from the file; if not, it goes when the vault is next opened. */
export interface Scrubbed {
  readonly scrubbed: boolean
}

export interface RotationOptions {
  /** Consent to end the exchange with Bitwarden; needed where the account is adopted. */
  readonly detach: boolean
  /** The coming key where files were staged under it; they become part of the ledger with the key. */
  readonly stagedKey?: UserKey | undefined
  readonly onStep?: OnStep | undefined
}

export interface Rotation extends Scrubbed {
  /** Of the key before. */
  readonly retiredFingerprint: string
  /** An adopted account has the key that the vault had before: nothing is retired. */
  readonly sameKey: boolean
  /** Every export on record at the moment of the change. */
  readonly exports: readonly ExportRecord[]
}

/** An account from outside, unlocked with its own password. */
export interface OpenedAccount {
  readonly account: WrappedAccount
  readonly userKey: UserKey
}

/** What a change of the key comes down to. */
export interface ChangeOver {
  readonly newKey: UserKey
  readonly account: WrappedAccount
  readonly adopted: boolean
}

export interface ResealedTable {
  readonly table: TableName
  readonly rows: readonly SealedRow[]
}

/** After a new password or key derivation: a key file of before opens with those of before. */
export function factsAfterPassword(facts: AccountFacts): AccountFacts {
  return { ...facts, keyFile: null, passwordChanged: new Date().toISOString() }
}

/** After a change-over, from and to keys of these fingerprints. `isRewrapped`: password or key derivation changed too. */
export function factsAfterChange(
  facts: AccountFacts,
  change: { readonly before: string; readonly after: string; readonly adopted: boolean; readonly isRewrapped: boolean },
): AccountFacts {
  const { before, after, adopted, isRewrapped } = change
  const retired = before === after ? [] : [{ fingerprint: before, retired: new Date().toISOString() }]
  // A key that is taken up again is retired no more.
  const retiredKeys = [...facts.retiredKeys, ...retired].filter(({ fingerprint }) => fingerprint !== after)
  return { ...(isRewrapped ? factsAfterPassword(facts) : facts), adopted, retiredKeys }
}

/**
 * What is staged for the new key (its fingerprint: `coming`) becomes part of the ledger with it; for another one it stays
 * staged.
 * @throws CofferError vault/damaged, and what `onStep` throws
 */
export function resealTables(
  database: VaultDatabase,
  { oldKey, newKey, coming }: { readonly oldKey: UserKey; readonly newKey: UserKey; readonly coming: string },
  onStep: OnStep,
): ResealedTable[] {
  return TABLES.map((table) => {
    const old = database.rows(table)
    const each = (stage: Stage) => (index: number) => {
      onStep(stage, index, old.length)
    }
    const opened = openRows<LedgerRow>(oldKey, table, old, each('open'))
    const values: readonly { readonly id: string }[] =
      table === 'exports'
        ? opened.map((row) => (row.staged !== undefined && row.keyFingerprint === coming ? settled(row) : row))
        : opened
    const rows = sealRows(newKey, table, values, each('seal'))
    const readBack = openRows<{ id: string }>(newKey, table, rows, each('prove'))
    if (JSON.stringify(readBack) !== JSON.stringify(values)) throw new CofferError('internal', { table })
    return { table, rows }
  })
}
