/** Answers the native dialogs in a person's place, the same way under Electron and the stand-in. */
import type { Driven } from './start.ts'

export type DialogKind = 'open' | 'save' | 'message' | 'error'

export interface AskedDialog {
  kind: DialogKind
  options: Record<string, unknown>
}

/** Told on stderr, which outlives the process. */
const MARK = 'coffer-e2e: unexpected dialog: '

interface State {
  answers: Record<DialogKind, unknown[]>
  asked: AskedDialog[]
}

type Global = typeof globalThis & { cofferDialogs?: State }

/** Replaces the dialogs in the main process, which keeps the queue: synchronous dialogs cannot wait for a test. */
export async function takeOverDialogs(app: Driven): Promise<void> {
  await app.evaluate(({ dialog }, mark) => {
    const state: State = { answers: { open: [], save: [], message: [], error: [] }, asked: [] }
    ;(globalThis as Global).cofferDialogs = state

    function answer(kind: DialogKind, args: unknown[]): { given: unknown } | null {
      const options = { ...(args.at(-1) as Record<string, unknown> | undefined) }
      const expected = state.answers[kind].length > 0
      const asked = JSON.stringify(options)
      state.asked.push({ kind, options: JSON.parse(asked) as Record<string, unknown> })
      if (!expected) process.stderr.write(`${mark}${kind} ${asked}\n`)
      return expected ? { given: state.answers[kind].shift() } : null
    }

    function opened(args: unknown[]): string[] | null {
      return (answer('open', args)?.given ?? null) as string[] | null
    }

    function saved(args: unknown[]): string | null {
      return (answer('save', args)?.given ?? null) as string | null
    }

    function chosen(args: unknown[]): number {
      const { buttons = [], cancelId = 0 } = args.at(-1) as { buttons?: string[]; cancelId?: number }
      const choice = answer('message', args)
      if (!choice) return cancelId
      const index = typeof choice.given === 'string' ? buttons.indexOf(choice.given) : (choice.given as number)
      if (index < 0 || index >= Math.max(buttons.length, 1)) {
        throw new Error(`there is no button ${String(choice.given)} among: ${buttons.join(', ')}`)
      }
      return index
    }

    const own: Partial<Record<keyof typeof dialog, unknown>> = {
      showOpenDialog: (...args: unknown[]) => {
        const paths = opened(args)
        return Promise.resolve({ canceled: paths === null, filePaths: paths ?? [] })
      },
      showOpenDialogSync: (...args: unknown[]) => opened(args) ?? undefined,
      showSaveDialog: (...args: unknown[]) => {
        const path = saved(args)
        return Promise.resolve({ canceled: path === null, filePath: path ?? '' })
      },
      showSaveDialogSync: (...args: unknown[]) => saved(args) ?? '',
      showMessageBox: async (...args: unknown[]) => Promise.resolve({ response: chosen(args), checkboxChecked: false }),
      showMessageBoxSync: (...args: unknown[]) => chosen(args),
      showErrorBox: (title: string, content: string) => void answer('error', [{ title, content }]),
    }
    Object.assign(dialog, own)
  }, MARK)
}

export async function queueAnswer(app: Driven, kind: DialogKind, given: unknown): Promise<void> {
  await app.evaluate(
    (_, queued) => {
      ;(globalThis as Global).cofferDialogs?.answers[queued.kind].push(queued.given)
    },
    { kind, given },
  )
}

export async function askedDialogs(app: Driven): Promise<{ asked: AskedDialog[]; unused: string[] }> {
  return app.evaluate(() => {
    const { asked = [], answers } = (globalThis as Global).cofferDialogs ?? {}
    const unused = Object.entries(answers ?? {}).flatMap(([kind, queue]) => queue.map(() => kind))
    return { asked, unused }
  })
}

/** Dialogs that nobody had queued an answer for, and that were therefore cancelled. */
export function unexpectedDialogs(app: Driven): string[] {
  const lines = app.output().split('\n')
  return lines.filter((line) => line.startsWith(MARK)).map((line) => line.slice(MARK.length))
}
