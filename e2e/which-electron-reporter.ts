/** Says at the start and the end of every run what the specs have driven: a green run proves only that. */
import { drivenBy } from './driver/binaries.ts'

export default class WhichElectronReporter {
  onBegin(): void {
    process.stdout.write(`Driven by: ${drivenBy()}\n`)
  }

  onEnd(): void {
    process.stdout.write(`Driven by: ${drivenBy()}\n`)
  }

  printsToStdio(): boolean {
    return false
  }
}
