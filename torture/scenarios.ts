/** Every command that writes, with what it starts from. */
import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Order } from './said.ts'
import { PASSWORDS, type World } from './world.ts'

export interface Scenario {
  readonly name: string
  readonly program: Order['program']
  /** Beyond --vault and --password-file. */
  readonly args: (world: World) => readonly string[]
  /** The file that it writes beside the vault, below the disk; null where it writes none. */
  readonly target: string | null
  /** What a target is: an export must be on record wherever it is whole. */
  readonly targetKind?: 'export' | 'key-file' | 'report'
  /** Changes the base disk into the one that it starts from. */
  readonly prepare?: (world: World) => Promise<void> | void
  /** With which password it opens the vault. */
  readonly password?: 'old' | 'new'
  /** The vault that is there once it is done opens with the new password. */
  readonly makes?: 'vault'
}

const FAST_KDF = ['--kdf', 'argon2id', '--iterations', '2', '--memory', '16', '--parallelism', '1']

function withoutVault(world: World): void {
  rmSync(world.vault)
}

function coffer(name: string, args: Scenario['args'], more: Partial<Scenario> = {}): Scenario {
  return { name, program: 'coffer', args, target: null, ...more }
}

function act(name: string, more: Partial<Scenario> = {}): Scenario {
  const target = more.target ?? null
  return {
    name: `window ${name}`,
    program: 'act',
    args: (world) => [name, ...(target === null ? [] : [world.on(target)])],
    target,
    ...more,
  }
}

function exporting(
  kind: string,
  format: readonly string[],
  over: string | null,
  password: (world: World) => readonly string[] = () => [],
): Scenario {
  const target = over ?? `out/new.${kind}`
  const force = over === null ? [] : ['--force']
  return coffer(
    `export ${kind}${over === null ? '' : ` --force over ${over}`}`,
    (world) => ['export', world.on(target), '--format', ...format, ...force, ...password(world)],
    { target, targetKind: 'export' },
  )
}

const filePassword = (world: World): readonly string[] => ['--file-password-file', world.secret('file')]

const EXPORTS: readonly Scenario[] = [null, 'out/first.json', 'out/stranger.json'].flatMap((over) => [
  exporting('account-restricted', ['encrypted_json'], over),
  exporting('password-protected', ['encrypted_json'], over, filePassword),
  exporting('json', ['json'], over),
  exporting('csv', ['csv'], over),
])

function sqlOn(world: World, statement: string): void {
  const database = new DatabaseSync(world.vault)
  database.exec(statement)
  database.close()
}

export const SCENARIOS: readonly Scenario[] = [
  coffer('init', () => ['init', ...FAST_KDF], { prepare: withoutVault, makes: 'vault' }),
  coffer('init --from-key-file', (world) => ['init', '--from-key-file', world.on('account-key.json')], {
    prepare: withoutVault,
    makes: 'vault',
  }),
  coffer('init --from-bitwarden', (world) => ['init', '--from-bitwarden', world.on('data.json')], {
    prepare: withoutVault,
    password: 'new',
    makes: 'vault',
  }),
  coffer('import', (world) => ['import', world.on('more.csv')]),
  coffer('import --on-duplicate merge', (world) => ['import', world.on('more.csv'), '--on-duplicate', 'merge']),
  coffer('undo-import', () => ['undo-import'], {
    prepare: (world) =>
      world.withSession(async (session) => {
        await world.import(session, 'more.csv')
      }),
  }),
  ...EXPORTS,
  coffer('key-file', (world) => ['key-file', world.on('out/key.json')], {
    target: 'out/key.json',
    targetKind: 'key-file',
  }),
  coffer('key-file --force', (world) => ['key-file', world.on('account-key.json'), '--force'], {
    target: 'account-key.json',
    targetKind: 'key-file',
  }),
  coffer('change-password', (world) => ['change-password', '--new-password-file', world.secret('new')]),
  coffer('change-kdf', () => ['change-password', ...FAST_KDF]),
  coffer('rotate-key', () => ['rotate-key']),
  coffer('rotate-key --replace', () => ['rotate-key', '--replace']),
  coffer('adopt', (world) => [
    ...['adopt', '--from-bitwarden', world.on('data.json')],
    ...['--account-password-file', world.secret('new')],
  ]),
  coffer('verify', (world) => ['verify', world.on('out/first.json'), '--key-file', world.on('account-key.json')]),
  coffer('open with a scrub due', () => ['list'], {
    prepare: (world) => {
      sqlOn(world, 'UPDATE account SET scrub = 1')
    },
  }),
  coffer('open of a write-ahead vault', () => ['list'], {
    prepare: (world) => {
      sqlOn(world, 'PRAGMA journal_mode = WAL')
    },
  }),
  ...['add', 'edit', 'favorite', 'trash', 'remove', 'folder', 'forget'].map((name) => act(name)),
  act('report', { target: 'out/report.txt', targetKind: 'report' }),
]

/** A writer that is wrong on purpose (planted.ts): what does not find it finds nothing. */
export const PLANTED: Scenario = {
  ...{ name: 'planted', program: 'planted', target: 'out/first.json', targetKind: 'report' },
  args: (world) => [world.on('out/first.json')],
}

/** The whole command of a scenario. */
export function argsOf({ args, password = 'old' }: Scenario, world: World): readonly string[] {
  return [...args(world), '--vault', world.vault, '--password-file', world.secret(password)]
}

/** The passwords that a vault may open with after a scenario, the most likely first. */
export const CANDIDATES: readonly (keyof typeof PASSWORDS)[] = ['old', 'new']
