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
  ENAMETOOLONG: 'file/bad-name',
  EILSEQ: 'file/bad-name',
  // Windows says EBUSY of a file that another program has open or locked.
  EBUSY: 'file/busy',
  ETXTBSY: 'file/busy',
  EAGAIN: 'file/busy',
  EMFILE: 'file/too-many-open',
  ENFILE: 'file/too-many-open',
  ENODEV: 'file/disk-gone',
  ENXIO: 'file/disk-gone',
  ENOMEDIUM: 'file/disk-gone',
  ESTALE: 'file/disk-gone',
  EHOSTDOWN: 'file/disk-gone',
  EHOSTUNREACH: 'file/disk-gone',
  ENETDOWN: 'file/disk-gone',
  ENETUNREACH: 'file/disk-gone',
  ENOTCONN: 'file/disk-gone',
  ECONNABORTED: 'file/disk-gone',
  ECONNRESET: 'file/disk-gone',
  ETIMEDOUT: 'file/disk-gone',
}

/** The system's own name of what went wrong, such as ENOENT; empty where it has none. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** `error` as a CofferError: by its system code, else `otherwise`. A wish to stop stays one. */
export function fileError(error: unknown, otherwise: ErrorCode): CofferError | Stopped {
  if (error instanceof CofferError || error instanceof Stopped) return error
  const system = systemCode(error)
  return new CofferError(CODES[system] ?? otherwise, system === '' ? {} : { system }, error)
}

/**
 * Bytes of a name that are no UTF-8 arrive as U+FFFD, which is the name of another file or of none.
 * @throws CofferError file/bad-name
 */
export function requireTextName(file: string): void {
  if (file.includes('\ufffd')) throw new CofferError('file/bad-name')
}
