import { oversize, Unreadable } from './bounds.ts'
import { withoutComments } from './html.ts'

const READABLE = 'Word (.docx), Excel (.xlsx), CSV, Markdown and plain text can be read.'
const save = (what: string, remedy: string) => `This is ${what}. ${READABLE} ${remedy}`
const ASK = 'Ask its author for the Word document, or save it as one, and send that.'

// How files of other kinds begin, in Latin-1. The offset is where the signature stands.
const SIGNATURES: readonly { what: string; at: number; begins: string; remedy?: string }[] = [
  { what: 'a PDF', at: 0, begins: '%PDF', remedy: ASK },
  {
    what: 'a rich-text file (.rtf)',
    at: 0,
    begins: '{\\rtf',
    remedy: 'Open it in Word, save it as a Word document (.docx) and send that.',
  },
  { what: 'a picture (PNG)', at: 0, begins: '\x89PNG' },
  { what: 'a picture (JPEG)', at: 0, begins: '\xff\xd8\xff' },
  { what: 'a picture (GIF)', at: 0, begins: 'GIF8' },
  { what: 'a picture (TIFF)', at: 0, begins: 'II*\0' },
  { what: 'a picture (TIFF)', at: 0, begins: 'MM\0*' },
  { what: 'a picture (WebP)', at: 8, begins: 'WEBP' },
  { what: 'a picture or film', at: 4, begins: 'ftyp' },
  { what: 'a compressed archive', at: 0, begins: '\x1f\x8b', remedy: 'Unpack it and send the papers inside.' },
  {
    what: 'a compressed archive (7z)',
    at: 0,
    begins: '7z\xbc\xaf\x27\x1c',
    remedy: 'Unpack it and send the papers inside.',
  },
  { what: 'a compressed archive (RAR)', at: 0, begins: 'Rar!', remedy: 'Unpack it and send the papers inside.' },
  { what: 'a program', at: 0, begins: 'MZ\x90', remedy: 'Send the paper itself.' },
  { what: 'a program', at: 0, begins: '\x7fELF', remedy: 'Send the paper itself.' },
]

const ZIP = 'PK\x03\x04'
const EMPTY_ZIP = 'PK\x05\x06'
const COMPOUND = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'
// The industry's harmless test file for virus scanners, in two pieces so that scanners do not take this file for it.
const SCANNER_TEST = ['$EICAR-STANDARD', '-ANTIVIRUS-TEST-FILE!'].join('')

/** Tells a zip archive from text by content; throws Unreadable, naming what the file is, for everything else. */
export function kindOfContent(bytes: Uint8Array): 'zip' | 'text' {
  if (bytes.byteLength === 0)
    throw new Unreadable('The file is empty. Check that the right file was chosen, and send it again.')
  const tooLarge = oversize(bytes.byteLength)
  if (tooLarge !== null) throw new Unreadable(tooLarge)
  const head = latin1(bytes.subarray(0, 4096))
  if (head.startsWith(ZIP) || head.startsWith(EMPTY_ZIP)) return 'zip'
  if (head.startsWith(COMPOUND)) throw new Unreadable(oldOffice(bytes))
  const other = SIGNATURES.find(({ at, begins }) => head.startsWith(begins, at))
  if (other)
    throw new Unreadable(
      save(other.what, other.remedy ?? 'Send the paper the picture belongs to, or its words as text.'),
    )
  if (head.includes(SCANNER_TEST))
    throw new Unreadable('This is the test file for virus scanners. Send the paper itself.')
  return 'text'
}

/**
 * Old Word and Excel files, and new ones under a password, share one container; its entries' names (UTF-16) tell them
 * apart.
 */
function oldOffice(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const holds = (name: string) => buffer.includes(Buffer.from(name, 'utf16le'))
  if (holds('EncryptedPackage'))
    return 'The file is protected with a password. Open it, remove the password, save it, and send it again.'
  if (holds('WordDocument'))
    return save(
      'a Word document of the old kind (.doc)',
      'Open it in Word, save it as a Word document (.docx) and send that.',
    )
  if (holds('Workbook') || holds('Book'))
    return save(
      'an Excel workbook of the old kind (.xls)',
      'Open it in Excel, save it as a workbook (.xlsx) and send that.',
    )
  if (holds('__substg1.0_')) return save('an Outlook message (.msg)', 'Save the paper attached to it and send that.')
  if (holds('PowerPoint Document'))
    return save('a PowerPoint presentation', 'Save its text as a Word document (.docx) and send that.')
  return save(
    'an Office file of the old kind',
    'Open it, save it as a Word document (.docx) or workbook (.xlsx) and send that.',
  )
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')

/**
 * Decodes text: UTF-8, UTF-16 in either order (by byte-order mark or by where its zeros stand), else Windows-1252.
 * Throws Unreadable when it is no text at all, or is a web page, an e-mail or XML.
 */
export function decodeText(bytes: Uint8Array): { text: string; notes: string[] } {
  const encoding = encodingOf(bytes)
  const text = new TextDecoder(encoding).decode(bytes)
  const controls = text.slice(0, 100_000).match(/[\0-\x08\x0e-\x1a\x1c-\x1f]/g)?.length ?? 0
  if (text.includes('\0') || controls > Math.min(text.length, 100_000) / 200) {
    throw new Unreadable(save('a file of a kind not known here, and not text', ASK))
  }
  refuseMarkup(text.slice(0, 2000).trimStart())
  const notes =
    encoding === 'windows-1252'
      ? ['The text is not in UTF-8 and was read as Windows-1252: check pound signs and quotation marks.']
      : []
  return { text, notes }
}

function refuseMarkup(head: string) {
  if (/^\s*<(!doctype html|html|head|body)\b/i.test(withoutComments(head)))
    throw new Unreadable(save('a web page (HTML)', 'Open it, copy its text into a Word document, and send that.'))
  if (/^<(\?xml|svg)\b/i.test(head)) throw new Unreadable(save('an XML file', ASK))
  if (/^MIME-Version:|^Content-Type: multipart/im.test(head) && /^[\w-]+: /.test(head))
    throw new Unreadable(save('an e-mail or a saved web page', 'Save the paper itself and send that.'))
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  const sample = bytes.subarray(0, 4096)
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[at % 2]!++
  if (zeros[1]! > sample.length / 5 && zeros[0]! < sample.length / 50) return 'utf-16le'
  if (zeros[0]! > sample.length / 5 && zeros[1]! < sample.length / 50) return 'utf-16be'
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252'
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    // The decoder's only way of saying that the bytes are not UTF-8.
    return false
  }
}
