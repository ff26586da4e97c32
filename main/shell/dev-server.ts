/** The page as Vite's development server gives it, on this computer only and never in a packaged app. */
import type { Page } from './protocol.ts'

const LOCAL = /^http:\/\/(?:localhost|127\.0\.0\.1):\d{1,5}$/

/**
 * Vite puts styles into the page and keeps a socket open; its policy is this much wider than the app's own.
 */
function policyOf(socket: string): string {
  return (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
    `worker-src 'self'; connect-src 'self' ${socket}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; ` +
    "object-src 'none'"
  )
}

/** `address` as COFFER_DEV_SERVER gives it. Null: the app serves its own page. */
export function devPage(packaged: boolean, address: string | undefined): Page | null {
  const origin = address?.replace(/\/$/, '') ?? ''
  if (packaged || !LOCAL.test(origin)) return null
  const socket = origin.replace(/^http/, 'ws')
  return {
    url: `${origin}/index.html`,
    origin,
    loads: (url) => url.startsWith(`${origin}/`) || url === socket || url.startsWith(`${socket}/`),
    policy: policyOf(socket),
  }
}
