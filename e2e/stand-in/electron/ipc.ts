/** `electron.ipcMain`. */
import type { FromPage } from '../border.ts'
import { ipcEvent, pretendedFrame, type Frame } from './frames.ts'
import { codec, makeEvent, serve, windows } from './link.ts'
import { pressed } from './menu.ts'
import { messageFromPage } from './message-channel.ts'
import { noteCopied } from './clipboard.ts'
import { StrictEmitter } from './strict.ts'
import { toAppUrl } from './urls.ts'
import type { WebContents } from './web-contents.ts'

type Handler = (event: object, ...args: unknown[]) => unknown

class IpcMain extends StrictEmitter {
  private handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    if (typeof handler !== 'function')
      throw new Error(`Expected handler to be a function, but found type '${typeof handler}'`)
    this.handlers.set(channel, handler)
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (...args) => {
      this.removeHandler(channel)
      return handler(...args)
    })
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel)
  }

  answer(contents: WebContents, frame: Frame | null, channel: string, args: unknown[]): unknown {
    const handler = this.handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return handler(ipcEvent(contents, frame, {}), ...args)
  }
}

export const ipcMain = new IpcMain()

function contentsOf(id: number): WebContents {
  const contents = windows.get(id)?.contents
  if (!contents) throw new Error('stand-in: the window is closed')
  return contents
}

serve.fromPage = async (id: number, message: FromPage, url: string): Promise<unknown> => {
  const contents = contentsOf(id)
  contents.pageUrl = toAppUrl(url)
  switch (message.kind) {
    case 'invoke': {
      const args = codec.decode(message.args) as unknown[]
      return codec.encode(await ipcMain.answer(contents, contents.mainFrame, message.channel, args))
    }
    case 'send': {
      const reply = contents.send.bind(contents)
      const event = ipcEvent(contents, contents.mainFrame, { reply })
      ipcMain.emit(message.channel, event, ...(codec.decode(message.args) as unknown[]))
      return undefined
    }
    case 'port':
      messageFromPage(message.port, codec.decode(message.data))
      return undefined
    case 'accelerator':
      pressed(message.command)
      return undefined
    case 'title':
      contents.titleChanged(message.title)
      return undefined
    case 'copied':
      noteCopied(message.text)
      return undefined
    case 'preload-error':
      contents.emit('preload-error', makeEvent({}), '', new Error(message.message))
      return undefined
    case 'input':
      contents.emit('before-input-event', unpreventable(message.input), message.input)
      return undefined
    default:
      throw new Error(`stand-in: ${message.kind} is for the host`)
  }
}

function unpreventable(input: object): object {
  return {
    ...input,
    preventDefault() {
      throw new Error('stand-in: before-input-event cannot be prevented, the page has the key already')
    },
  }
}

serve.invokeAs = async (sender, channel, args) => {
  const window = windows.values().next().value
  if (!window) throw new Error('stand-in: no window is open')
  return await ipcMain.answer(window.contents, pretendedFrame(window.contents, sender), channel, args)
}
