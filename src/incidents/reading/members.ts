import { basename } from 'node:path/posix'
import { kindOf, openZip, READABLE } from './bytes.ts'
import { CannotBeRead } from './unreadable.ts'
import type { CannotRead, FileToRead } from './read-file.ts'

/** True of the parts of a workbook or document, which are zip archives too. */
const isOffice = (names: readonly string[]) => names.some((name) => name === '[Content_Types].xml' || /^(xl|word)\//.test(name))

// What packing programs add of their own.
const isDebris = (name: string) =>
  name.endsWith('/') || name.startsWith('__MACOSX/') || /^(\.|Thumbs\.db|desktop\.ini)/i.test(basename(name))

/** What a zip archive is: a workbook, or files to read one by one. Throws CannotBeRead. */
export async function lookInside(
  path: string,
): Promise<{ kind: 'xlsx' } | { kind: 'archive'; readable: string[]; passedOver: string[] }> {
  const { zip, entries } = await openZip(path)
  zip.close()
  const names = entries.map(({ fileName }) => fileName)
  if (isOffice(names)) {
    if (names.some((name) => name.startsWith('word/'))) throw new CannotBeRead(`This is a Word document. ${READABLE}`)
    return { kind: 'xlsx' }
  }
  const files = names.filter((name) => !isDebris(name))
  const readable = files.filter((name) => /\.(csv|txt|tsv|tab)$/i.test(name)).sort()
  return { kind: 'archive', readable, passedOver: files.filter((name) => !readable.includes(name)) }
}

/** The files to read in what was sent, as `filesIn` of read-file.ts says. */
export async function listFiles(
  path: string,
  name: string,
): Promise<{ ok: true; files: FileToRead[]; passedOver: string[] } | CannotRead> {
  try {
    if ((await kindOf(path)) !== 'zip') return { ok: true, files: [{ path, name }], passedOver: [] }
    const inside = await lookInside(path)
    if (inside.kind === 'xlsx') return { ok: true, files: [{ path, name }], passedOver: [] }
    if (inside.readable.length === 0)
      return {
        ok: false,
        problem: `The archive holds no CSV: ${inside.passedOver.slice(0, 5).join(', ') || 'it is empty'}. ${READABLE}`,
      }
    const files = inside.readable.map((member) => ({ path, name: `${name}: ${member}`, member }))
    return { ok: true, files, passedOver: inside.passedOver }
  } catch (error) {
    if (error instanceof CannotBeRead) return { ok: false, problem: error.message }
    throw error
  }
}
