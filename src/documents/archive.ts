import { crc32 } from 'node:zlib'
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
const HOSTILE = 'The file unpacks to far more than it holds, as harmful files do. Open it, save it again as a new file, and send that.'

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
      await inflate(found.zip, found.entry, budget, take)
    },
  }
}

async function readEntries(bytes: Uint8Array) {
  const entries = new Map<string, { zip: ZipFile; entry: Entry }>()
  let declared = 0
  try {
    const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    if (zip.entryCount > BOUNDS.archiveEntries) throw tooMany(zip.entryCount)
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName.toLowerCase())) throw new Unreadable(`The file holds two parts with one name, so it cannot be trusted. ${RESAVE}`)
      if (entry.isEncrypted()) throw new Unreadable('The file is protected with a password. Remove the password, save it, and send it again.')
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
  new Unreadable(`The file holds ${grouped(count)} parts; at most ${grouped(BOUNDS.archiveEntries)} can be read. ${RESAVE}`)

/** What yauzl and zlib throw is about the file: everything they are given is the file. */
function asUnreadable(error: unknown): Unreadable {
  if (error instanceof Unreadable) return error
  const message = error instanceof Error ? error.message : ''
  if (/invalid relative path|absolute path|invalid characters in fileName/.test(message)) {
    return new Unreadable(`The file holds a part whose name leads outside it, as harmful files do. ${RESAVE}`)
  }
  return new Unreadable(DAMAGED)
}

async function inflate(zip: ZipFile, entry: Entry, budget: { inflated: number }, take: (bytes: Uint8Array) => void) {
  let size = 0
  let checksum = 0
  const stream = await zip.openReadStreamPromise(entry).catch((error: unknown) => {
    throw asUnreadable(error)
  })
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  try {
    while (true) {
      const next = await chunks.next().catch((error: unknown) => {
        throw asUnreadable(error)
      })
      if (next.done) break
      size += next.value.byteLength
      budget.inflated += next.value.byteLength
      checkInflation(size, entry.compressedSize, budget.inflated)
      checksum = crc32(next.value, checksum)
      take(next.value)
    }
  } finally {
    stream.destroy()
  }
  if (checksum !== entry.crc32) throw new Unreadable(DAMAGED)
}

function checkInflation(size: number, pressed: number, total: number) {
  if (size > BOUNDS.partBytes || total > BOUNDS.inflatedBytes) {
    throw new Unreadable(`The file unpacks to more than ${mebibytes(size > BOUNDS.partBytes ? BOUNDS.partBytes : BOUNDS.inflatedBytes)}. ${RESAVE}`)
  }
  if (size > BOUNDS.ratioFromBytes && size > pressed * BOUNDS.inflationRatio) throw new Unreadable(HOSTILE)
}
