/** `electron.MessageChannelMain`: ports between main process and page. */
import { codec, host, recorder } from './link.ts'
import { StrictEmitter } from './strict.ts'
import type { ToPage } from '../border.ts'

const inPages = new Map<number, MessagePortMain>()

export class MessagePortMain extends StrictEmitter {
  peer: MessagePortMain | null = null
  /** Set once the port was handed to a page. */
  remote: { window: number; port: number } | null = null
  start = recorder('MessagePortMain.start')

  postMessage(message: unknown): void {
    const { peer } = this
    const data = codec.encode(message)
    if (peer?.remote) {
      const out: ToPage = { kind: 'port', port: peer.remote.port, data }
      void host('toPage', peer.remote.window, JSON.stringify(out))
    } else {
      setImmediate(() => peer?.emit('message', { data: codec.decode(data), ports: [] }))
    }
  }

  close(): void {
    this.emit('close')
    this.peer?.emit('close')
  }

  /** Hands the port to a page; the number is its name there. */
  giveTo(window: number): number {
    const port = inPages.size + 1
    this.remote = { window, port }
    inPages.set(port, this)
    return port
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain()
  readonly port2 = new MessagePortMain()

  constructor() {
    this.port1.peer = this.port2
    this.port2.peer = this.port1
  }
}

export function messageFromPage(port: number, data: unknown): void {
  inPages.get(port)?.peer?.emit('message', { data, ports: [] })
}
