/** The project's own vectors: made by scripts/make-vectors.py, which shares no code with what is tested here. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ReadOptions, TextFacts } from '../../contract/import-plan.ts'
import { accountOf } from '../testkit/accounts.ts'
import type { ReadReport, Recognised } from './format.ts'
import { detect } from './index.ts'

interface Vector {
  scenario: string
  file?: string
  fileBase64?: string
  filePassword?: string
  account?: { userKeyBase64: string; adopted: boolean }
  options?: Partial<ReadOptions>
  expect:
    | { code: string }
    | {
        format: string
        items: number
        folders: number
        sealed?: boolean
        values?: Record<string, unknown>
        text?: TextFacts
        ignored?: Record<string, number>
        damaged?: number
        /** First line, last line and column of each. */
        unreadable?: [number, number, string | null][]
      }
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
  options,
}: Vector): Promise<ReadReport & Pick<Recognised, 'format' | 'text'>> {
  const bytes = fileBase64 === undefined ? Buffer.from(file ?? '', 'utf8') : Buffer.from(fileBase64, 'base64')
  const recognised = detect(bytes)
  const secrets = { filePassword, account: account && accountOf(account.userKeyBase64, account.adopted) }
  const { format, text } = recognised
  return { format, text: text ?? null, ...(await recognised.read({ ...secrets, ...options })) }
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
    const { format, contents, sealed, text, ignored, damaged, unreadable } = await readVector(vector)
    const counts = { format, items: contents.items.length, folders: contents.folders.length }
    expect(counts).toEqual({ format: expected.format, items: expected.items, folders: expected.folders })
    if (expected.sealed !== undefined) expect(sealed).toBe(expected.sealed)
    if (expected.text) expect(text).toEqual(expected.text)
    if (expected.ignored) expect(ignored).toEqual(expected.ignored)
    expect(damaged).toBe(expected.damaged)
    expect(unreadable?.map(({ lines, column }) => [...(lines ?? []), column])).toEqual(expected.unreadable)
    for (const [path, value] of Object.entries(expected.values ?? {}))
      expect(valueAt(contents, path), path).toEqual(value)
  })
})
