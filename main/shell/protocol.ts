/**
 * `coffer://app/`: the page and what belongs to it, read once at the start. The files are a fixed list of whole
 * addresses; an address that is not on it, however it is written, leads nowhere.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { CustomScheme } from 'electron'

export const SCHEME = 'coffer'
const ORIGIN = 'coffer://app'

/** For `protocol.registerSchemesAsPrivileged`, before the app is ready. */
export const PRIVILEGED_SCHEMES: CustomScheme[] = [
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]

/** The page of the window. */
export interface Page {
  readonly url: string
  readonly origin: string
  /** Whether the page may load `url`. */
  loads(url: string): boolean
  /** A policy for pages that Coffer does not serve itself: the development server's. */
  readonly policy: string | null
}

export const APP_PAGE: Page = {
  url: `${ORIGIN}/index.html`,
  origin: ORIGIN,
  loads: (url) => url.startsWith(`${ORIGIN}/`),
  policy: null,
}

export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; worker-src 'self'; " +
  "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; " +
  "require-trusted-types-for 'script'; trusted-types vue coffer-worker"

/** What a page could be given, by Chromium's names; it gets none of it. An unknown name costs a warning in the console. */
const FEATURES =
  'accelerometer autoplay browsing-topics camera captured-surface-control clipboard-read clipboard-write ' +
  'compute-pressure digital-credentials-get display-capture encrypted-media fullscreen gamepad geolocation gyroscope ' +
  'hid identity-credentials-get idle-detection keyboard-map local-fonts local-network loopback-network magnetometer ' +
  'microphone midi otp-credentials payment picture-in-picture publickey-credentials-create publickey-credentials-get ' +
  'screen-wake-lock serial speaker-selection storage-access sync-xhr usb window-management xr-spatial-tracking'

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'Permissions-Policy': FEATURES.split(' ')
    .map((feature) => `${feature}=()`)
    .join(', '),
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
}

interface ServedFile {
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

export type ServedFiles = ReadonlyMap<string, ServedFile>

/** The files of `folder` and below that are of a known type, by their whole address. Links are not followed. */
export function readServedFiles(folder: string): ServedFiles {
  const files = new Map<string, ServedFile>()
  const readFolder = (directory: string, address: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const file = path.join(directory, entry.name)
      const type = TYPES[path.extname(entry.name)]
      if (entry.isDirectory()) readFolder(file, `${address}${entry.name}/`)
      else if (entry.isFile() && type !== undefined)
        files.set(address + entry.name, { type, bytes: new Uint8Array(readFileSync(file)) })
    }
  }
  readFolder(folder, `${ORIGIN}/`)
  return files
}

/** Answers what the page asks for: one of `files`, or that there is no such thing. */
export function makeProtocolHandler(files: ServedFiles): (request: Pick<Request, 'method' | 'url'>) => Response {
  return ({ method, url }) => {
    const file = method === 'GET' ? files.get(url) : undefined
    if (!file) return new Response(null, { status: 404, headers: HEADERS })
    return new Response(file.bytes, { status: 200, headers: { ...HEADERS, 'Content-Type': file.type } })
  }
}
