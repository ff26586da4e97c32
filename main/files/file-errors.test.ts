/** What the system says, by its code: one that people can do something about has a code of its own. */
import { expect, it } from 'vitest'
import { CofferError } from '../../contract/errors.ts'
import { fileError } from './file-errors.ts'

it.each([
  ['file/not-found', ['ENOENT', 'ENOTDIR']],
  ['file/not-regular', ['ELOOP', 'EISDIR']],
  ['file/no-permission', ['EACCES', 'EPERM', 'EROFS']],
  ['file/exists', ['EEXIST']],
  ['file/no-space', ['ENOSPC', 'EDQUOT']],
  ['file/bad-name', ['ENAMETOOLONG', 'EILSEQ']],
  ['file/busy', ['EBUSY', 'ETXTBSY', 'EAGAIN']],
  ['file/too-many-open', ['EMFILE', 'ENFILE']],
  ['file/disk-gone', ['ENODEV', 'ENXIO', 'ESTALE', 'EHOSTDOWN', 'EHOSTUNREACH', 'ENOTCONN', 'ETIMEDOUT']],
  ['file/write-failed', ['EIO', 'EXDEV', 'ENOSYS', 'EINVAL', 'EFBIG', 'EBADF']],
] as const)('%s: %j', (code, systems) => {
  for (const system of systems) {
    const error = fileError(Object.assign(new Error(`/secret/path ${system}`), { code: system }), 'file/write-failed')
    expect(error).toMatchObject({ code, details: { system } })
  }
})

it('what is no fault of the system keeps its code, or has the one that is given', () => {
  const own = new CofferError('format/damaged')
  expect(fileError(own, 'file/read-failed')).toBe(own)
  expect(fileError(new Error('other'), 'file/read-failed')).toMatchObject({ code: 'file/read-failed', details: {} })
})
