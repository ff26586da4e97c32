/** What the command line says of files and vaults, so that the window's own word is not taken for it. */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { ExportChoice } from '../contract/formats.ts'
import type { Inspection } from '../contract/files.ts'
import { cli, copyInto, MASTER_PASSWORD } from './files.ts'

interface Opening {
  vault?: string
  masterPassword?: string
  filePassword?: string
}

/** Runs `coffer`, its passwords handed over in files that are gone afterwards. */
async function ask<T>(args: string[], { vault, masterPassword, filePassword }: Opening): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'coffer-e2e-proof-'))
  function secret(name: string, option: string, value: string | undefined): string[] {
    if (value === undefined) return []
    const file = path.join(folder, name)
    fs.writeFileSync(file, value, { mode: 0o600 })
    return [option, file]
  }
  const master = vault === undefined ? undefined : (masterPassword ?? MASTER_PASSWORD)
  const where = vault === undefined ? [] : ['--vault', vault]
  try {
    const passwords = [
      ...secret('master', '--password-file', master),
      ...secret('file', '--file-password-file', filePassword),
    ]
    return JSON.parse(await cli(...args, ...where, ...passwords, '--json')) as T
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** Asks about a vault through a copy of it: another test may be at work with the one that is shared. */
async function askOfCopy<T>(args: string[], opening: Opening): Promise<T> {
  const { vault } = opening
  if (vault === undefined) return await ask<T>(args, opening)
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'coffer-e2e-proof-'))
  try {
    return await ask<T>(args, { ...opening, vault: await copyInto(folder, vault) })
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** With a vault or a file password: also whether that opens the file. */
export async function inspect(file: string, opening: Opening = {}): Promise<Inspection> {
  return await askOfCopy<Inspection>(['inspect', file], opening)
}

/** Equal contents, equal digest. */
export async function digestOf(file: string, opening: Opening = {}): Promise<string> {
  return (await askOfCopy<{ digest: string }>(['digest', file], opening)).digest
}

/** Of a vault that the app has closed: what it wrote last may stand beside the file until then. */
export async function digestOfVault(vault: string, masterPassword = MASTER_PASSWORD): Promise<string> {
  return (await askOfCopy<{ digest: string }>(['digest'], { vault, masterPassword })).digest
}

/** The same export as the command line makes it; the vault notes it. */
export async function exportByHand(
  vault: string,
  file: string,
  choice: ExportChoice,
  options: { filePassword?: string; withoutTrash?: boolean } = {},
): Promise<void> {
  const { withoutTrash = false, ...opening } = options
  await ask(['export', file, '--format', choice, ...(withoutTrash ? ['--without-trash'] : [])], { vault, ...opening })
}

export function sha256Of(file: string): string {
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex')
}

/** The permissions, in the digits of chmod. */
export function modeOf(file: string): string {
  return (fs.statSync(file).mode & 0o777).toString(8)
}
