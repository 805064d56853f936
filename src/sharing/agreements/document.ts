/** What an agreement's document may be, told from its content and never from its name. */
const KINDS = [
  { ending: 'pdf', type: 'application/pdf', is: (bytes: Buffer) => bytes.subarray(0, 1024).includes('%PDF-') },
  { ending: 'docx', type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', is: (bytes: Buffer) => isZip(bytes) && bytes.includes('word/document.xml') },
  { ending: 'odt', type: 'application/vnd.oasis.opendocument.text', is: (bytes: Buffer) => isZip(bytes) && bytes.subarray(0, 200).includes('mimetypeapplication/vnd.oasis.opendocument.text') },
] as const

const isZip = (bytes: Buffer) => bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04'

export const MOST_MEGABYTES = 10
// The industry's harmless test file for virus scanners, in two pieces so that scanners do not take this file for it.
const SCANNER_TEST = ['$EICAR-STANDARD', '-ANTIVIRUS-TEST-FILE!'].join('')

/** A document's kind, or in a sentence why it is not taken. Macros make a Word file another kind, which is not taken either. */
export function kindOf(bytes: Buffer): { ending: string; type: string } | { refused: string } {
  if (bytes.byteLength === 0) return { refused: 'The file is empty. Choose the signed agreement' }
  if (bytes.byteLength > MOST_MEGABYTES * 1024 * 1024) return { refused: `The file must be ${MOST_MEGABYTES} MB or smaller` }
  if (bytes.includes(SCANNER_TEST)) return { refused: 'This is the test file for virus scanners. Choose the signed agreement' }
  const kind = KINDS.find(({ is }) => is(bytes))
  if (!kind || bytes.includes('vbaProject.bin')) return { refused: 'The agreement must be a PDF, a Word document (.docx) without macros, or an OpenDocument text (.odt)' }
  return { ending: kind.ending, type: kind.type }
}

/** A name for the file made of the agreement's own title, so that nothing somebody typed into a file name is passed on. */
export const documentName = (title: string, ending: string): string =>
  `${title.normalize('NFD').replaceAll(/[^\w\s-]/g, '').trim().replaceAll(/[\s_-]+/g, '-').toLowerCase().slice(0, 80) || 'agreement'}.${ending}`
