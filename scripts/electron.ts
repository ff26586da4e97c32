/** Electron's binary, for the scripts that start the app. */
import { execFileSync, spawn } from 'node:child_process'
import path from 'node:path'
import { electronBinary } from '../e2e/driver/binaries.ts'

const ROOT = path.resolve(import.meta.dirname, '..')

/** The binary, fetched once where it is missing; null where it cannot be had. */
export function findElectron(): string | null {
  if (electronBinary() === null) {
    try {
      const script = path.join(ROOT, 'node_modules/electron/install.js')
      execFileSync(process.execPath, [script], { stdio: 'ignore', timeout: 300_000 })
    } catch {
      // There is no way to it from here; what the caller does instead says so.
    }
  }
  return electronBinary()
}

/** Runs a program in the foreground; its exit status. */
export async function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } })
  return await new Promise((resolve) =>
    child.once('exit', (status) => {
      resolve(status ?? 1)
    }),
  )
}
