/** What must be done before Electron is ready, in this order; whether the app goes on after it. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { App, Protocol } from 'electron'
import { refusedSwitch } from './command-line.ts'
import { PRIVILEGED_SCHEMES } from './protocol.ts'

export interface BeforeReadyParts {
  readonly app: Pick<
    App,
    'isPackaged' | 'setPath' | 'enableSandbox' | 'requestSingleInstanceLock' | 'quit' | 'exit'
  > & { readonly commandLine: Pick<App['commandLine'], 'hasSwitch'> }
  readonly protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>
  readonly argv: readonly string[]
  /** As COFFER_USER_DATA gives it: a folder of its own for tests and demonstrations. */
  readonly userData: string | undefined
  readonly complain: (sentence: string) => void
}

/** False where the app is on its way out: refused, or another one runs and has heard of this one. */
export function prepare({ app, protocol, argv, userData, complain }: BeforeReadyParts): boolean {
  const refused = app.isPackaged ? refusedSwitch(argv, (name) => app.commandLine.hasSwitch(name)) : null
  if (refused !== null) {
    complain(`Coffer does not start with --${refused}.\n`)
    app.exit(2)
    return false
  }
  setUserData(app, userData)
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged(PRIVILEGED_SCHEMES)
  const alone = app.requestSingleInstanceLock()
  if (!alone) app.quit()
  return alone
}

/** What is not an absolute path counts as not given. Electron takes only a folder that is there. */
function setUserData(app: Pick<App, 'setPath'>, folder: string | undefined): void {
  if (folder === undefined || !path.isAbsolute(folder)) return
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  app.setPath('userData', folder)
}
