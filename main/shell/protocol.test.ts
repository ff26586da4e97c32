/** What coffer://app gives out, and what it does not. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeTempFolder } from '../testkit/vaults.ts'
import { devPage } from './dev-server.ts'
import {
  APP_PAGE,
  CONTENT_SECURITY_POLICY,
  makeProtocolHandler,
  PRIVILEGED_SCHEMES,
  readServedFiles,
} from './protocol.ts'

const around = makeTempFolder()
const folder = path.join(around, 'renderer')
mkdirSync(path.join(folder, 'assets'), { recursive: true })
for (const name of ['index.html', 'notes.txt', 'index.html.map', 'x.json', 'run.mjs', 'LICENSE'])
  writeFileSync(path.join(folder, name), name)
for (const name of ['a.js', 'a.css', 'a.svg', 'a.woff2', 'a.png', 'a.ico', 'a.js.map'])
  writeFileSync(path.join(folder, 'assets', name), name)
writeFileSync(path.join(around, 'secret.js'), 'secret')
symlinkSync(path.join(around, 'secret.js'), path.join(folder, 'link.js'))
const handler = makeProtocolHandler(readServedFiles(folder))

describe('the files of the page', () => {
  it.each([
    ['index.html', 'text/html; charset=utf-8'],
    ['assets/a.js', 'text/javascript; charset=utf-8'],
    ['assets/a.css', 'text/css; charset=utf-8'],
    ['assets/a.svg', 'image/svg+xml'],
    ['assets/a.woff2', 'font/woff2'],
    ['assets/a.png', 'image/png'],
    ['assets/a.ico', 'image/x-icon'],
  ])('%s', async (name, type) => {
    const response = handler({ method: 'GET', url: `coffer://app/${name}` })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(await response.text()).toBe(path.basename(name))
  })

  it('are as they were at the start, whatever becomes of the folder', async () => {
    writeFileSync(path.join(folder, 'assets', 'a.js'), 'something else')
    writeFileSync(path.join(folder, 'late.js'), 'late')
    expect(await handler({ method: 'GET', url: 'coffer://app/assets/a.js' }).text()).toBe('a.js')
    expect(handler({ method: 'GET', url: 'coffer://app/late.js' }).status).toBe(404)
  })
})

describe('nothing else', () => {
  it.each([
    ['coffer://app/'],
    ['coffer://app'],
    ['coffer://app/none.js'],
    ['coffer://app/assets/'],
    ['coffer://app/notes.txt'],
    ['coffer://app/x.json'],
    ['coffer://app/run.mjs'],
    ['coffer://app/LICENSE'],
    ['coffer://app/index.html.map'],
    ['coffer://app/assets/a.js.map'],
    ['coffer://app/link.js'],
    ['coffer://app/../secret.js'],
    ['coffer://app/assets/../../secret.js'],
    ['coffer://app/assets/../index.html'],
    ['coffer://app/%2e%2e/secret.js'],
    ['coffer://app/assets/%2e%2e/index.html'],
    ['coffer://app/..%2fsecret.js'],
    ['coffer://app/..%5csecret.js'],
    ['coffer://app/..\\secret.js'],
    ['coffer://app/assets%5ca.js'],
    ['coffer://app/assets\\a.js'],
    ['coffer://app/index.html%00'],
    ['coffer://app/index.html\0.js'],
    ['coffer://app//index.html'],
    ['coffer://app/./index.html'],
    ['coffer://app/INDEX.HTML'],
    ['coffer://app/index%2ehtml'],
    ['coffer://app/index.html?x=1'],
    ['coffer://app/index.html#x'],
    ['coffer://other/index.html'],
    ['coffer://app.example.com/index.html'],
    ['coffer://user@app/index.html'],
    ['coffer://app:80/index.html'],
    ['coffer:///index.html'],
    ['COFFER://app/index.html'],
    ['https://app/index.html'],
    ['file:///etc/passwd'],
    [`coffer://app${path.join(around, 'secret.js')}`],
    ['coffer://app/constructor'],
    ['__proto__'],
    [''],
  ])('%s', async (url) => {
    const response = handler({ method: 'GET', url })
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('')
  })

  it.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'get', 'TRACE'])('to %s', (method) => {
    expect(handler({ method, url: 'coffer://app/index.html' }).status).toBe(404)
  })
})

it.each(['coffer://app/index.html', 'coffer://app/none'])('every answer carries the walls: %s', (url) => {
  const { headers } = handler({ method: 'GET', url })
  expect(headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('cache-control')).toBe('no-store')
  for (const feature of ['camera', 'microphone', 'geolocation', 'clipboard-read', 'clipboard-write', 'usb', 'hid'])
    expect(headers.get('permissions-policy')?.split(', ')).toContain(`${feature}=()`)
  expect(headers.get('permissions-policy')).not.toMatch(/=(?!\(\))/)
})

it('the policy is to the letter what was decided', () => {
  expect(CONTENT_SECURITY_POLICY).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; worker-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types vue coffer-worker",
  )
})

it('the scheme is standard and secure, and passes no policy by', () => {
  expect(PRIVILEGED_SCHEMES).toEqual([
    { scheme: 'coffer', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
})

describe('the development server', () => {
  it.each(['http://localhost:5173', 'http://localhost:5173/', 'http://127.0.0.1:80'])('%s', (address) => {
    const page = devPage(false, address)
    const origin = address.replace(/\/$/, '')
    expect(page?.url).toBe(`${origin}/index.html`)
    expect(page?.origin).toBe(origin)
    expect(page?.loads(`${origin}/main.ts`)).toBe(true)
    expect(page?.loads(`${origin.replace('http', 'ws')}/?token=x`)).toBe(true)
    expect(page?.loads(`${origin}.example.com/`)).toBe(false)
    expect(page?.loads('http://localhost:9999/')).toBe(false)
    expect(page?.policy).toContain("default-src 'none'")
  })

  it.each([
    [undefined],
    [''],
    ['http://example.com:5173'],
    ['https://localhost:5173'],
    ['http://localhost'],
    ['http://localhost:5173/page'],
    ['http://localhost:5173@example.com'],
    ['http://localhost.example.com:5173'],
    ['file:///tmp/index.html'],
    ['javascript:alert(1)'],
  ])('%s is none', (address) => {
    expect(devPage(false, address)).toBeNull()
  })

  it('is never in a packaged app', () => {
    expect(devPage(true, 'http://localhost:5173')).toBeNull()
  })

  it('is not loaded by the app’s own page', () => {
    expect(APP_PAGE.loads('http://localhost:5173/')).toBe(false)
    expect(APP_PAGE.policy).toBeNull()
  })
})
