import { createHash } from 'node:crypto'
import { type Archive, openArchive } from './archive.ts'
import { Unreadable } from './bounds.ts'
import { decodeText, kindOfContent } from './content.ts'
import { openOffice } from './office.ts'
import { bareJpeg, barePng } from './pictures.ts'

export const FILE_KINDS = {
  pdf: { text: 'PDF', type: 'application/pdf' },
  docx: { text: 'Word document', type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  xlsx: { text: 'Excel workbook', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  odt: { text: 'OpenDocument text', type: 'application/vnd.oasis.opendocument.text' },
  ods: { text: 'OpenDocument spreadsheet', type: 'application/vnd.oasis.opendocument.spreadsheet' },
  jpg: { text: 'Photograph (JPEG)', type: 'image/jpeg' },
  png: { text: 'Picture (PNG)', type: 'image/png' },
  csv: { text: 'Table (CSV)', type: 'text/csv; charset=utf-8' },
  txt: { text: 'Text', type: 'text/plain; charset=utf-8' },
} as const satisfies Record<string, { text: string; type: string }>
export type FileKind = keyof typeof FILE_KINDS
export const isFileKind = (kind: string): kind is FileKind => kind in FILE_KINDS

/** The type a kept file is handed out as; of a kind that is none of ours, bytes and nothing more. */
export const contentTypeOf = (kind: string): string => (isFileKind(kind) ? FILE_KINDS[kind].type : 'application/octet-stream')

export const MOST_BYTES = 10 * 1024 * 1024
const TAKEN = 'PDF, Word (.docx), Excel (.xlsx), OpenDocument (.odt, .ods), JPEG, PNG, CSV and plain text are taken'
// The industry's harmless test file for virus scanners, in two pieces so that scanners do not take this file for it.
const SCANNER_TEST = ['$EICAR-STANDARD', '-ANTIVIRUS-TEST-FILE!'].join('')

/** A file as it is kept: what its content is, under a name made safe, with what a photograph tells of its place taken out. */
export type SafeFile = { name: string; kind: FileKind; bytes: Buffer; hash: string }

/** Makes a file safe to keep and to hand on, or says in a sentence why it is not taken. What it is is told from its content, never from its name. */
export async function safeFile(name: string, bytes: Buffer): Promise<{ file: SafeFile } | { refused: string }> {
  if (bytes.byteLength === 0) return { refused: 'The file is empty. Check that the right file was chosen' }
  if (bytes.byteLength > MOST_BYTES) return { refused: 'The file must be 10 MB or smaller' }
  try {
    refuseScannerTest(bytes)
    const { kind, content = bytes } = await examine(name, bytes)
    return { file: { name: safeName(name, kind), kind, bytes: content, hash: createHash('sha256').update(content).digest('hex') } }
  } catch (error) {
    if (error instanceof Unreadable) return { refused: error.message }
    throw error
  }
}

function refuseScannerTest(bytes: Uint8Array) {
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(SCANNER_TEST)) throw new Unreadable('This is the test file for virus scanners')
}

const begins = (bytes: Buffer, signature: string) => bytes.subarray(0, signature.length).toString('latin1') === signature

async function examine(name: string, bytes: Buffer): Promise<{ kind: FileKind; content?: Buffer }> {
  if (begins(bytes, '\xff\xd8\xff')) return { kind: 'jpg', content: bareJpeg(bytes) }
  if (begins(bytes, '\x89PNG\r\n\x1a\n')) return { kind: 'png', content: barePng(bytes) }
  if (begins(bytes, '%PDF-')) return pdf(bytes)
  if (begins(bytes, 'PK')) return packed(bytes)
  return plain(name, bytes)
}

/** A PDF that ends as one, is nothing else besides, and neither runs nor carries anything. */
function pdf(bytes: Buffer): { kind: FileKind } {
  const tail = bytes.subarray(-2048)
  if (!tail.includes('%%EOF')) throw new Unreadable('The PDF was cut off on its way. Send it again')
  if (bytes.subarray(-66_000).includes('PK\x05\x06')) throw new Unreadable('The file is two kinds at once, as harmful files are. Save it again as a PDF')
  if (/\/(JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b/.test(bytes.toString('latin1'))) throw new Unreadable('The PDF runs a program or carries another file. Print it to a new PDF and send that')
  return { kind: 'pdf' }
}

async function packed(bytes: Buffer): Promise<{ kind: FileKind }> {
  const archive = await openArchive(bytes)
  if (archive.has('mimetype') && !archive.has('[Content_Types].xml')) return { kind: await openDocument(archive) }
  const { format, notes } = await openOffice(archive)
  if (notes.length > 0) throw new Unreadable('The file fetches something from outside itself (a linked picture, template or table). Save it without, and send that')
  await unpackAll(archive)
  return { kind: format }
}

async function openDocument(archive: Archive): Promise<FileKind> {
  let mime = ''
  await archive.read('mimetype', (chunk) => void (mime += Buffer.from(chunk.subarray(0, 200)).toString('latin1')))
  const kind = mime.endsWith('opendocument.text') ? 'odt' : mime.endsWith('opendocument.spreadsheet') ? 'ods' : null
  if (!kind) throw new Unreadable(`This is an archive of another kind. ${TAKEN}`)
  if (archive.names.some((name) => /^(Basic|Scripts)\//i.test(name))) throw new Unreadable('The file holds macros, which are not accepted. Save it without them and send that')
  await unpackAll(archive)
  return kind
}

/** Inflates every part within the bounds on archives, so that a file which could not be opened safely later is not kept. */
async function unpackAll(archive: Archive) {
  for (const name of archive.names) if (!name.endsWith('/')) await archive.read(name, refuseScannerTest)
}

function plain(name: string, bytes: Buffer): { kind: FileKind; content: Buffer } {
  try {
    kindOfContent(bytes)
    // Without what a spreadsheet or a browser would act on there is nothing to take out of text; it is kept in one encoding.
    return { kind: /\.csv$/i.test(name) ? 'csv' : 'txt', content: Buffer.from(decodeText(bytes).text) }
  } catch (error) {
    if (error instanceof Unreadable) throw new Unreadable(`${error.message.split('. ')[0]}. ${TAKEN}`)
    throw error
  }
}

/** A name without folders, signs that mean something to a computer, or a second ending; its ending is that of what it is. */
export function safeName(name: string, kind: FileKind): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1)!.replace(new RegExp(`\\.(${kind}${kind === 'jpg' ? '|jpeg' : ''})$`, 'i'), '')
  const base = last.replaceAll(/[^\p{L}\p{N} _-]+/gu, '-').replaceAll(/\s+/g, ' ').replaceAll(/^[\s-]+|[\s-]+$/g, '').slice(0, 100)
  return `${base || 'document'}.${kind}`
}
