/** Files of several pictures: .ico for Windows and .icns for macOS. Both are short tables in front of PNGs. */

export interface Png {
  /** Of a side, in pixels. */
  readonly size: number
  readonly bytes: Buffer
}

/** Side in pixels of the square PNG `bytes`. Throws where it is none. */
export function sideOf(bytes: Buffer): number {
  const isPng = bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n'
  if (!isPng || bytes.readUInt32BE(16) !== bytes.readUInt32BE(20)) throw new Error('not a square PNG')
  return bytes.readUInt32BE(16)
}

const ICO_HEADER = 6
const ICO_ENTRY = 16

/** Up to 256 pixels. A side of 256 is written as 0. */
export function ico(pictures: readonly Png[]): Buffer {
  const header = Buffer.alloc(ICO_HEADER + ICO_ENTRY * pictures.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(pictures.length, 4)
  let offset = header.length
  for (const [index, { size, bytes }] of pictures.entries()) {
    const entry = header.subarray(ICO_HEADER + ICO_ENTRY * index)
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(32, 6)
    entry.writeUInt32LE(bytes.length, 8)
    entry.writeUInt32LE(offset, 12)
    offset += bytes.length
  }
  return Buffer.concat([header, ...pictures.map(({ bytes }) => bytes)])
}

/** The types that hold PNGs and the sides of their pictures; the second four are for screens of double density. */
const ICNS_TYPES = {
  ...{ ic07: 128, ic08: 256, ic09: 512, ic10: 1024 },
  ...{ ic11: 32, ic12: 64, ic13: 256, ic14: 512 },
}

/** Of the sides that `pictures` has. */
export function icns(pictures: readonly Png[]): Buffer {
  const parts = Object.entries(ICNS_TYPES).flatMap(([type, size]) => {
    const picture = pictures.find((one) => one.size === size)
    return picture ? [block(type, picture.bytes)] : []
  })
  return block('icns', Buffer.concat(parts))
}

/** Name, length with these eight bytes, contents. */
function block(type: string, contents: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header.write(type, 'latin1')
  header.writeUInt32BE(header.length + contents.length, 4)
  return Buffer.concat([header, contents])
}
