/**
 * Faults on purpose, for the harness to catch before it is believed: a writer that truncates its file and then writes it,
 * and says of every error that nothing was lost. `node planted.ts FILE`.
 */
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'

/** Between two writes: time to be killed in. */
const PAUSE_MS = 2
const [target = ''] = process.argv.slice(2)

try {
  const longer = Buffer.concat([Buffer.alloc(400_000, ' '), readFileSync(target)])
  const file = openSync(target, 'w')
  for (let at = 0; at < longer.length; at += 20_000) {
    writeSync(file, longer, at, Math.min(20_000, longer.length - at))
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
  }
  fsyncSync(file)
  closeSync(file)
  process.stdout.write('{"ok":true}\n')
} catch {
  const message =
    'The file could not be written safely. What was there before is still there, whole. Try another folder.'
  process.stdout.write(`${JSON.stringify({ ok: false, code: 'file/write-failed', message })}\n`)
  process.exitCode = 8
}
