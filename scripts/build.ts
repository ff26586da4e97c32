/** Builds the app into out/: main, preload, renderer. `node scripts/build.ts [BUNDLE…]` */
import { build } from 'vite'

const wanted = process.argv.slice(2)
for (const mode of wanted.length > 0 ? wanted : ['main', 'preload', 'renderer']) {
  await build({ mode, logLevel: 'warn' })
}
