/** What the operating system says, as Coffer's codes. Details hold the system's code alone, never a path. */
import { CofferError, type ErrorCode } from '../../contract/errors.ts'
import { Stopped } from '../../contract/progress.ts'

const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'file/not-found',
  ENOTDIR: 'file/not-found',
  ELOOP: 'file/not-regular',
  EISDIR: 'file/not-regular',
  EACCES: 'file/no-permission',
  EPERM: 'file/no-permission',
  EROFS: 'file/no-permission',
  EEXIST: 'file/exists',
  ENOSPC: 'file/no-space',
  EDQUOT: 'file/no-space',
}

/** `error` as a CofferError: by its system code, else `otherwise`. A wish to stop stays one. */
export function fileError(error: unknown, otherwise: ErrorCode): CofferError | Stopped {
  if (error instanceof CofferError || error instanceof Stopped) return error
  const system = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  return new CofferError(CODES[system] ?? otherwise, system === '' ? {} : { system }, error)
}
