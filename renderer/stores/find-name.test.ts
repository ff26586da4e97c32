import { describe, expect, it } from 'vitest'
import { findName } from './find-name.ts'

const NAMES = ['10 Downing', 'Ant', 'ant hill', 'Bee', 'Émile', 'Zoo']

async function find(text: string, names: readonly string[] = NAMES): Promise<number | null> {
  return await findName(text, names.length, (index) => Promise.resolve(names[index]))
}

describe('findName', () => {
  it.each([
    ['a', 1],
    ['ANT', 1],
    ['ant h', 2],
    ['1', 0],
    ['9', 0],
    ['z', 5],
    ['é', 4],
  ])('finds %s', async (text, index) => {
    expect(await find(text)).toBe(index)
  })

  it.each(['x', 'zz', '9##', '10 x'])('finds nothing for %s', async (text) => {
    expect(await find(text)).toBeNull()
  })

  it('gives up where the list changes meanwhile', async () => {
    expect(await findName('a', 10, () => Promise.resolve(undefined))).toBeNull()
    expect(await find('a', [])).toBeNull()
  })
})
