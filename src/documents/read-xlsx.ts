import type { Archive } from './archive.ts'
import { Unreadable } from './bounds.ts'
import { newCellBudget } from './grid.ts'
import { relationshipsOf, type OfficeFile } from './office.ts'
import type { Block, Paper } from './paper.ts'
import { readSheet, unescaped, type SheetTally, type Workbook } from './xlsx-sheet.ts'
import { readCellStyles } from './xlsx-styles.ts'
import { descend, elements, readTree, readXml } from './xml.ts'

type Sheet = { name: string; path: string; hidden: boolean }

/** Reads a workbook: one table a sheet, headed by the sheet's name when more than one sheet is in view. */
export async function readXlsx(archive: Archive, office: OfficeFile): Promise<Omit<Paper, 'name'>> {
  const tree =
    office.mainPart.endsWith('.rels') || office.mainPart.includes('worksheets/')
      ? null
      : await readTree(archive, office.mainPart)
  const notes = [...office.notes]
  const sheets = tree ? sheetsOf(tree, office, notes) : straySheets(archive, notes)
  const workbook = await openWorkbook(
    archive,
    office,
    ['1', 'true'].includes(descend(tree, 's:workbookPr')?.attributes.date1904 ?? ''),
  )
  const headed = sheets.filter(({ hidden }) => !hidden).length > 1
  const blocks: Block[] = []
  for (const { name, path, hidden } of sheets) {
    if (!archive.has(path))
      throw new Unreadable(
        `The file is damaged: sheet ${name} is missing. Open it, save it again, and send the new copy.`,
      )
    const { rows, tally } = await readSheet(archive, path, `Sheet ${name}`, workbook)
    notes.push(...(await notesOf(archive, name, path, hidden, tally)))
    if (rows.length === 0) {
      notes.push(`Sheet ${name} is empty.`)
      continue
    }
    const place = { label: `sheet ${name}` }
    if (headed) blocks.push({ kind: 'heading', level: 1, text: name, place })
    blocks.push({ kind: 'table', rows, place, sheet: name, ...(hidden ? { hidden } : {}) })
  }
  return { format: 'xlsx', title: office.title, blocks, notes }
}

function sheetsOf(
  tree: NonNullable<Awaited<ReturnType<typeof readTree>>>,
  office: OfficeFile,
  notes: string[],
): Sheet[] {
  const byId = new Map(office.relationships.map((each) => [each.id, each]))
  return elements(descend(tree, 's:sheets'), 's:sheet').flatMap(({ attributes }) => {
    const relationship = byId.get(attributes['r:id'] ?? '')
    const name = attributes.name ?? 'without a name'
    const hidden = attributes.state === 'hidden' || attributes.state === 'veryHidden'
    if (relationship && !relationship.external && relationship.kind === 'worksheet')
      return [{ name, path: relationship.target, hidden }]
    notes.push(`Sheet ${name} is a chart or a dialogue and was not read.`)
    return []
  })
}

/** The sheets of a workbook whose list of sheets is lost. */
function straySheets(archive: Archive, notes: string[]): Sheet[] {
  notes.push('The workbook has lost its list of sheets; the sheets were read under the names of their parts.')
  const paths = archive.names.filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name))
  return paths.map((path) => ({ name: path.slice('xl/worksheets/'.length, -'.xml'.length), path, hidden: false }))
}

async function openWorkbook(archive: Archive, office: OfficeFile, from1904: boolean): Promise<Workbook> {
  const pathOf = (kind: string) =>
    office.relationships.find((each) => each.kind === kind && !each.external)?.target ?? null
  const styles = await readTree(archive, pathOf('styles'))
  const theme = await readTree(archive, pathOf('theme'))
  const strings = await readSharedStrings(archive, pathOf('sharedStrings'))
  return { strings, styleOf: readCellStyles(styles, theme), from1904, budget: newCellBudget() }
}

async function readSharedStrings(archive: Archive, path: string | null): Promise<string[]> {
  const strings: string[] = []
  if (path === null || !archive.has(path)) return strings
  let text = ''
  let reading = false
  let phonetic = false
  await readXml(archive, path, {
    open(name) {
      if (name === 's:si') text = ''
      else if (name === 's:rPh') phonetic = true
      else if (name === 's:t') reading = !phonetic
    },
    text: (piece) => void (reading && (text += piece)),
    close(name) {
      if (name === 's:si') strings.push(unescaped(text))
      else if (name === 's:rPh') phonetic = false
      else if (name === 's:t') reading = false
    },
  })
  return strings
}

async function notesOf(
  archive: Archive,
  name: string,
  path: string,
  hidden: boolean,
  tally: SheetTally,
): Promise<string[]> {
  const kinds = new Set((await relationshipsOf(archive, path)).map(({ kind }) => kind))
  const notes: string[] = []
  if (hidden) notes.push(`Sheet ${name} is hidden; it was read and marked as hidden.`)
  if (tally.hiddenRows + tally.hiddenColumns > 0)
    notes.push(`Sheet ${name} has hidden rows or columns; they were read.`)
  if (tally.uncalculated > 0) {
    notes.push(
      `Sheet ${name} has ${counted(tally.uncalculated, 'formula', 'formulas')} without a saved result, read as blank; ` +
        'open the workbook in Excel and save it to keep the results.',
    )
  }
  if (tally.errors > 0)
    notes.push(`Sheet ${name} has ${counted(tally.errors, 'cell that shows', 'cells that show')} an error.`)
  if (tally.lostStrings > 0)
    notes.push(`Sheet ${name} has ${counted(tally.lostStrings, 'cell', 'cells')} whose text the file has lost.`)
  if (tally.rules)
    notes.push(`Sheet ${name} colours cells by rules (conditional formatting), which were not worked out.`)
  if (kinds.has('comments') || kinds.has('threadedComment'))
    notes.push(`Sheet ${name} has comments, which were left out.`)
  if (kinds.has('drawing')) notes.push(`Sheet ${name} has pictures or charts, which were left out.`)
  return notes
}

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`
