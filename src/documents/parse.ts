import { Unreadable } from './bounds.ts'
import { decodeText, kindOfContent } from './content.ts'
import type { Paper, Reading } from './paper.ts'

/**
 * Reads a paper in this thread, deciding what it is by its content. Fit for tests and for the worker that `readPaper`
 * starts; in a server use `readPaper`, which bounds time and memory.
 */
export async function parsePaper(name: string, bytes: Uint8Array): Promise<Reading> {
  try {
    const paper = { name, ...(await readContent(name, bytes)) }
    if (paper.blocks.length === 0)
      return {
        ok: false,
        problem: 'The file holds no text. Check that the right file was chosen; a scanned paper must be sent as text.',
      }
    return { ok: true, paper }
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problem: error.message }
    throw error
  }
}

// Each reader is loaded only when it is needed, which keeps the worker's start short.
async function readContent(name: string, bytes: Uint8Array): Promise<Omit<Paper, 'name'>> {
  if (kindOfContent(bytes) === 'zip') return await readOffice(bytes)
  const { text, notes } = decodeText(bytes)
  const paper = await readLines(name, text)
  return { ...paper, notes: [...notes, ...paper.notes] }
}

async function readOffice(bytes: Uint8Array): Promise<Omit<Paper, 'name'>> {
  const { openArchive } = await import('./archive.ts')
  const { openOffice } = await import('./office.ts')
  const archive = await openArchive(bytes)
  const office = await openOffice(archive)
  if (office.format === 'docx') return await (await import('./read-docx.ts')).readDocx(archive, office)
  return await (await import('./read-xlsx.ts')).readXlsx(archive, office)
}

async function readLines(name: string, text: string): Promise<Omit<Paper, 'name'>> {
  const { csvDelimiter, readCsv } = await import('./read-csv.ts')
  const delimiter = csvDelimiter(name, text)
  if (delimiter !== null) return readCsv(text, delimiter)
  const { isMarkdown, readText } = await import('./read-text.ts')
  return readText(text, isMarkdown(text))
}
