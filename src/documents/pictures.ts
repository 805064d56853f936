import { Unreadable } from './bounds.ts'

const MOST_PIXELS = 50_000_000
const DAMAGED = 'The picture is damaged or was cut off on its way. Send it again'

function checkSize(width: number, height: number) {
  if (width === 0 || height === 0) throw new Unreadable(DAMAGED)
  if (width * height > MOST_PIXELS) throw new Unreadable('The picture has more than 50 million points. Make it smaller and send it again')
}

// JPEG (ITU T.81): markers that stand alone, the frames that give the size, and the parts that say who took it where.
const standsAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
// Kept of the application parts: JFIF (0), the colour profile (2), Adobe's colour transform (14). Comments go too.
const isDropped = (marker: number) => marker === 0xfe || (marker >= 0xe0 && marker <= 0xef && ![0xe0, 0xe2, 0xee].includes(marker))

/** A JPEG without what its camera wrote into it (place, time, owner, a small copy of the picture before it was cropped) and without anything after its end. */
export function bareJpeg(bytes: Buffer): Buffer {
  const kept: Buffer[] = [Buffer.from([0xff, 0xd8])]
  let [at, sized] = [2, false]
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) throw new Unreadable(DAMAGED)
    const marker = bytes[at + 1]!
    if (marker === 0xff) { at += 1; continue }
    if (marker === 0xd9) {
      if (!sized) break
      return Buffer.concat([...kept, Buffer.from([0xff, 0xd9])])
    }
    if (standsAlone(marker)) { kept.push(bytes.subarray(at, at + 2)); at += 2; continue }
    if (at + 4 > bytes.length) break
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length || end < at + 4) break
    if (isFrame(marker) && end >= at + 9) {
      checkSize(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5))
      sized = true
    }
    const next = marker === 0xda ? endOfScan(bytes, end) : end
    if (!isDropped(marker)) kept.push(bytes.subarray(at, next))
    at = next
  }
  throw new Unreadable(DAMAGED)
}

/** Where the points of a scan end: at the next marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1]!
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  throw new Unreadable(DAMAGED)
}

const PNG_KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'bKGD', 'pHYs'])

/** A PNG without its texts, times and camera's notes, and without anything after its end. */
export function barePng(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, 8)]
  for (let at = 8; at + 12 <= bytes.length;) {
    const [length, kind] = [bytes.readUInt32BE(at), bytes.toString('latin1', at + 4, at + 8)]
    const end = at + 12 + length
    if (end > bytes.length || (at === 8 && (kind !== 'IHDR' || length !== 13))) break
    if (kind === 'IHDR') checkSize(bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12))
    if (PNG_KEPT.has(kind)) kept.push(bytes.subarray(at, end))
    if (kind === 'IEND') return Buffer.concat(kept)
    at = end
  }
  throw new Unreadable(DAMAGED)
}
