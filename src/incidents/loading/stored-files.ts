import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { filesIn } from '../reading/read-file.ts'
import type { StoredFile } from './begin.ts'
import { storedName } from './run.ts'
import type { Upload } from './uploads.ts'

/** What an upload holds to be loaded: itself, or each table in an archive; or the sentence that says why it cannot be read. */
export async function storedFilesIn(data: string, { name, path, hash, bytes }: Upload): Promise<{ ok: true; files: StoredFile[]; passedOver: string[] } | { ok: false; problem: string }> {
  const found = await filesIn(join(data, path), name)
  if (!found.ok) return { ok: false, problem: `${name}: ${found.problem}` }
  const files = found.files.map((file) => ({
    name: file.name, bytes, storedAs: storedName(path, file.member),
    hash: file.member === undefined ? hash : createHash('sha256').update(`${hash} ${file.member}`).digest('hex'),
  }))
  return { ok: true, files, passedOver: found.passedOver }
}
