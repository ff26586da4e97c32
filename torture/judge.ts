/** What was said against what is. */
import { readFileSync } from 'node:fs'
import { claimsOf, type Claim } from './claims.ts'
import type { FaultKind } from './shim.ts'
import { isVault, type FileSeen, type Seen } from './look.ts'
import type { Said } from './said.ts'
import type { Scenario } from './scenarios.ts'
import type { World } from './world.ts'

/**
 * `lost`: the vault does not open. `mixed`: neither the state before nor the one after. `unkept`: exit status 0 without
 * the thing. `untrue`: a sentence that is not so. `untyped`: a fault of Coffer's own. `unrecorded`: an export that is
 * named and not on record. `left`: a temp or a side file that a start leaves. `hang`: it did not end.
 */
export type Rule = 'lost' | 'mixed' | 'unkept' | 'untrue' | 'untyped' | 'unrecorded' | 'left' | 'hang' | 'not-injected'

export interface Violation {
  readonly rule: Rule
  readonly what: string
}

export interface Case {
  readonly scenario: Scenario
  readonly world: World
  readonly before: Seen
  readonly after: Seen
  readonly fault: FaultKind | null
}

/**
 * A state as two runs of the same command have it in common: ids, keys and hashes are compared with before, and files of
 * no format with what they are where nothing fails.
 */
function shapeOf(seen: Seen, given: Pick<Case, 'before' | 'after'>): string {
  return JSON.stringify({ vault: vaultShape(seen.vault, given.before.vault), files: filesShape(seen, given) })
}

function vaultShape(vault: Seen['vault'], before: Seen['vault']): unknown {
  if (!isVault(vault)) return vault
  const earlier = isVault(before) ? before : null
  const keyName = (key: string | null): string | null =>
    key === null ? null : key === earlier?.fingerprint ? 'old key' : 'new key'
  const { fingerprint, wrappedUserKey, keyFile, records, ...rest } = vault
  return {
    ...rest,
    key: keyName(fingerprint),
    wrapped: wrappedUserKey === earlier?.wrappedUserKey ? 'as before' : 'anew',
    keyFile: keyFile === null ? null : keyFile === earlier?.keyFile ? 'as before' : 'anew',
    records: records.map((record) => ({ ...record, name: nameShape(record.name), key: keyName(record.key) })),
  }
}

/** A replacement's name holds the moment that it was made. */
function nameShape(name: string): string {
  return name.replaceAll(/\d+/g, '#')
}

function filesShape({ files }: Seen, { before, after }: Pick<Case, 'before' | 'after'>): unknown {
  const names = [...new Set([...before.files.keys(), ...files.keys()])].sort()
  return names.map((name) => {
    const [now, earlier, done] = [files, before.files, after.files].map((all) => all.get(name))
    return `${nameShape(name)}: ${fileWord(now, earlier, done)}`
  })
}

function fileWord(now?: FileSeen, before?: FileSeen, after?: FileSeen): string {
  if (now === undefined) return 'gone'
  if (now.sha256 === before?.sha256) return 'as before'
  return now.whole || now.sha256 === after?.sha256 ? 'new' : 'torn'
}

/** Everything that is wrong with how it went. */
export function judge(given: Case, said: Said, seen: Seen): Violation[] {
  return [
    ...endFaults(given, said),
    ...stateFaults(given, said, seen),
    ...seen.leftovers.map((name): Violation => ({ rule: 'left', what: nameShape(name) })),
    ...doneFaults(given, said, seen),
    ...claimsOf(said.json?.message ?? '')
      .filter(({ claim }) => !holds(claim, given, seen))
      .map(({ sentence }): Violation => ({ rule: 'untrue', what: `${codeOf(said)}: “${sentence}”` })),
  ]
}

function codeOf(said: Said): string {
  return said.json?.code ?? 'nothing said'
}

function endFaults({ scenario, fault }: Case, said: Said): Violation[] {
  if (said.signal === 'SIGKILL' && fault?.startsWith('kill') !== true) return [{ rule: 'hang', what: said.stderr }]
  const isUntyped = codeOf(said) === 'internal' || (said.status === 1 && scenario.program === 'coffer')
  return isUntyped ? [{ rule: 'untyped', what: said.stderr.slice(-300) }] : []
}

/** Exit status 0 stands for the thing, and for what is said of it. */
function doneFaults(given: Case, said: Said, seen: Seen): Violation[] {
  if (said.status !== 0) return []
  const found: Violation[] = []
  if (!isDone(said, seen, given)) {
    found.push({ rule: 'unkept', what: difference(shapeOf(seen, given), shapeOf(given.after, given)) })
  }
  if (said.json?.scrubbed === true && isOldKeyIn(given)) {
    found.push({ rule: 'untrue', what: '“scrubbed”, but the old wrapped key is in the vault file' })
  }
  return found
}

function stateFaults(given: Case, said: Said, seen: Seen): Violation[] {
  const { before, after } = given
  if (seen.vault === null && before.vault !== null) return [{ rule: 'lost', what: 'the vault is gone' }]
  if (seen.vault !== null && !isVault(seen.vault) && seen.vault !== before.vault) {
    return [{ rule: 'lost', what: `the vault is refused: ${seen.vault}` }]
  }
  const shape = shapeOf(seen, given)
  const allowed = [shapeOf(before, given), shapeOf(after, given), ...betweenOf(given, seen)]
  if (allowed.includes(shape)) return []
  if (isUnrecorded(given, seen)) {
    return codeOf(said) === 'vault/not-recorded' ? [] : [{ rule: 'unrecorded', what: codeOf(said) }]
  }
  return [{ rule: 'mixed', what: difference(shape, shapeOf(before, given)) }]
}

/** Whether an export has its name, is whole, and is not on record. */
function isUnrecorded({ before, scenario }: Case, { vault, files }: Seen): boolean {
  const { target, targetKind } = scenario
  const file = target === null ? undefined : files.get(target)
  if (targetKind !== 'export' || target === null || file?.whole !== true) return false
  const isNew = file.sha256 !== before.files.get(target)?.sha256
  const onRecord = isVault(vault) && vault.records.some((record) => record.name === target && record.file === 'whole')
  return isNew && !onRecord
}

/** States that lie between, where a command does more than one thing and each of them is true by itself. */
function betweenOf(given: Case, seen: Seen): string[] {
  const { before, after, scenario } = given
  const done = shapeOf(after, given)
  if (scenario.name === 'verify') return [done.replace('ok/ok', 'ok/-')]
  // The key file is good whether the vault took note of it or not.
  if (scenario.targetKind === 'key-file') return [shapeOf({ ...seen, vault: before.vault, files: after.files }, given)]
  return []
}

function isDone(said: Said, seen: Seen, given: Case): boolean {
  const shape = shapeOf(seen, given)
  if (shape === shapeOf(given.after, given)) return true
  return said.json?.recorded === false && betweenOf(given, seen).includes(shape)
}

function isOldKeyIn({ world, before }: Case): boolean {
  if (!isVault(before.vault)) return false
  return readFileSync(world.vault).includes(before.vault.wrappedUserKey)
}

type Part = 'vault' | 'files'

/** Whether a claim holds; `same` compares a part of what is with a part of another state. */
const HOLDS: Readonly<Record<Claim, (given: Case, seen: Seen, same: (part: Part, other: Seen) => boolean) => boolean>> =
  {
    'vault as before': ({ before }, _, same) => same('vault', before),
    'files as before': ({ before }, _, same) => same('files', before),
    'all as before': ({ before }, { files }, same) =>
      same('vault', before) && [...before.files].every(([name, file]) => files.get(name)?.sha256 === file.sha256),
    'items as before': ({ before }, { vault }) =>
      isVault(vault) && isVault(before.vault) && vault.digest === before.vault.digest,
    'change kept': ({ after }, _, same) => same('vault', after),
    'target whole': ({ scenario }, { vault, files }) =>
      scenario.makes === 'vault' ? isVault(vault) : files.get(scenario.target ?? '')?.whole === true,
    'vault damaged': (_, { vault }) => typeof vault === 'string',
    'disk full': ({ fault }) => fault === 'enospc',
    'not allowed': ({ fault }) => fault === 'erofs',
    never: () => false,
  }

function holds(claim: Claim, given: Case, seen: Seen): boolean {
  const partOf = (state: Seen, part: Part): string =>
    JSON.stringify((JSON.parse(shapeOf(state, given)) as Record<Part, unknown>)[part])
  return HOLDS[claim](given, seen, (part, other) => partOf(seen, part) === partOf(other, part))
}

/** Where two shapes part. */
function difference(one: string, other: string): string {
  const [a, b] = [one, other].map((shape) =>
    JSON.stringify(JSON.parse(shape), null, 1)
      .split('\n')
      .map((l) => l.trim()),
  )
  const only = (these: string[], those: string[]): string[] => these.filter((line) => !those.includes(line))
  return `is ${only(a ?? [], b ?? []).join(' ') || 'less'}, not ${only(b ?? [], a ?? []).join(' ') || 'more'}`.slice(
    0,
    600,
  )
}
