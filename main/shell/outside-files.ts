/** Files that the system hands over: on the command line, from a second start of the app, from the file manager. */
import type { App } from 'electron'
import { filesOf, isVaultFile } from './command-line.ts'
import type { FileOffers } from './file-offers.ts'
import type { VaultPlaces } from './vault-places.ts'
import type { AppWindow } from './window.ts'

interface Takers {
  readonly offers: Pick<FileOffers, 'add'>
  readonly window: Pick<AppWindow, 'bringToFront'>
}

export interface OutsideFacts {
  readonly packaged: boolean
  readonly argv: readonly string[]
  readonly folder: string
}

export class OutsideFiles {
  #waiting: string[]
  #takers: Takers | null = null

  /** To be made before the app is ready: macOS names a file earlier than that. */
  constructor(app: Pick<App, 'on'>, { packaged, argv, folder }: OutsideFacts) {
    this.#waiting = filesOf(argv, { packaged, folder })
    app.on('open-file', (event, file) => {
      event.preventDefault()
      this.#give([file])
    })
    app.on('second-instance', (_event, secondArgv, secondFolder) => {
      this.#takers?.window.bringToFront()
      this.#give(filesOf(secondArgv, { packaged, folder: secondFolder }))
    })
  }

  /** What came so far. */
  get files(): readonly string[] {
    return this.#waiting
  }

  /** From now on files are offered; a vault that came before is the one that the app started with. */
  begin(takers: Takers): void {
    this.#takers = takers
    takers.offers.add(this.#waiting.splice(0).filter((file) => !isVaultFile(file)))
  }

  #give(files: readonly string[]): void {
    if (this.#takers) this.#takers.offers.add(files)
    else this.#waiting.push(...files)
  }
}

/** The vault that the app starts with: one that it was started for, else the one that was open last. */
export function firstVault(files: readonly string[], last: string | null, places: VaultPlaces): string | null {
  return files.find(isVaultFile) ?? (last !== null && places.allows(last) ? last : null)
}
