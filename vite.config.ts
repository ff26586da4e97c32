/** The three bundles of the app: `vite build --mode main|preload|renderer`, all of them by `npm run build`. */
import { builtinModules } from 'node:module'
import path from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type UserConfig } from 'vite'

const HERE = import.meta.dirname
const OUTSIDE = ['electron', /^node:/, ...builtinModules]

/** Flat output: a worker thread is found beside the file that starts it (main/engine/engine-thread.ts). */
function mainBundle(): UserConfig {
  return {
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      target: 'node24',
      outDir: 'out/main',
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        external: OUTSIDE,
        input: {
          index: path.join(HERE, 'main/index.ts'),
          'engine.worker': path.join(HERE, 'main/engine/engine.worker.ts'),
          'burnt-house.process': path.join(HERE, 'main/drill/burnt-house.process.ts'),
          'argon2.worker': path.join(HERE, 'main/crypto/argon2.worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  }
}

/** One file, CommonJS: a sandboxed preload can load nothing else. */
function preloadBundle(): UserConfig {
  return {
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      target: 'chrome150',
      outDir: 'out/preload',
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        external: ['electron'],
        input: { index: path.join(HERE, 'preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  }
}

/** No inlined assets and no polyfill: the content security policy takes neither. */
function rendererBundle(): UserConfig {
  return {
    root: path.join(HERE, 'renderer'),
    base: './',
    plugins: [vue()],
    define: { __VUE_OPTIONS_API__: 'false', __VUE_I18N_LEGACY_API__: 'false', __INTLIFY_PROD_DEVTOOLS__: 'false' },
    build: {
      target: 'chrome150',
      outDir: path.join(HERE, 'out/renderer'),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { checks: { bundlerTimings: false } },
    },
    worker: { format: 'es' },
    server: { strictPort: true, port: 5173, host: 'localhost' },
  }
}

const BUNDLES: Readonly<Record<string, () => UserConfig>> = {
  main: mainBundle,
  preload: preloadBundle,
  renderer: rendererBundle,
}

export default defineConfig(({ mode }) => BUNDLES[mode]?.() ?? rendererBundle())
