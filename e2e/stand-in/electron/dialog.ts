/** `electron.dialog`. Tests answer in its place; without a test, a person does where there is a screen. */
import type { DialogRequest } from '../border.ts'
import { host, needReady, record } from './link.ts'
import { strict } from './strict.ts'
import { BrowserWindow } from './window.ts'

interface Options {
  title?: string
  message?: string
  detail?: string
  buttons?: string[]
  cancelId?: number
  defaultId?: number
  defaultPath?: string
  properties?: string[]
  filters?: { extensions: string[] }[]
}

type Args = [Options?] | [BrowserWindow, Options?]

const asks = process.env.STAND_IN_ASKS === '1'

function optionsOf(args: Args): [number | null, Options] {
  const [first, second] = args
  return first instanceof BrowserWindow ? [first.id, second ?? {}] : [null, first ?? {}]
}

async function ask(kind: DialogRequest['kind'], args: Args): Promise<string[] | number | null> {
  needReady('dialog module can only be used after app is ready')
  const [window, options] = optionsOf(args)
  record(`dialog.${kind}`, [options])
  if (!asks)
    throw new Error(`stand-in: nobody is there to answer a dialog (${kind}: ${options.message ?? options.title ?? ''})`)
  const { buttons = ['OK'] } = options
  const cancels = buttons.findIndex((label) => /^(cancel|no)$/i.test(label))
  return host('ask', window, {
    kind,
    title: options.title ?? '',
    message: options.message ?? '',
    detail: options.detail ?? '',
    buttons,
    cancelId: options.cancelId ?? Math.max(cancels, 0),
    defaultName: options.defaultPath ?? '',
    many: options.properties?.includes('multiSelections') ?? false,
    folder: options.properties?.includes('openDirectory') ?? false,
    extensions: (options.filters ?? []).flatMap(({ extensions }) => extensions).filter((name) => name !== '*'),
  })
}

function sync(name: string): () => never {
  return () => {
    throw new Error(`stand-in: ${name} cannot wait for a person; a test answers it in its place`)
  }
}

export const dialog = strict('dialog', {
  async showOpenDialog(...args: Args): Promise<{ canceled: boolean; filePaths: string[] }> {
    const paths = (await ask('open', args)) as string[] | null
    return { canceled: paths === null, filePaths: paths ?? [] }
  },
  async showSaveDialog(...args: Args): Promise<{ canceled: boolean; filePath: string }> {
    const paths = (await ask('save', args)) as string[] | null
    return { canceled: paths === null, filePath: paths?.[0] ?? '' }
  },
  async showMessageBox(...args: Args): Promise<{ response: number; checkboxChecked: boolean }> {
    return { response: (await ask('message', args)) as number, checkboxChecked: false }
  },
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}\n${content}\n`)
    if (asks) void ask('error', [{ message: title, detail: content }])
    else record('dialog.error', [{ title, content }])
  },
  showMessageBoxSync: sync('showMessageBoxSync'),
  showOpenDialogSync: sync('showOpenDialogSync'),
  showSaveDialogSync: sync('showSaveDialogSync'),
})
