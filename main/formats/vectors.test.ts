/** The project's own vectors: made by scripts/make-vectors.py, which shares no code with what is tested here. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { accountOf } from '../testkit/accounts.ts'
import type { ReadReport } from './format.ts'
import { detect } from './index.ts'

interface Vector {
  scenario: string
  file?: string
  fileBase64?: string
  filePassword?: string
  account?: { userKeyBase64: string; adopted: boolean }
  expect:
    | { code: string }
    | { format: string; items: number; folders: number; sealed?: boolean; values?: Record<string, unknown> }
}

const FOLDER = new URL('./testdata/', import.meta.url)
const vectors = readdirSync(FOLDER)
  .filter((name) => /^\d{3}-.*\.json$/.test(name))
  .map((name) => ({ name, ...(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Vector) }))

async function readVector({
  file,
  fileBase64,
  filePassword,
  account,
}: Vector): Promise<ReadReport & { format: string }> {
  const bytes = fileBase64 === undefined ? Buffer.from(file ?? '', 'utf8') : Buffer.from(fileBase64, 'base64')
  const recognised = detect(bytes)
  const secrets = { filePassword, account: account && accountOf(account.userKeyBase64, account.adopted) }
  return { format: recognised.format, ...(await recognised.read(secrets)) }
}

function valueAt(contents: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key] ?? null, contents)
}

describe('vectors', () => {
  it('are at least sixty, mostly refusals', () => {
    const refusals = vectors.filter(({ expect: { ...expected } }) => 'code' in expected)
    expect(vectors.length).toBeGreaterThanOrEqual(60)
    expect(refusals.length * 2).toBeGreaterThan(vectors.length)
  })

  it.each(vectors)('$name', async (vector) => {
    const expected = vector.expect
    if ('code' in expected) {
      await expect(readVector(vector), vector.scenario).rejects.toMatchObject({ code: expected.code })
      return
    }
    const { format, contents, sealed } = await readVector(vector)
    const counts = { format, items: contents.items.length, folders: contents.folders.length }
    expect(counts).toEqual({ format: expected.format, items: expected.items, folders: expected.folders })
    if (expected.sealed !== undefined) expect(sealed).toBe(expected.sealed)
    for (const [path, value] of Object.entries(expected.values ?? {}))
      expect(valueAt(contents, path), path).toEqual(value)
  })
})
