/** npm run icons: draws packaging/icon.svg, with Chromium, in all sizes and containers that the packages need. */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright'
import { launchBrowser } from '../e2e/stand-in/host.ts'
import { icns, ico, type Png } from './icon-files.ts'

const PACKAGING = path.resolve(import.meta.dirname, '../packaging')
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512]
/** macOS wants air around: the mark takes 824 of 1024 pixels. */
const MAC_SHARE = 824 / 1024

async function draw(page: Page, svg: string, size: number, share = 1): Promise<Png> {
  const side = Math.round(size * share)
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<style>body { margin: 0; height: 100vh; display: grid; place-items: center } svg { width: ${side}px }</style>${svg}`,
  )
  return { size, bytes: await page.screenshot({ omitBackground: true }) }
}

async function drawAll(page: Page, svg: string, sizes: readonly number[], share?: number): Promise<Png[]> {
  const pictures: Png[] = []
  for (const size of sizes) pictures.push(await draw(page, svg, size, share))
  return pictures
}

async function makeIcons(): Promise<void> {
  const svg = fs.readFileSync(path.join(PACKAGING, 'icon.svg'), 'utf8')
  const browser = await launchBrowser()
  const page = await browser.newPage()
  const pictures = await drawAll(page, svg, SIZES)
  const padded = await drawAll(page, svg, [32, 64, 128, 256, 512, 1024], MAC_SHARE)
  await browser.close()
  const folder = path.join(PACKAGING, 'icons')
  fs.rmSync(folder, { recursive: true, force: true })
  fs.mkdirSync(folder)
  for (const { size, bytes } of pictures) fs.writeFileSync(path.join(folder, `${size}x${size}.png`), bytes)
  fs.writeFileSync(path.join(PACKAGING, 'icon.ico'), ico(pictures.filter(({ size }) => size <= 256)))
  fs.writeFileSync(path.join(PACKAGING, 'icon.icns'), icns(padded))
  const drawn = createHash('sha256').update(svg).digest('hex')
  fs.writeFileSync(path.join(PACKAGING, 'icons-drawn-from'), `${drawn}\n`)
}

await makeIcons()
