import { crc32, createInflateRaw } from 'node:zlib'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { BOUNDS, grouped, mebibytes, Unreadable } from './bounds.ts'

/** The parts of a zip archive. Names are without a leading slash; looking one up ignores case, as OPC asks. */
export type Archive = {
  names: string[]
  has(path: string): boolean
  /** Hands over the part's bytes as they are inflated. Throws Unreadable when a bound is met or the part is damaged. */
  read(path: string, take: (bytes: Uint8Array) => void): Promise<void>
}

const DAMAGED = 'The file is damaged or was cut off on its way. Open it, save it again, and send the new copy.'
const HOSTILE =
  'The file unpacks to far more than it holds, as harmful files do. Open it, save it again as a new file, and send that.'

/** Opens a zip archive held in memory, within the bounds on entries and on what they unpack to. */
export async function openArchive(bytes: Uint8Array): Promise<Archive> {
  const entries = await readEntries(bytes)
  const budget = { inflated: 0 }
  return {
    names: [...entries.values()].map(({ entry }) => entry.fileName),
    has: (path) => entries.has(path.toLowerCase()),
    async read(path, take) {
      const found = entries.get(path.toLowerCase())
      if (!found) throw new Unreadable(DAMAGED)
      await inflate({ ...found, bytes, budget }, take)
    },
  }
}

type Part = { bytes: Uint8Array; zip: ZipFile; entry: Entry; budget: { inflated: number } }

async function readEntries(bytes: Uint8Array) {
  const entries = new Map<string, { zip: ZipFile; entry: Entry }>()
  let declared = 0
  try {
    const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    if (zip.entryCount > BOUNDS.archiveEntries) throw tooMany(zip.entryCount)
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName.toLowerCase()))
        throw new Unreadable(`The file holds two parts with one name, so it cannot be trusted. ${RESAVE}`)
      if (entry.isEncrypted())
        throw new Unreadable('The file is protected with a password. Remove the password, save it, and send it again.')
      declared += entry.uncompressedSize
      if (declared > BOUNDS.inflatedBytes) throw new Unreadable(HOSTILE)
      entries.set(entry.fileName.toLowerCase(), { zip, entry })
      if (entries.size > BOUNDS.archiveEntries) throw tooMany(entries.size)
    }
  } catch (error) {
    throw asUnreadable(error)
  }
  return entries
}

const RESAVE = 'Open it, save it again as a new file, and send that.'

const tooMany = (count: number) =>
  new Unreadable(
    `The file holds ${grouped(count)} parts; at most ${grouped(BOUNDS.archiveEntries)} can be read. ${RESAVE}`,
  )

/** What yauzl and zlib throw is about the file: everything they are given is the file. */
function asUnreadable(error: unknown): Unreadable {
  if (error instanceof Unreadable) return error
  const message = error instanceof Error ? error.message : ''
  if (/invalid relative path|absolute path|invalid characters in fileName/.test(message)) {
    return new Unreadable(`The file holds a part whose name leads outside it, as harmful files do. ${RESAVE}`)
  }
  return new Unreadable(DAMAGED)
}

const CHUNK = 128 * 1024

async function inflate({ bytes, zip, entry, budget }: Part, take: (bytes: Uint8Array) => void) {
  const pressed = await pressedBytes(bytes, zip, entry)
  let size = 0
  let checksum = 0
  for await (const chunk of chunksOf(pressed, entry.compressionMethod)) {
    size += chunk.byteLength
    budget.inflated += chunk.byteLength
    checkInflation(size, pressed.byteLength, budget.inflated)
    if (size > entry.uncompressedSize) throw new Unreadable(DAMAGED)
    checksum = crc32(chunk, checksum)
    take(chunk)
  }
  if (size !== entry.uncompressedSize || checksum !== entry.crc32) throw new Unreadable(DAMAGED)
}

async function pressedBytes(bytes: Uint8Array, zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  const header = await zip.readLocalFileHeaderPromise(entry, { minimal: true }).catch((error: unknown) => {
    throw asUnreadable(error)
  })
  const pressed = bytes.subarray(header.fileDataStart, header.fileDataStart + entry.compressedSize)
  if (pressed.byteLength !== entry.compressedSize) throw new Unreadable(DAMAGED)
  return pressed
}

/** The part's own bytes, a chunk at a time; stops inflating when no more is asked for. */
async function* chunksOf(pressed: Uint8Array, method: number): AsyncGenerator<Uint8Array> {
  if (method === STORED) return yield pressed
  if (method !== DEFLATED) throw new Unreadable(`The file is packed in a way that Word and Excel do not use. ${RESAVE}`)
  const inflater = createInflateRaw({ chunkSize: CHUNK })
  inflater.end(pressed)
  const chunks = inflater[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  try {
    while (true) {
      const next = await chunks.next().catch((error: unknown) => {
        throw asUnreadable(error)
      })
      if (next.done) return
      yield next.value
    }
  } finally {
    inflater.destroy()
  }
}

const STORED = 0
const DEFLATED = 8

function checkInflation(size: number, pressed: number, total: number) {
  const most = size > BOUNDS.partBytes ? BOUNDS.partBytes : BOUNDS.inflatedBytes
  if (size > most || total > BOUNDS.inflatedBytes)
    throw new Unreadable(`The file unpacks to more than ${mebibytes(most)}. ${RESAVE}`)
  if (size > BOUNDS.ratioFromBytes && size > pressed * BOUNDS.inflationRatio) throw new Unreadable(HOSTILE)
}
