/**
 * The code for the pages, as text. It comes from the files and not from imported functions: a test runner rewrites what
 * it imports, and the rewritten functions would not survive in a page.
 */
import fs from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import type { PreloadSetting } from './in-page/preload-world.ts'

function strip(text: string): string {
  const emitWarning = process.emitWarning.bind(process)
  // Node announces on every run that this function is new.
  process.emitWarning = () => undefined
  try {
    return stripTypeScriptTypes(text)
  } finally {
    process.emitWarning = emitWarning
  }
}

const read = new Map<string, string>()

function sourceOf(file: string): string {
  let source = read.get(file)
  if (source === undefined) {
    source = strip(fs.readFileSync(path.join(import.meta.dirname, file), 'utf8')).replace(/^export /gm, '')
    if (/^import /m.test(source)) throw new Error(`stand-in: ${file} is injected in pages and cannot import`)
    read.set(file, source)
  }
  return source
}

function script(files: string[], call: string, preload = 'null'): string {
  return `((preload) => {\n'use strict'\n${files.map(sourceOf).join('\n')}\n${call}\n})(${preload})`
}

export function mainWorldScript(names: [string, string]): string {
  return script(['in-page/bridge.ts', 'in-page/main-world.ts'], `inMainWorld(makeBridge, ${JSON.stringify(names)})`)
}

export function preloadWorldScript(setting: PreloadSetting, preload: string, preloadPath: string): string {
  const files = ['bridge', 'keys-watch', 'page-watch', 'preload-world'].map((name) => `in-page/${name}.ts`)
  const parts = '{ makeBridge, makeCodec, watchKeys: makeKeyWatch(pressMatches), watchPage }'
  // Outside the script's strict mode: Electron runs a preload in sloppy mode.
  const body = `function (require, module, exports, process) {\n${preload}\n}`
  const call = `inPreloadWorld(${parts}, ${JSON.stringify(setting)}, preload)`
  const name = preloadPath === '' ? '' : `\n//# sourceURL=${preloadPath}`
  return script(['codec.ts', 'keys.ts', ...files], call, body) + name
}
