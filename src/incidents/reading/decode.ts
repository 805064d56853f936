import { isAscii, isUtf8 } from 'node:buffer'

export type Encoding = 'UTF-8' | 'UTF-16LE' | 'UTF-16BE' | 'Windows-1252'

export type Decoder = {
  /** The encoding as known so far: a file without an accent in its first piece is UTF-8 until one comes. */
  encoding(): Encoding
  decode(bytes: Buffer): string
  end(): string
  /** True when some of its bytes were no text in the encoding, and stand as \ufffd. */
  isDamaged(): boolean
}

/** Decodes a file given in pieces: UTF-8 or UTF-16 by its byte-order mark or by its first piece, else Windows-1252. The mark itself is left out. */
export function makeDecoder(): Decoder {
  let encoding: Encoding | null = null
  let carried = Buffer.alloc(0)
  let isPlain = true // only ASCII so far
  let isDamaged = false
  const windows = new TextDecoder('windows-1252')

  function decode(bytes: Buffer): string {
    let piece = carried.length === 0 ? bytes : Buffer.concat([carried, bytes])
    carried = Buffer.alloc(0)
    if (encoding === null) {
      encoding = encodingOf(piece)
      piece = piece.subarray(markLength(piece))
    }
    return encoding === 'UTF-8'
      ? utf8(piece)
      : encoding === 'Windows-1252'
        ? windows.decode(piece)
        : utf16(piece, encoding === 'UTF-16BE')
  }

  function utf8(piece: Buffer): string {
    if (isAscii(piece)) return piece.toString('latin1')
    const whole = piece.length - unfinished(piece)
    const head = piece.subarray(0, whole)
    if (!isUtf8(head) && isPlain) {
      encoding = 'Windows-1252'
      return windows.decode(piece)
    }
    isPlain = false
    isDamaged ||= !isUtf8(head)
    carried = Buffer.from(piece.subarray(whole))
    return head.toString('utf8')
  }

  function utf16(piece: Buffer, isBig: boolean): string {
    let whole = piece.length - (piece.length % 2)
    const isHigh = (at: number) => at >= 0 && (piece[isBig ? at : at + 1]! & 0xfc) === 0xd8
    if (isHigh(whole - 2)) whole -= 2
    carried = Buffer.from(piece.subarray(whole))
    const pairs = Buffer.from(piece.subarray(0, whole))
    return (isBig ? pairs.swap16() : pairs).toString('utf16le').toWellFormed()
  }

  function end(): string {
    const left = carried
    carried = Buffer.alloc(0)
    if (left.length === 0) return ''
    if (encoding === 'UTF-8' && isPlain) encoding = 'Windows-1252'
    if (encoding === 'Windows-1252') return windows.decode(left)
    isDamaged = true
    return '\ufffd'
  }

  return { encoding: () => encoding ?? 'UTF-8', decode, end, isDamaged: () => isDamaged }
}

/** Where a mark or the place of its zeros does not say, UTF-8 until bytes say otherwise. */
function encodingOf(piece: Buffer): Encoding {
  if (piece[0] === 0xff && piece[1] === 0xfe) return 'UTF-16LE'
  if (piece[0] === 0xfe && piece[1] === 0xff) return 'UTF-16BE'
  const zeros = [0, 0]
  const sample = piece.subarray(0, 4096)
  for (let at = 0; at < sample.length; at++) if (sample[at] === 0) zeros[at % 2]!++
  if (zeros[1]! > sample.length / 5 && zeros[0]! < sample.length / 50) return 'UTF-16LE'
  if (zeros[0]! > sample.length / 5 && zeros[1]! < sample.length / 50) return 'UTF-16BE'
  return 'UTF-8'
}

function markLength(piece: Buffer): number {
  if (piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf) return 3
  return (piece[0] === 0xff && piece[1] === 0xfe) || (piece[0] === 0xfe && piece[1] === 0xff) ? 2 : 0
}

/** How many last bytes begin a UTF-8 character that the next piece ends. */
function unfinished(piece: Buffer): number {
  for (let back = 1; back <= Math.min(3, piece.length); back++) {
    const byte = piece[piece.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}
