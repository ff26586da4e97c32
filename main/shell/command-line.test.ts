/** Which files a command line names, and which switches keep a packaged app from starting. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { makeTempFolder } from '../testkit/vaults.ts'
import { filesOf, isVaultFile, refusedSwitch } from './command-line.ts'

const folder = makeTempFolder()
const [a, b] = ['a.json', 'b.coffer'].map((name) => path.join(folder, name)) as [string, string]
for (const file of [a, b, path.join(folder, 'coffer'), path.join(folder, '-dash.json')]) writeFileSync(file, '')
mkdirSync(path.join(folder, 'folder'))

describe('files', () => {
  it.each([
    ['none', ['/opt/coffer'], true, []],
    ['one', ['/opt/coffer', a], true, [a]],
    ['two, by names from the folder', ['/opt/coffer', 'a.json', 'b.coffer'], true, [a, b]],
    ['the program itself is none', [a], true, []],
    ['unpackaged, the app is none', ['/usr/bin/electron', a, b], false, [b]],
    ['unpackaged, behind switches', ['/usr/bin/electron', '--x', '.', '--y=z', a], false, [a]],
    ['behind switches of Chromium', ['/opt/coffer', '--original-process-start-time=1', '--no-first-run', a], true, [a]],
    ['what is not there is none', ['/opt/coffer', path.join(folder, 'none.json')], true, []],
    ['a folder is none', ['/opt/coffer', path.join(folder, 'folder')], true, []],
    ['a switch is none, whatever it is called', ['/opt/coffer', '-dash.json'], true, []],
    ['by file: addresses', ['/opt/coffer', pathToFileURL(a).href, '--x', pathToFileURL(b).href], true, [a, b]],
    ['a file: address of another computer is none', ['/opt/coffer', 'file://elsewhere/a.json'], true, []],
    ['a file: address that climbs is read as it is', ['/opt/coffer', `file://${folder}/folder/../a.json`], true, [a]],
    ['no file: address at all', ['/opt/coffer', 'file:', 'file://%', 'file:///%00'], true, []],
    ['an address is none', ['/opt/coffer', 'coffer://app/index.html', 'https://example.com'], true, []],
  ])('%s', (_name, argv, packaged, expected) => {
    expect(filesOf(argv, { packaged, folder })).toEqual(expected)
  })

  it.each([
    ['/a/b.coffer', true],
    ['/a/B.COFFER', true],
    ['/a/b.coffer.json', false],
    ['/a/.coffer', false],
    ['/a/b.json', false],
  ])('%s is a vault: %s', (file, expected) => {
    expect(isVaultFile(file)).toBe(expected)
  })
})

describe('switches', () => {
  const given = (): boolean => false
  it.each([
    ['--remote-debugging-port=9222', 'remote-debugging-port'],
    ['--remote-debugging-pipe', 'remote-debugging-pipe'],
    ['-remote-debugging-port=1', 'remote-debugging-port'],
    ['--Remote-Debugging-Port=1', 'remote-debugging-port'],
    ['--remote-debugging-something-new', 'remote-debugging-something-new'],
    ['--inspect', 'inspect'],
    ['--inspect=0.0.0.0:9229', 'inspect'],
    ['--inspect-brk=1', 'inspect-brk'],
    ['--js-flags=--expose-gc', 'js-flags'],
    ['--load-extension=/tmp/x', 'load-extension'],
    ['--no-sandbox', 'no-sandbox'],
    ['--no-zygote-sandbox', 'no-zygote-sandbox'],
    ['--disable-gpu-sandbox', 'disable-gpu-sandbox'],
    ['--disable-setuid-sandbox=1', 'disable-setuid-sandbox'],
  ])('%s is refused', (argument, name) => {
    expect(refusedSwitch(['/opt/coffer', argument], given)).toBe(name)
  })

  it.each([
    ['--enable-features=x'],
    ['--ozone-platform=wayland'],
    ['remote-debugging-port'],
    ['--no-inspection'],
    ['--enable-sandbox'],
    ['--no-sandboxed-thing'],
    ['inspect'],
  ])('%s is let through', (argument) => {
    expect(refusedSwitch(['/opt/coffer', argument], given)).toBeNull()
  })

  it.each([
    'gpu-launcher',
    'renderer-cmd-prefix',
    'utility-cmd-prefix',
    'disable-web-security',
    'remote-allow-origins',
    'no-sandbox',
    'no-zygote',
    'disable-seccomp-filter-sandbox',
  ])('%s is refused as Chromium reads it', (name) => {
    expect(refusedSwitch(['/opt/coffer'], (asked) => asked === name)).toBe(name)
  })
})
