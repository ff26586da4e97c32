/** Notes whatever asks the disk about a path with a mark in it, in this process. */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

type Call = (...args: unknown[]) => unknown

/** From now on; the list grows with each such call. */
export function watchDisk(mark: string): readonly string[] {
  const seen: string[] = []
  const wrap = (holder: Record<string, unknown>, name: string): void => {
    const real = holder[name] as Call
    holder[name] = function (this: unknown, ...args: unknown[]): unknown {
      for (const arg of args.slice(0, 2)) {
        const text = typeof arg === 'string' ? arg : arg instanceof URL || Buffer.isBuffer(arg) ? arg.toString() : ''
        if (text.includes(mark)) seen.push(`${name} ${text}`)
      }
      return real.apply(this, args)
    }
  }
  for (const holder of [fs, fs.promises] as unknown as Record<string, unknown>[]) {
    for (const name of Object.keys(holder)) {
      if (typeof holder[name] === 'function' && /^[a-z]/.test(name)) wrap(holder, name)
    }
  }
  syncBuiltinESMExports()
  return seen
}
