/** A change of a vault's contents, and values as a session holds them. */
import type { VaultContents } from '../model/item.ts'
import { requireWellFormed } from '../model/well-formed.ts'
import type { ImportRow } from './imports.ts'

/** What one act does to the contents. What is gone is gone for good: no byte of it stays in the file. */
export interface Change extends Partial<VaultContents> {
  readonly goneItems?: readonly string[]
  readonly goneFolders?: readonly string[]
  /** A new entry of the history of imports. */
  readonly import?: ImportRow | undefined
  readonly goneImports?: readonly string[]
}

/** What JSON keeps of it, which nobody else can change. @throws CofferError format/lone-surrogate */
export function ownCopy<T>(value: T, where: string): T {
  requireWellFormed(value, where)
  return JSON.parse(JSON.stringify(value)) as T
}

export function byId<T extends { readonly id: string }>(values: readonly T[]): Map<string, T> {
  return new Map(values.map((value) => [value.id, value]))
}
