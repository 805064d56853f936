import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { constants, crc32, createGunzip } from 'node:zlib'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { kindOfContent } from '../../documents/content.ts'
import { BOUNDS, Unreadable } from '../../documents/bounds.ts'
import { CannotBeRead, grouped } from './unreadable.ts'

export type Kind = 'text' | 'gzip' | 'zip'
export const READABLE = 'CSV (.csv, .csv.gz, or several in a .zip) and Excel (.xlsx) can be read.'
const SEND_AGAIN = 'Download or save it again and send the new copy.'
const HOSTILE =
  'The file unpacks to far more than it holds, as harmful files do. Unpack it yourself and send the CSV inside.'
export const CUT = `The file is cut off or damaged: it ends before its end. ${SEND_AGAIN}`

// Tables of a few figures press very small, so the ratio is asked only of what is large.
const RATIO = 200
const RATIO_FROM = 64 * 1024 * 1024
const INFLATED = 32 * 1024 ** 3
const PIECE = 256 * 1024

/** What a file is, by its first bytes. Throws CannotBeRead for an empty file and for what is no table, saying what it is. */
export async function kindOf(path: string): Promise<Kind> {
  const head = await headOf(path)
  if (head.length === 0)
    throw new CannotBeRead('The file is empty. Check that the right file was chosen, and send it again.')
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  try {
    if (kindOfContent(head) === 'zip') return 'zip'
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    // Its first sentence says what the file is; what may be sent instead differs here.
    throw new CannotBeRead(`${error.message.split('. ')[0]}. ${READABLE}`)
  }
  if (
    /^\s*<(!doctype|html|\?xml|head|body|table)\b/i.test(
      head.subarray(0, 2000).toString('latin1').replace('\xef\xbb\xbf', ''),
    )
  )
    throw new CannotBeRead(`This is a web page or an XML file, whatever its name says. ${READABLE}`)
  return 'text'
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(4096)
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/**
 * The bytes of a text file, unpacked where it is packed, a piece at a time. Throws CannotBeRead when the file ends before its end or a bound is met,
 * after everything before that has been handed over.
 */
export async function* bytesOf(path: string, kind: Kind, member?: string): AsyncGenerator<Buffer> {
  if (kind === 'zip') return yield* memberBytes(path, member)
  const file = createReadStream(path, { highWaterMark: PIECE })
  if (kind === 'text') return yield* file as AsyncIterable<Buffer>
  let checksum = 0
  let size = 0
  for await (const piece of bounded(inflated(file), () => file.bytesRead)) {
    checksum = crc32(piece, checksum)
    size += piece.length
    yield piece
  }
  if (!(await endsWith(path, checksum, size)) && (await isCut(path))) throw new CannotBeRead(CUT)
}

/** True where a gzip file closes with the checksum and the length (modulo 2³²) of what was unpacked: RFC 1952, section 2.3.1. */
async function endsWith(path: string, checksum: number, size: number): Promise<boolean> {
  const file = await open(path)
  try {
    const trailer = Buffer.alloc(8)
    const { bytesRead } = await file.read(trailer, 0, 8, Math.max(0, (await file.stat()).size - 8))
    return bytesRead === 8 && trailer.readUInt32LE(0) === checksum && trailer.readUInt32LE(4) === size % 2 ** 32
  } finally {
    await file.close()
  }
}

async function* inflated(file: Readable): AsyncGenerator<Buffer> {
  // Flushed as it goes, so that what stands before the place of a cut is handed over; `isCut` finds the cut.
  const inflater = createGunzip({ chunkSize: PIECE, finishFlush: constants.Z_SYNC_FLUSH })
  file.on('error', (error) => inflater.destroy(error))
  file.pipe(inflater)
  try {
    for await (const piece of inflater) yield piece as Buffer
  } catch (error) {
    throw isOfZlib(error) ? new CannotBeRead(CUT) : error
  } finally {
    file.destroy()
    inflater.destroy()
  }
}

const isOfZlib = (error: unknown) => error instanceof Error && /^Z_/.test((error as NodeJS.ErrnoException).code ?? '')

async function* bounded(pieces: AsyncIterable<Buffer>, pressed: () => number): AsyncGenerator<Buffer> {
  let size = 0
  for await (const piece of pieces) {
    size += piece.length
    if (size > INFLATED || (size > RATIO_FROM && size > pressed() * RATIO)) throw new CannotBeRead(HOSTILE)
    yield piece
  }
}

/** True where something is missing by gzip's own checks; asked of files of several members, whose trailer covers only the last. */
async function isCut(path: string): Promise<boolean> {
  const file = createReadStream(path, { highWaterMark: PIECE })
  const inflater = createGunzip({ chunkSize: PIECE })
  file.on('error', (error) => inflater.destroy(error))
  try {
    for await (const _ of file.pipe(inflater)) continue
    return false
  } catch (error) {
    if (isOfZlib(error)) return true
    throw error
  } finally {
    file.destroy()
  }
}

/** Opens an archive on disk and lists its entries, within the bounds. Close what is given. */
export async function openZip(path: string): Promise<{ zip: ZipFile; entries: Entry[] }> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch((error: unknown) => {
    throw aboutZip(error)
  })
  try {
    const entries: Entry[] = []
    if (zip.entryCount > BOUNDS.archiveEntries) throw tooMany(zip.entryCount)
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted())
        throw new CannotBeRead('The archive is protected with a password. Take the password off and send it again.')
      entries.push(entry)
      if (entries.length > BOUNDS.archiveEntries) throw tooMany(entries.length)
    }
    return { zip, entries }
  } catch (error) {
    zip.close()
    throw aboutZip(error)
  }
}

const tooMany = (count: number) =>
  new CannotBeRead(
    `The archive holds ${grouped(count)} files; at most ${grouped(BOUNDS.archiveEntries)} can be read. Send them in several archives.`,
  )

/** What yauzl and zlib say is about the file; a file that cannot be opened at all is our own trouble. */
function aboutZip(error: unknown): unknown {
  if (error instanceof CannotBeRead || !(error instanceof Error)) return error
  const code = (error as NodeJS.ErrnoException).code
  if (code !== undefined && !code.startsWith('Z_')) return error
  if (/invalid relative path|absolute path|invalid characters in fileName/.test(error.message))
    return new CannotBeRead(
      'The archive holds a file whose name leads outside it, as harmful files do. Pack the CSVs again and send that.',
    )
  return new CannotBeRead(CUT)
}

async function* memberBytes(path: string, member: string | undefined): AsyncGenerator<Buffer> {
  const { zip, entries } = await openZip(path)
  try {
    const entry = entries.find(({ fileName }) => fileName === member)
    if (!entry) throw new CannotBeRead(`The archive does not hold ${member ?? 'a file to read'}. ${SEND_AGAIN}`)
    let checksum = 0
    let size = 0
    const stream = await zip.openReadStreamPromise(entry)
    for await (const piece of bounded(stream as AsyncIterable<Buffer>, () => entry.compressedSize)) {
      checksum = crc32(piece, checksum)
      size += piece.length
      yield piece
    }
    if (checksum !== entry.crc32 || size !== entry.uncompressedSize) throw new CannotBeRead(CUT)
  } catch (error) {
    throw aboutZip(error)
  } finally {
    zip.close()
  }
}
