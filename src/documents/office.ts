import type { Archive } from './archive.ts'
import { Unreadable } from './bounds.ts'
import { descend, elements, readTree, textOf, type Element } from './xml.ts'

/**
 * One relationship of a part: what it leads to and as what. `kind` is the last word of its type: 'styles',
 * 'worksheet'.
 */
export type Relationship = { id: string; kind: string; target: string; external: boolean }

/** The package around a Word document or workbook, opened at its main part. */
export type OfficeFile = {
  format: 'docx' | 'xlsx'
  mainPart: string
  relationships: Relationship[]
  title: string | null
  notes: string[]
}

const MACROS =
  'The file holds macros, which are not accepted. ' +
  'Save it as an ordinary Word document (.docx) or workbook (.xlsx) and send that.'

const OTHER_KINDS: readonly (readonly [RegExp, string])[] = [
  [/presentationml/, 'a PowerPoint presentation'],
  [/visio/, 'a Visio drawing'],
  [/sheet\.binary/, 'a binary workbook (.xlsb)'],
]
const OPEN_DOCUMENT: readonly (readonly [RegExp, string])[] = [
  [/opendocument\.text/, 'an OpenDocument text (.odt)'],
  [/opendocument\.spreadsheet/, 'an OpenDocument spreadsheet (.ods)'],
  [/opendocument\.presentation/, 'an OpenDocument presentation (.odp)'],
  [/epub/, 'an e-book (.epub)'],
]

const notReadable = (what: string) =>
  new Unreadable(
    `This is ${what}. Word (.docx), Excel (.xlsx), CSV, Markdown and plain text can be read: ` +
      'save it as one of these and send that.',
  )

/**
 * Finds out whether an archive is a Word document or a workbook, and where its main part is. Throws Unreadable for all
 * else.
 */
export async function openOffice(archive: Archive): Promise<OfficeFile> {
  const types = await readTree(archive, '[Content_Types].xml')
  refuseMacros(archive, types)
  const main = (await relationshipsOf(archive, '')).find(({ kind }) => kind === 'officeDocument')?.target
  const mainPart = main && archive.has(main) ? main : KNOWN_PATHS.find((path) => archive.has(path))
  const format = mainPart === undefined ? null : formatOf(types, mainPart)
  if (mainPart === undefined || format === null) throw await otherKind(archive, types)
  const relationships = await relationshipsOf(archive, mainPart)
  const linked = relationships.some(({ external, kind }) => external && kind !== 'hyperlink')
  const notes = linked
    ? ['The file points at something outside itself (a linked picture, template or table), which was not fetched.']
    : []
  return { format, mainPart, relationships, title: await titleOf(archive), notes }
}

// Where Word and Excel put their main part; asked only when the relationships do not say. The last two stand in for a
// workbook that has lost its main part but still holds a sheet.
const KNOWN_PATHS = ['word/document.xml', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels', 'xl/worksheets/sheet1.xml']

function formatOf(types: Element | null, mainPart: string): 'docx' | 'xlsx' | null {
  const named = elements(types, 'ct:Override').find(
    (type) => type.attributes.PartName?.toLowerCase() === `/${mainPart.toLowerCase()}`,
  )
  const type = named?.attributes.ContentType ?? ''
  if (/wordprocessingml\.(document|template)\.main/.test(type)) return 'docx'
  if (/spreadsheetml\.(sheet|template)\.main/.test(type)) return 'xlsx'
  if (type !== '' && !/xml$/.test(type)) return null
  if (OTHER_KINDS.some(([kind]) => kind.test(type))) return null
  return mainPart.startsWith('word/')
    ? 'docx'
    : mainPart.startsWith('xl/') && !mainPart.endsWith('.bin')
      ? 'xlsx'
      : null
}

function refuseMacros(archive: Archive, types: Element | null) {
  const declared = elements(types).some(({ attributes }) =>
    /macroEnabled|vbaProject|macrosheet/i.test(attributes.ContentType ?? ''),
  )
  const present = archive.names.some((name) => /(^|\/)vbaProject\.bin$|(^|\/)macrosheets\//i.test(name))
  if (declared || present) throw new Unreadable(MACROS)
}

async function otherKind(archive: Archive, types: Element | null): Promise<Unreadable> {
  const declared = elements(types)
    .map(({ attributes }) => attributes.ContentType ?? '')
    .join(' ')
  const kind = OTHER_KINDS.find(([pattern]) => pattern.test(declared))
  if (kind) return notReadable(kind[1])
  if (archive.has('mimetype')) {
    const mime = await readShortText(archive, 'mimetype')
    return notReadable(OPEN_DOCUMENT.find(([pattern]) => pattern.test(mime))?.[1] ?? 'an archive of an unknown kind')
  }
  if (types)
    return new Unreadable(
      'The file is damaged: its main part is missing. Open it, save it again, and send the new copy.',
    )
  return new Unreadable('This is a zip archive. Unpack it and send the papers inside one by one.')
}

async function readShortText(archive: Archive, path: string): Promise<string> {
  let text = ''
  await archive.read(path, (bytes) => void (text += new TextDecoder().decode(bytes.subarray(0, 200))))
  return text
}

/** The relationships of a part ('' for the package itself), targets as paths in the archive. */
export async function relationshipsOf(archive: Archive, part: string): Promise<Relationship[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1)
  const tree = await readTree(archive, `${folder}_rels/${part.slice(folder.length)}.rels`)
  return elements(tree, 'rel:Relationship').map(({ attributes: { Id = '', Type = '', Target = '', TargetMode } }) => {
    const external = TargetMode === 'External'
    return {
      id: Id,
      kind: Type.slice(Type.lastIndexOf('/') + 1),
      target: external ? Target : resolve(folder, Target),
      external,
    }
  })
}

/** A target as a path in the archive: relative to the part's folder, or from the top when it begins with a slash. */
function resolve(folder: string, target: string): string {
  const path: string[] = []
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') path.pop()
    else if (step !== '' && step !== '.') path.push(step)
  }
  return path.join('/')
}

async function titleOf(archive: Archive): Promise<string | null> {
  const core = (await relationshipsOf(archive, '')).find(({ kind }) => kind === 'core-properties')
  const title = descend(await readTree(archive, core?.target ?? null), 'dc:title')
  return title === null ? null : textOf(title).trim() || null
}
