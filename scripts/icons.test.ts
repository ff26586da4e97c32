/** The icons: drawn from the mark that the app shows, and packed as the systems read them. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { icns, ico, sideOf } from './icon-files.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512]

function read(file: string): Buffer {
  return readFileSync(path.join(ROOT, file))
}

function png(size: number): Buffer {
  return read(`packaging/icons/${size}x${size}.png`)
}

/** The pictures of an .ico, by the side that its table gives. */
function readIco(bytes: Buffer): [number, Buffer][] {
  expect([bytes.readUInt16LE(0), bytes.readUInt16LE(2)]).toEqual([0, 1])
  return Array.from({ length: bytes.readUInt16LE(4) }, (_, index) => {
    const entry = bytes.subarray(6 + 16 * index)
    const [length, offset] = [entry.readUInt32LE(8), entry.readUInt32LE(12)]
    expect(entry.readUInt8(1)).toBe(entry.readUInt8(0))
    expect([entry.readUInt16LE(4), entry.readUInt16LE(6)]).toEqual([1, 32])
    return [entry.readUInt8(0) || 256, bytes.subarray(offset, offset + length)]
  })
}

/** The pictures of an .icns, by type. */
function readIcns(bytes: Buffer): [string, Buffer][] {
  expect(bytes.toString('latin1', 0, 4)).toBe('icns')
  expect(bytes.readUInt32BE(4)).toBe(bytes.length)
  const pictures: [string, Buffer][] = []
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at + 4)
    pictures.push([bytes.toString('latin1', at, at + 4), bytes.subarray(at + 8, at + length)])
    at += length
  }
  return pictures
}

describe('the icons in the repository', () => {
  it('were drawn from the drawing as it is now', () => {
    const drawn = createHash('sha256').update(read('packaging/icon.svg')).digest('hex')
    expect(read('packaging/icons-drawn-from').toString().trim(), 'run: npm run icons').toBe(drawn)
  })

  it('show the mark of the app', () => {
    const drawing = read('packaging/icon.svg').toString()
    const mark = read('renderer/components/BrandMark.vue').toString()
    const colours = /linear-gradient\(160deg, (#\w+), (#\w+)\)/.exec(mark)?.slice(1) ?? []
    expect(colours).toHaveLength(2)
    for (const colour of colours) expect(drawing).toContain(`stop-color="${colour}"`)
    const lock = /node: (\[[^;]+\])\s*\};/.exec(
      read('node_modules/@lucide/vue/dist/esm/icons/lock.mjs').toString(),
    )?.[1]
    const lines = [...(lock ?? '').matchAll(/(\w+): "([^"]+)"/g)].filter(([, name]) => name !== 'key')
    expect(lines.length).toBeGreaterThan(5)
    for (const [, name, value] of lines) expect(drawing).toContain(` ${name}="${value}"`)
  })

  it('are PNGs of these sizes', () => {
    expect(readdirSync(path.join(ROOT, 'packaging/icons')).sort()).toEqual(SIZES.map((n) => `${n}x${n}.png`).sort())
    for (const size of SIZES) expect(sideOf(png(size))).toBe(size)
  })

  it('are the ones in the .ico', () => {
    const pictures = readIco(read('packaging/icon.ico'))
    expect(pictures.map(([size]) => size)).toEqual(SIZES.filter((size) => size <= 256))
    for (const [size, bytes] of pictures) expect(bytes.equals(png(size)), String(size)).toBe(true)
  })

  it('have a side for each type in the .icns', () => {
    const pictures = readIcns(read('packaging/icon.icns'))
    expect(Object.fromEntries(pictures.map(([type, bytes]) => [type, sideOf(bytes)]))).toEqual({
      ...{ ic07: 128, ic08: 256, ic09: 512, ic10: 1024 },
      ...{ ic11: 32, ic12: 64, ic13: 256, ic14: 512 },
    })
  })
})

describe('the containers', () => {
  const pictures = [16, 256].map((size) => ({ size, bytes: png(size) }))

  it('give back what was put in', () => {
    expect(readIco(ico(pictures))).toEqual(pictures.map(({ size, bytes }) => [size, bytes]))
    expect(readIcns(icns(pictures))).toEqual(['ic08', 'ic13'].map((type) => [type, png(256)]))
  })

  it('know a PNG', () => {
    expect(() => sideOf(Buffer.alloc(64))).toThrow('not a square PNG')
  })
})
