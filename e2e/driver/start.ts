/** Starts the app under Electron or under the stand-in; both are driven through the same few calls. */
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { _electron, type Browser, type Page } from '@playwright/test'
import { launch, type Exit, type StandInApplication } from '../stand-in/host.ts'
import { electronBinary } from './binaries.ts'

export const ROOT = path.resolve(import.meta.dirname, '../..')

export type Electron = typeof import('electron')

export interface StartOptions {
  /** The app's folder or entry; the built app of this repository unless given. */
  app?: string
  /** Arguments after the app's. */
  args?: string[]
  /** As a package starts; under the stand-in alone, because nothing drives a packaged Electron. */
  packaged?: boolean
  env?: Record<string, string>
  userData: string
  /** Called for each page, before it loads where the driver allows it. */
  prepare: (page: Page) => Promise<void>
  /** The stand-in's Chromium, already running. */
  browser: Browser | null
}

export interface Driven {
  /** Runs `fn` in the main process: it closes over nothing, and only cloneable values go in and out. */
  evaluate: <R, A = undefined>(fn: (electron: Electron, arg: A) => R | Promise<R>, arg?: A) => Promise<R>
  firstWindow: () => Promise<Page>
  windows: () => Page[]
  /** Asks the app to quit and waits until it has. */
  close: () => Promise<Exit>
  exited: Promise<Exit>
  pid: number
  /** What the main process wrote. */
  output: () => string
  /** What only the stand-in can do; null under Electron. */
  standIn: StandInApplication | null
}

function builtApp(): string {
  const { main } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { main?: string }
  return main === undefined ? path.join(ROOT, 'out/main/index.js') : ROOT
}

async function startStandIn(options: StartOptions, env: Record<string, string>): Promise<Driven> {
  const { app = builtApp(), args = [], packaged = false, userData, prepare, browser } = options
  const shown = process.env.HEADED === '1' ? { headed: true } : {}
  const shared = browser ? { browser } : {}
  const standIn = await launch({ app, args, packaged, env, cwd: ROOT, userData, prepare, ...shown, ...shared })
  return {
    evaluate: (fn, arg) => standIn.evaluate(fn, arg),
    firstWindow: () => standIn.firstWindow(),
    windows: () => standIn.windows(),
    close: () => standIn.close(),
    exited: standIn.exited,
    pid: standIn.process().pid ?? 0,
    output: () => standIn.output(),
    standIn,
  }
}

async function startElectron(
  executablePath: string,
  options: StartOptions,
  env: Record<string, string>,
): Promise<Driven> {
  const { app = builtApp(), args = [], prepare } = options
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const electron = await _electron.launch({
    executablePath,
    args: [...sandbox, app, ...args],
    cwd: ROOT,
    env: { ...(process.env as Record<string, string>), ...env },
  })
  const child = electron.process()
  const written: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => written.push(text.toString()))
  electron.on('window', (page) => void prepare(page))
  await Promise.all(electron.windows().map(prepare))
  const exited = (async (): Promise<Exit> => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    return { code: child.exitCode, signal: child.signalCode }
  })()
  return {
    // Playwright's own type wants its handles unwrapped; plain values pass as they are.
    evaluate: (fn, arg) => electron.evaluate(fn as never, arg as never),
    firstWindow: () => electron.firstWindow(),
    windows: () => electron.windows(),
    close: async () => {
      await electron.close()
      return exited
    },
    exited,
    pid: child.pid ?? 0,
    output: () => written.join(''),
    standIn: null,
  }
}

export async function start(options: StartOptions): Promise<Driven> {
  const env = { ...options.env, COFFER_USER_DATA: options.userData }
  const binary = electronBinary()
  return binary === null ? startStandIn(options, env) : startElectron(binary, options, env)
}
