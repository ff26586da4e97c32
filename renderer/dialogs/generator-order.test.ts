import { expect, it } from 'vitest'
import { DEFAULT_PASSPHRASE, DEFAULT_PASSWORD } from '../../contract/generator.ts'
import { passphraseOrder, passwordOrder } from './generator-order.ts'

const TYPED = { ...DEFAULT_PASSWORD, length: '20', minDigits: '1', minSpecials: '1' }
const NONE = { upper: false, lower: false, digits: false, specials: false }

it.each<[string, object, string[]]>([
  ['nothing wrong', {}, []],
  ['no number', { length: '' }, ['length']],
  ['a fraction', { length: '5.5' }, ['length']],
  ['too long', { length: '129' }, ['length']],
  ['too short', { length: '4' }, ['length']],
  ['no kind', NONE, ['kinds']],
  ['too many digits', { minDigits: '10' }, ['minDigits']],
  ['too many signs', { minSpecials: '-1' }, ['minSpecials']],
  ['a number that is not asked for', { digits: false, minDigits: 'x' }, []],
  ['more than there is room for', { length: '5', minDigits: '4' }, ['length']],
])('of a password finds %s', (_, changes, faults) => {
  const found = passwordOrder({ ...TYPED, ...changes })
  expect(Object.keys(found.faults)).toEqual(faults)
  expect(found.order === null).toBe(faults.length > 0)
})

it('of a passphrase finds what is no number of words', () => {
  const typed = { ...DEFAULT_PASSPHRASE, words: ' 6 ' }
  expect(passphraseOrder(typed).order).toEqual(DEFAULT_PASSPHRASE)
  for (const words of ['2', '21', 'six']) expect(passphraseOrder({ ...typed, words }).faults).toHaveProperty('words')
})
