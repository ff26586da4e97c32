/** Loaded with --import before the app: `electron` resolves to the stand-in, for import and require alike. */
import { enableCompileCache, registerHooks } from 'node:module'
import { isMainThread } from 'node:worker_threads'

// Spares every launch the stripping of types.
enableCompileCache()

const url = new URL('./electron/index.ts', import.meta.url).href

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron' && specifier !== 'electron/main') return next(specifier, context)
    // As in Electron: a worker thread gets Node and nothing else.
    if (!isMainThread) throw new Error(`Cannot find module '${specifier}' (there is no Electron in a worker thread)`)
    return { url, format: 'module-typescript', shortCircuit: true }
  },
})
