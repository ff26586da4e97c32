/** What the host, which owns Chromium, and the app's main process ask of each other. */
import type { Chord } from './keys.ts'

export interface WindowRequest {
  session: string
  width: number
  height: number
  /** The preload's source, or an empty text. */
  preload: string
  preloadPath: string
}

export interface AcceleratorEntry {
  command: number
  chord: Chord
  enabled: boolean
}

/** What the preload's world sends to the main process through the host; args are coded by codec.ts. */
export type FromPage =
  | { kind: 'invoke' | 'send'; id: number; channel: string; args: unknown }
  | { kind: 'port'; port: number; data: unknown }
  | { kind: 'path'; id: number; file: number }
  | { kind: 'accelerator'; command: number }
  | { kind: 'title'; title: string }
  | { kind: 'copied'; text: string }
  | { kind: 'preload-error'; message: string }
  | { kind: 'input'; input: Record<string, unknown> }

export type ToPage =
  | { kind: 'message'; channel: string; args: unknown; ports: number[] }
  | { kind: 'port'; port: number; data: unknown }
  | { kind: 'reply'; id: number; value: unknown }
  | { kind: 'failure'; id: number; message: string }
  | { kind: 'accelerators'; table: AcceleratorEntry[]; watched: boolean }

export interface PageRequest {
  url: string
  method: string
  headers: Record<string, string>
  body: Uint8Array | null
  resourceType: string
}

export type PageAnswer =
  | { kind: 'response'; status: number; headers: Record<string, string>; body: Uint8Array }
  | { kind: 'refused' | 'outside' }

export interface Navigation {
  url: string
  isMainFrame: boolean
  redirect: boolean
}

/** As whom a test calls a channel. No frame at all: `senderFrame: null`, as after a navigation. */
export interface PretendedSender {
  url: string
  isMainFrame: boolean
  senderFrame?: null
}

export interface RecordedCall {
  name: string
  args: unknown[]
}

export interface DialogRequest {
  kind: 'open' | 'save' | 'message' | 'error'
  title: string
  message: string
  detail: string
  buttons: string[]
  cancelId: number
  defaultName: string
  many: boolean
  folder: boolean
  extensions: string[]
}

export interface HostCalls {
  ready: () => void
  openWindow: (id: number, request: WindowRequest) => Promise<void>
  closeWindow: (id: number) => Promise<void>
  load: (id: number, url: string) => Promise<void>
  reload: (id: number) => Promise<void>
  crash: (id: number) => Promise<void>
  resize: (id: number, width: number, height: number) => Promise<void>
  evaluate: (id: number, code: string, userGesture: boolean) => Promise<unknown>
  edit: (id: number, command: string) => Promise<void>
  toPage: (id: number, message: string) => Promise<boolean>
  accelerators: (table: AcceleratorEntry[], watched: boolean) => Promise<void>
  colorScheme: (scheme: 'dark' | 'light') => Promise<void>
  writeClipboard: (text: string) => Promise<void>
  /** Asks the person at the screen, where there is one. Null: cancelled. */
  ask: (id: number | null, request: DialogRequest) => Promise<string[] | number | null>
}

export interface MainCalls {
  fromPage: (id: number, message: FromPage, url: string) => Promise<unknown>
  request: (id: number, request: PageRequest) => Promise<PageAnswer>
  mayNavigate: (id: number, navigation: Navigation) => boolean
  windowOpen: (id: number, details: { url: string; frameName: string; features: string }) => string
  pageEvent: (id: number, name: string, detail: Record<string, unknown>) => void
  permission: (id: number, name: string) => Promise<{ request: boolean; check: boolean; device: boolean }>
  download: (id: number, url: string, filename: string) => void
  windowGone: (id: number) => void
  evaluate: (source: string, arg: unknown) => Promise<unknown>
  invokeAs: (sender: PretendedSender, channel: string, args: unknown[]) => Promise<unknown>
  recorded: () => RecordedCall[]
  settle: () => Promise<void>
  quit: () => void
}
