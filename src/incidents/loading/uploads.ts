import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A file as it was sent, kept under the data folder until its load is over. `path` is relative to that folder. */
export type Upload = { name: string; path: string; hash: string; bytes: number }

/** A new folder for the files of one load, relative to the data folder. */
export async function newUploadFolder(data: string): Promise<string> {
  const folder = join('uploads', crypto.randomUUID())
  await mkdir(join(data, folder), { recursive: true, mode: 0o700 })
  return folder
}

/** Keeps a file as it comes, and gives its SHA-256 and its size. A stream that fails leaves nothing behind, and throws. */
export async function keepUpload(data: string, folder: string, name: string, content: Readable): Promise<Upload> {
  const path = join(folder, crypto.randomUUID())
  const digest = createHash('sha256')
  let bytes = 0
  const counted = async function* counted(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      digest.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  try {
    await pipeline(content, counted, createWriteStream(join(data, path), { mode: 0o600 }))
  } catch (error) {
    await rm(join(data, path), { force: true })
    throw error
  }
  return { name, path, hash: digest.digest('hex'), bytes }
}

/** Throws a load's folder away, where nothing came of it. */
export const removeUploads = (data: string, folder: string) => rm(join(data, folder), { recursive: true, force: true })
