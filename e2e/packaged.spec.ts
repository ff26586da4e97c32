/** The package: what is in it, how its fuses are set, and that what is in it starts. */
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { extractFile } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { FUSES } from '../scripts/fuses.ts'
import { ROOT } from './driver/start.ts'
import { copyInto, sampleVault } from './files.ts'
import { expect, real, test } from './fixtures.ts'
import { makePackage, projectWithoutKeytar, type Packaged } from './package.ts'
import { PATIENT } from './screens/app.ts'
import { StartScreen } from './screens/start.ts'
import { UnlockScreen } from './screens/unlock.ts'

const NATIVE = 'node_modules/keytar/build/Release/keytar.node'
const hasKeytar = fs.existsSync(path.join(ROOT, NATIVE))

/** All that may be in the asar. Each line stands for at least one file. */
const ALLOWED = [
  /^package\.json$/,
  /^packaging\/icons\/256x256\.png$/,
  /^out\/main\/index\.js$/,
  /^out\/main\/(?:engine|argon2)\.worker\.js$/,
  /^out\/main\/burnt-house\.process\.js$/,
  /^out\/main\/native-modules\.json$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/index\.html$/,
  /^out\/renderer\/assets\/index-[\w-]{8}\.(?:js|css)$/,
  /^out\/renderer\/assets\/(?:de|ar)-[\w-]{8}\.js$/,
  /^out\/renderer\/assets\/strength\.worker-[\w-]{8}\.js$/,
  /^out\/renderer\/assets\/atkinson-hyperlegible-mono-latin(?:-ext)?-wght-normal-[\w-]{8}\.woff2$/,
]
/** Of main: code that its three bundles share. */
const SHARED = /^out\/main\/[\w-]+\.js$/
const KEYTAR = ['package.json', 'LICENSE.md', 'lib/keytar.js', 'build/Release/keytar.node']

test.describe.configure({ mode: 'default' })

let folder: string
let packaged: Packaged

test.beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'coffer-package-'))
  packaged = makePackage(folder)
})

test.afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true })
})

function others(files: readonly string[]): string[] {
  const allowed = [...ALLOWED, SHARED]
  return files.filter((file) => !allowed.some((pattern) => pattern.test(file)))
}

test('the asar holds what runs and nothing else', () => {
  const keytar = KEYTAR.map((file) => `node_modules/keytar/${file}`)
  expect(others(packaged.files).sort()).toEqual(hasKeytar ? keytar.sort() : [])
  for (const pattern of ALLOWED)
    expect(
      packaged.files.some((file) => pattern.test(file)),
      String(pattern),
    ).toBe(true)
  expect(packaged.files.filter((file) => SHARED.test(file)).length).toBeLessThan(10)
  for (const file of packaged.files.filter((name) => /\.(?:c?js|css)$/.test(name)))
    expect(extractFile(packaged.asar, file).includes('sourceMappingURL'), file).toBe(false)
})

test('its package.json says how it starts and nothing of how it was made', () => {
  const manifest = JSON.parse(extractFile(packaged.asar, 'package.json').toString()) as Record<string, unknown>
  expect(manifest).toMatchObject({ name: 'coffer', main: 'out/main/index.js', type: 'module' })
  for (const key of ['scripts', 'devDependencies', 'build']) expect(manifest).not.toHaveProperty(key)
})

test('nothing but the native module lies beside the asar, and the asar says what it is', () => {
  expect(packaged.unpacked).toEqual(hasKeytar ? [NATIVE] : [])
  const listed = JSON.parse(extractFile(packaged.asar, 'out/main/native-modules.json').toString()) as unknown
  const sha256 = (file: string): string => createHash('sha256').update(fs.readFileSync(file)).digest('hex')
  const own = { name: 'keytar', file: NATIVE, sha256: sha256(path.join(ROOT, hasKeytar ? NATIVE : 'package.json')) }
  expect(listed).toEqual(hasKeytar ? [own] : [])
  for (const file of packaged.unpacked) expect(sha256(path.join(`${packaged.asar}.unpacked`, file))).toBe(own.sha256)
})

test('all nine fuses are set as they should be', async () => {
  const wire = Object.entries(await getCurrentFuseWire(packaged.program))
  const read = wire.filter(([fuse]) => fuse !== 'version').map(([fuse, state]) => [FuseV1Options[Number(fuse)], state])
  const wanted = Object.entries(FUSES).map(([fuse, on]) => [fuse, on ? FuseState.ENABLE : FuseState.DISABLE])
  expect(wanted).toHaveLength(9)
  expect(read).toEqual(wanted)
})

test('the packaged app starts, is served its page from the package, and has no way in', async ({ coffer }) => {
  await coffer.relaunch({
    // Nothing drives a packaged Electron: its fuses see to that. The files are the same.
    ...(real ? { app: packaged.asar } : { app: packaged.extracted, packaged: true }),
    env: { COFFER_DEV_SERVER: 'http://localhost:5999' },
  })
  await expect(new StartScreen(coffer.page).title).toBeVisible(PATIENT)
  test.skip(real, 'Electron takes only its own program for a package')
  const found = await coffer.app.evaluate(({ app, BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences: () => { devTools?: boolean }
      getURL: () => string
    }
    const { devTools } = contents.getLastWebPreferences()
    return { packaged: app.isPackaged, place: app.getAppPath(), devTools, page: contents.getURL() }
  })
  const place = packaged.extracted
  expect(found).toEqual({ packaged: true, place, devTools: false, page: 'coffer://app/index.html' })
})

test('the packaged app has all that keytar needs', async ({ coffer }) => {
  test.skip(real, 'Electron takes only its own program for a package')
  test.skip(!hasKeytar, 'keytar could not be built here')
  await coffer.relaunch({ app: packaged.extracted, packaged: true })
  const calls = await coffer.app.evaluate(({ app }) => {
    const { createRequire } = process.getBuiltinModule('node:module')
    const keytar = createRequire(`${app.getAppPath()}/package.json`)('keytar') as Record<string, unknown>
    return ['getPassword', 'setPassword', 'deletePassword'].map((name) => typeof keytar[name])
  })
  expect(calls).toEqual(['function', 'function', 'function'])
})

test('the packaged app opens the vault that the system hands it', async ({ coffer }) => {
  test.skip(real, 'Electron takes only its own program for a package')
  const vault = await copyInto(coffer.folder, sampleVault())
  await coffer.relaunch({ app: packaged.extracted, packaged: true, args: [vault] })
  await expect(new UnlockScreen(coffer.page).password).toBeVisible(PATIENT)
})

test('the packaged app does not start without the sandbox, nor under a debugger', async ({ coffer }) => {
  test.skip(real, 'Electron takes only its own program for a package')
  const userData = path.join(coffer.folder, 'other-user')
  for (const name of ['no-sandbox', 'remote-debugging-port=9222', 'inspect', 'load-extension=/tmp/x', 'js-flags=-x']) {
    const start = coffer.launch({ app: packaged.extracted, packaged: true, args: [`--${name}`], userData })
    await expect(start, name).rejects.toThrow(`Coffer does not start with --${name.replace(/=.*/, '')}.`)
  }
  expect(fs.existsSync(userData)).toBe(false)
})

test('where keytar could not be built, the package goes without it and starts', async ({ coffer }) => {
  const place = path.join(coffer.folder, 'without')
  const without = makePackage(path.join(coffer.folder, 'package'), projectWithoutKeytar(place))
  expect(others(without.files)).toEqual([])
  expect(without.unpacked).toEqual([])
  expect(JSON.parse(extractFile(without.asar, 'out/main/native-modules.json').toString())).toEqual([])
  await coffer.relaunch(real ? { app: without.asar } : { app: without.extracted, packaged: true })
  await expect(new StartScreen(coffer.page).title).toBeVisible(PATIENT)
})
