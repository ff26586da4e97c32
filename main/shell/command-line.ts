/** The command line of the app: files that are named on it, and switches that it does not start with. */
import { statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * They open a debugger on the app, load or run foreign code in it, weaken its page's walls, or write out what it does.
 * Fuses do not cover these (docs/THREAT-MODEL.md).
 */
const REFUSED: readonly string[] = [
  ...['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins'],
  ...['inspect', 'inspect-brk', 'inspect-wait', 'inspect-port', 'js-flags', 'load-extension', 'single-process'],
  ...[
    'renderer-cmd-prefix',
    'utility-cmd-prefix',
    'gpu-launcher',
    'browser-subprocess-path',
    'allow-sandbox-debugging',
  ],
  ...['disable-web-security', 'enable-blink-features', 'host-rules', 'host-resolver-rules', 'proxy-server'],
  ...['no-sandbox', 'no-zygote', 'no-zygote-sandbox', 'disable-setuid-sandbox', 'disable-namespace-sandbox'],
  ...['disable-seccomp-filter-sandbox', 'disable-gpu-sandbox'],
  ...['enable-logging', 'log-file', 'log-net-log', 'trace-startup', 'enable-automation'],
]
const REFUSED_FAMILY =
  /^--?((?:remote-debugging|inspect|load-extension|js-flags)[\w-]*|(?:no|disable)-(?:[\w-]*-)?sandbox)(?:=|$)/i

/** The first switch of `argv` that a packaged app refuses, or null. `given` asks Chromium's own reading of them. */
export function refusedSwitch(argv: readonly string[], given: (name: string) => boolean): string | null {
  const named = argv
    .map((argument) => REFUSED_FAMILY.exec(argument)?.[1]?.toLowerCase())
    .find((name) => name !== undefined)
  return named ?? REFUSED.find(given) ?? null
}

/**
 * Absolute paths of the files that a command line names: by path or, as desktops on Linux do, by file: address.
 * Chromium puts switches of its own anywhere into the command line of a second instance, so the program and,
 * unpackaged, the app's folder are counted among what is no switch.
 */
export function filesOf(
  argv: readonly string[],
  { packaged, folder }: { packaged: boolean; folder: string },
): string[] {
  return argv
    .filter((argument) => !argument.startsWith('-'))
    .slice(packaged ? 1 : 2)
    .map((argument) => pathOf(argument, folder))
    .filter(isFile)
}

/** Vaults are opened, everything else is offered. */
export function isVaultFile(file: string): boolean {
  return path.extname(file).toLowerCase() === '.coffer'
}

/** What is no address of a file of this computer stays as it is, and is no file. */
function pathOf(argument: string, folder: string): string {
  if (!argument.startsWith('file:')) return path.resolve(folder, argument)
  try {
    return fileURLToPath(argument)
  } catch {
    return argument
  }
}

function isFile(file: string): boolean {
  try {
    return statSync(file).isFile()
  } catch {
    return false
  }
}
