import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../contract/errors.ts'
import type { Inspection, OfferedFile } from '../../../contract/files.ts'
import { fakeFile, SAMPLE_INSPECTION } from '../../testkit/fake-bridge.ts'
import { fileFacts } from './file-facts.ts'
import { canLookInside, recognisedFirst, stepsFor, verdictOf } from './verdict.ts'

function seen(changes: Partial<Inspection> = {}): OfferedFile {
  return fakeFile('x.json', { inspection: { ...SAMPLE_INSPECTION, ...changes } })
}
function refused(code: ErrorCode, details = {}): OfferedFile {
  return fakeFile('x.json', { error: { code, details } })
}

const UNTRIED = { opens: null, encrypted: true, items: null }
const ACCOUNT = { opensWith: 'account-key', encrypted: true } as const

describe('the verdict', () => {
  it.each([
    ['warn', 'Readable by anyone', seen()],
    ['plain', 'Opens with its file password. Not tried yet.', seen({ ...UNTRIED, opensWith: 'file-password' })],
    ['ok', 'Opens with this vault’s key: checked. Not sealed', seen({ ...ACCOUNT, sealed: false })],
    ['ok', 'unchanged since it was made on', seen({ ...ACCOUNT, sealed: true, made: '2026-11-20T09:00:00.000Z' })],
    ['warn', 'Opens only with the key of the account', seen({ ...ACCOUNT, ...UNTRIED })],
    ['bad', 'Bound to another account', seen({ ...ACCOUNT, opens: false, refusal: 'format/other-key' })],
    [
      'bad',
      'the encryption key that it retired on 2026-05-03',
      seen({ ...ACCOUNT, opens: false, refusal: 'format/retired-key', refusalDetails: { retired: '2026-05-03' } }),
    ],
    ['bad', 'ends too early', seen({ opens: false, refusal: 'format/truncated' })],
    ['bad', 'not an export that Coffer knows', refused('format/not-an-export')],
    ['bad', 'at line 7', refused('format/bad-row', { line: 7 })],
  ] as const)('is %s: %s', (tone, words, file) => {
    const verdict = verdictOf(file)
    expect([verdict.tone, verdict.text.includes(words)]).toEqual([tone, true])
    expect(verdict.next === null).toBe(tone !== 'bad')
  })

  it('of a file with neither an inspection nor an error is a fault of Coffer’s own', () => {
    expect(verdictOf(fakeFile('x.json')).tone).toBe('bad')
  })
})

it('names an older copy, which opens all the same', () => {
  const older = seen({ ...ACCOUNT, sealed: true, made: '2026-05-03T12:00:00Z', newerExport: '2026-11-20T12:00:00Z' })
  const { tone, word, next } = verdictOf(older)
  expect([tone, word]).toEqual(['warn', 'Yes'])
  expect(next).toContain('this is an older copy')
  expect(stepsFor(older, 'unlocked')).toEqual(['backups'])
})

it('leads on from what needs a key or another copy, and from nothing else', () => {
  expect(stepsFor(seen(), 'unlocked')).toEqual([])
  expect(stepsFor(seen({ ...UNTRIED, opensWith: 'file-password' }), 'none')).toEqual([])
  expect(stepsFor(seen({ ...ACCOUNT, ...UNTRIED }), 'none')).toEqual(['open-vault', 'key-file'])
  expect(stepsFor(refused('format/vault-file'), 'none')).toEqual(['open-vault'])
  expect(stepsFor(refused('format/bad-shape', { where: 'items' }), 'unlocked')).toEqual(['backups'])
  expect(stepsFor(refused('format/bad-shape', { where: 'items' }), 'locked')).toEqual([])
  expect(stepsFor(refused('format/zip'), 'unlocked')).toEqual([])
})

it('puts recognised files first', () => {
  const [good, bad, other] = [seen(), refused('format/zip'), seen({ items: 1 })]
  expect(recognisedFirst([bad, good, other])).toEqual([good, other, bad])
})

it('offers to look only into what opens without a vault', () => {
  expect(canLookInside(seen())).toBe(true)
  expect(canLookInside(seen({ ...UNTRIED, opensWith: 'file-password' }))).toBe(true)
  expect(canLookInside(seen(ACCOUNT))).toBe(false)
  expect(canLookInside(seen({ opens: false, refusal: 'format/damaged' }))).toBe(false)
  expect(canLookInside(refused('format/zip'))).toBe(false)
})

it('says in one line what a file is', () => {
  expect(fileFacts(SAMPLE_INSPECTION)).toBe('Bitwarden (json) · 8 items · 6.2 kB')
  const kdf = { type: 'pbkdf2', iterations: 600_000 } as const
  expect(fileFacts({ ...SAMPLE_INSPECTION, kdf })).toContain('· PBKDF2-SHA-256, 600,000 rounds')
  expect(fileFacts({ ...SAMPLE_INSPECTION, items: null, bytes: 1_234_567 })).toBe('Bitwarden (json) · 1.2 MB')
})
