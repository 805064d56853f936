import type { FastifyRequest, RouteShorthandOptions } from 'fastify'
import { keepUpload, newUploadFolder, removeUploads, type Upload } from '../loading/uploads.ts'

/** Each file at once; more, or larger, go by `wardmote import`. */
export const LARGEST_FILE_BYTES = 2 * 1024 ** 3
export const MOST_FILES = 200

/** Files that came with a form, kept in a folder of their own under the data folder. */
export type Received = { folder: string; uploads: Upload[] }

const received = new WeakMap<FastifyRequest, Received & { isTaken: boolean }>()

/**
 * A route whose form sends files that go to disk as they come, and never as a whole into memory. What nobody takes (`takeReceived`) by the
 * end of the answer is thrown away: a form without its token, an upload that broke off, a failed one.
 */
export const receiving = (power: string, dataFolder: string): RouteShorthandOptions => ({
  config: { power, multipartOptions: { limits: { fileSize: LARGEST_FILE_BYTES, files: MOST_FILES, fields: 20 } } },
  onRequest: async (request, reply) => {
    if (!request.headers['content-type']?.startsWith('multipart/form-data')) return
    const parts = request.parts.bind(request)
    const kept = { folder: '', uploads: [] as Upload[], isTaken: false }
    received.set(request, kept)
    reply.raw.once('close', () => {
      if (!kept.isTaken && kept.folder) void removeUploads(dataFolder, kept.folder)
    })
    request.parts = async function* (options) {
      for await (const part of parts(options)) {
        if (part.type === 'file') {
          if (part.filename === '') part.file.resume()
          else {
            kept.folder ||= await newUploadFolder(dataFolder)
            kept.uploads.push(await keepUpload(dataFolder, kept.folder, nameOf(part.filename), part.file))
          }
          part.toBuffer = async () => Buffer.alloc(0)
        }
        yield part
      }
    }
  },
})

/** The last part of a name, however the sender's machine writes paths. */
const nameOf = (name: string): string => (name.split(/[/\\]/).at(-1) || 'file').slice(0, 200)

/** The files of a request, now its taker's to keep or throw away; null when it brought none. */
export function takeReceived(request: FastifyRequest): Received | null {
  const kept = received.get(request)
  if (!kept || kept.uploads.length === 0) return null
  kept.isTaken = true
  return kept
}
