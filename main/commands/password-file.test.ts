/** Files that editors and shells make of a password: what is typed at the prompt opens what the file made. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { makeTempFolder, refusalOf } from '../testkit/vaults.ts'
import { readPasswordFile } from './files.ts'

const MARK = '\ufeff'
const TYPED = 'pässwörd 😀'

function bigEndian(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

function fileOf(content: string | Uint8Array): string {
  const file = path.join(makeTempFolder(), 'password')
  writeFileSync(file, content)
  return file
}

it.each([
  ['UTF-8', Buffer.from(`${MARK}${TYPED}\r\n`)],
  ['UTF-16, as PowerShell writes it', Buffer.from(`${MARK}${TYPED}\r\n`, 'utf16le')],
  ['UTF-16 with the high byte first', bigEndian(`${MARK}${TYPED}\n`)],
])('a byte order mark is no part of the password: %s', async (_, content) => {
  expect(await readPasswordFile(fileOf(content))).toBe(TYPED)
})

it.each([
  ['a second mark', `${MARK}${MARK}${TYPED}`, `${MARK}${TYPED}`],
  ['a mark that is not at the beginning', `a${MARK}\n${MARK}`, `a${MARK}\n${MARK}`],
  ['nothing behind the mark', MARK, ''],
])('nothing but one mark is taken away: %s', async (_, content, password) => {
  expect(await readPasswordFile(fileOf(content))).toBe(password)
})

it.each([
  ['without a mark', Buffer.from('password', 'utf16le')],
  ['without a mark, the high byte first', bigEndian('password')],
  ['with half of a character', Buffer.from(`${MARK}password`, 'utf16le').subarray(0, -1)],
  ['with half of a pair', Buffer.from(`${MARK}pass\ud83d`, 'utf16le')],
])('UTF-16 that would have to be guessed at is refused by name: %s', async (_, content) => {
  expect(await refusalOf(() => readPasswordFile(fileOf(content)))).toBe('format/utf-16')
})
