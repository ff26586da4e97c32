/** Lone surrogates do not survive UTF-8: a password with one would change on its way to disk and back. */
import { CofferError } from '../../contract/errors.ts'

/** @throws CofferError format/lone-surrogate with the JSON pointer of the first text that is not well formed */
export function requireWellFormed(value: unknown, where = ''): void {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new CofferError('format/lone-surrogate', { where })
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      if (!key.isWellFormed()) throw new CofferError('format/lone-surrogate', { where })
      requireWellFormed(member, `${where}/${key}`)
    }
  }
}
