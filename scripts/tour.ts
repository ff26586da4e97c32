/**
 * The main job from a terminal, on a sample: create a vault, import, export .json (Encrypted), re-open it in a second
 * vault restored from the account key file, compare. Ends with status 1 where anything differs.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '..')
const NODE = [process.execPath, '--disable-warning=ExperimentalWarning'] as const
const folder = mkdtempSync(path.join(tmpdir(), 'coffer-tour-'))

/** Runs one command in the folder and shows it, as a person would type it, with what it says. */
function coffer(...args: string[]): string {
  process.stdout.write(`\n$ coffer ${args.join(' ')}\n`)
  const [program, ...options] = NODE
  const command = [...options, path.join(ROOT, 'main/cli.ts'), ...args]
  const text = execFileSync(program, command, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  process.stdout.write(text)
  return text.trim()
}

function say(text: string): void {
  process.stdout.write(`\n${text}\n`)
}

try {
  say('Coffer, the main job on a sample export, in a folder of its own that is removed afterwards.')
  writeFileSync(path.join(folder, 'password'), 'a master password for the tour\n', { mode: 0o600 })
  const [program, ...options] = NODE
  execFileSync(program, [
    ...options,
    path.join(ROOT, 'scripts/make-sample.ts'),
    path.join(folder, 'bitwarden_export.json'),
  ])
  const password = ['--password-file', 'password']
  const [mine, restored] = [
    ['--vault', 'mine.coffer', ...password],
    ['--vault', 'restored.coffer', ...password],
  ]

  say('1. Create a vault and import the export.')
  coffer('init', '--email', 'me@example.com', ...mine)
  coffer('inspect', 'bitwarden_export.json')
  coffer('import', 'bitwarden_export.json', ...mine)
  coffer('list', ...mine)

  say('2. Export it as .json (Encrypted), and write the account key file.')
  coffer('export', 'backup.json', '--format', 'encrypted_json', ...mine)
  coffer('key-file', 'account-key.json', ...mine)

  say('3. Restore on a computer that has only the export, the key file and the password; compare.')
  coffer('init', '--from-key-file', 'account-key.json', ...restored)
  coffer('import', 'backup.json', ...restored)
  const digests = [coffer('digest', 'bitwarden_export.json'), coffer('digest', ...mine), coffer('digest', ...restored)]
  const equal = new Set(digests).size === 1
  const left = readdirSync(folder).filter((name) => name.endsWith('.coffer-tmp'))
  say(equal ? 'Equal: the backup restores everything.' : 'NOT EQUAL: this backup would not restore everything.')
  if (!equal || left.length > 0) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
