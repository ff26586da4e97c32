/**
 * Chromium refuses an unknown scheme before anything can intercept it, so `scheme://host` lives in the page as
 * `https://host.scheme.invalid`; the app sees only the former.
 */

const schemes = new Set<string>()

export function addScheme(scheme: string): void {
  schemes.add(scheme)
}

export function hasScheme(scheme: string): boolean {
  return schemes.has(scheme)
}

export function schemeOf(url: string): string {
  return /^[a-z][\w+.-]*(?=:)/i.exec(url)?.[0].toLowerCase() ?? ''
}

export function toPageUrl(url: string): string {
  return url.replace(/^([a-z][\w+.-]*):\/\/([^/?#]+)/i, (all, scheme: string, name: string) =>
    schemes.has(scheme) ? `https://${name}.${scheme}.invalid` : all,
  )
}

export function toAppUrl(url: string): string {
  return url.replace(/^https:\/\/([^/?#]+)\.([\w+-]+)\.invalid(?=[/?#]|$)/, (all, name: string, scheme: string) =>
    schemes.has(scheme) ? `${scheme}://${name}` : all,
  )
}

/** As Electron gives it for a frame; opaque origins are `null`. */
export function originOf(url: string): string {
  return /^[a-z][\w+.-]*:\/\/[^/?#]+/i.exec(url)?.[0] ?? 'null'
}
