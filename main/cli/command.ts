/** What a command is, and what most of them begin with: the vault that they are about, and its password. */
import { resolve } from 'node:path'
import type { CofferError } from '../../contract/errors.ts'
import { vault as texts } from '../../contract/text/en/vault.ts'
import type { TakenFile } from '../commands/files.ts'
import { defaultVaultPath, openVaultFile, requireTextName, type LockedVault, type Session } from '../commands/vault.ts'
import type { Arguments, OptionName } from './arguments.ts'
import type { Passwords } from './passwords.ts'
import type { Terminal } from './terminal.ts'

export interface Context {
  readonly args: Arguments
  readonly secrets: Passwords
  readonly terminal: Terminal
}

export interface Result {
  readonly json: Readonly<Record<string, unknown>>
  readonly lines: readonly string[]
  /** The command did what it does, and found this: it decides the exit status. */
  readonly finding?: CofferError
}

export interface Command {
  readonly usage: string
  readonly about: string
  readonly options: readonly OptionName[]
  /** How many words follow the command: least and most. */
  readonly words: readonly [number, number]
  run(context: Context): Promise<Result>
}

/** @throws CofferError file/bad-name */
export function vaultPath({ args }: Context): string {
  const path = resolve(args.text('vault') ?? defaultVaultPath())
  requireTextName(path)
  return path
}

/** Opens and locks the vault, runs `task`, and gives the vault free. */
export async function withVault<T>(context: Context, task: (vault: LockedVault) => Promise<T>): Promise<T> {
  const vault = await openVaultFile(vaultPath(context))
  if (vault.notice) context.terminal.say(texts.notice[vault.notice])
  try {
    return await task(vault)
  } finally {
    vault.close()
  }
}

export async function withSession<T>(
  context: Context,
  task: (session: Session, masterPassword: string) => Promise<T>,
): Promise<T> {
  return await withVault(context, async (vault) => {
    const masterPassword = await context.secrets.masterPassword()
    return await task(await vault.unlock(masterPassword), masterPassword)
  })
}

/** The file's password where the file has one. */
export async function filePasswordFor(file: TakenFile, { secrets }: Context): Promise<string | undefined> {
  return file.facts.opensWith === 'file-password' ? await secrets.filePassword() : undefined
}

export function word({ args }: Context, index = 0): string {
  return args.positionals[index] ?? ''
}
