import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Block, Paper } from '../../documents/paper.ts'
import { namedCode } from './codes.ts'
import { meaningsOf, planPoints } from './column-meanings.ts'
import { columnsOf, headersOf } from './columns.ts'
import { oneLine } from './folding.ts'
import { type Grid, gridsOf, isWide, signature } from './grid.ts'
import { guessMeaning, type Meaning, MEANINGS } from './meanings.ts'
import { labelOf, type Region, regionsOf, ROLES } from './regions.ts'

/** Points (see `planPoints`) from which a table is read as part of a plan, and from which nobody need be asked. */
export const PLAN_LIKELY = 2
export const PLAN_SURE = 3

/**
 * A region with the meaning of each of its columns (a list) or rows (a sheet, a tracker). `headers` are the words that
 * announce them; `heading` is what the paper says just above it, when that is what the items belong to.
 */
export type MappedRegion = Region & {
  meanings: Meaning[]
  headers: string[]
  heading: string | null
  points: number
  fingerprint: string
}

/** How a paper is read: every region of every table, in order. A person may correct any of it. */
export type Mapping = { regions: MappedRegion[] }

const RegionJson = z.object({
  table: z.number(),
  from: z.number(),
  to: z.number(),
  role: z.enum(ROLES),
  headerRows: z.number(),
  meanings: z.array(z.enum(MEANINGS)),
  headers: z.array(z.string()),
  heading: z.string().nullable(),
  points: z.number(),
  fingerprint: z.string(),
})
const MappingJson = z.object({ regions: z.array(RegionJson) })

/** A mapping as it was kept, or null when it is of another shape than today's. */
export const parseMapping = (json: unknown): Mapping | null => MappingJson.safeParse(json).data ?? null

/** Finds a paper's tables and guesses what each is, and what each of its columns or rows holds. */
export function proposeMapping(paper: Paper): Mapping {
  const regions: MappedRegion[] = []
  let last: MappedRegion | null = null
  for (const grid of gridsOf(paper)) {
    for (const region of regionsOf(grid)) {
      const mapped: MappedRegion = continues(grid, region, last, paper) ? continued(grid, region, last!) : proposed(grid, region)
      regions.push(mapped)
      last = mapped.role === 'list' ? mapped : mapped.role === 'not part' && mapped.points === 0 ? last : null
    }
  }
  return withHeadings(paper, regions)
}

function proposed(grid: Grid, region: Region): MappedRegion {
  if (region.role === 'sheet' || region.role === 'columns') return labelled(grid, region)
  const columns = columnsOf(grid, region)
  const meanings = meaningsOf(columns)
  const headers = headersOf(columns)
  const points = region.role === 'list' || region.role === 'not part' ? planPoints(columns, meanings) : 0
  const role =
    region.role === 'list' && points < PLAN_LIKELY
      ? 'not part'
      : region.role === 'not part' && points >= PLAN_SURE
        ? 'list'
        : region.role
  return { ...region, role, meanings, headers, heading: null, points, fingerprint: fingerprintOf(region.role, headers) }
}

/** A region that a person says is a list: its first row, where it is short, holds the headers. Meanings are guessed anew. */
export function asList(paper: Paper, region: MappedRegion): MappedRegion {
  const grid = gridsOf(paper)[region.table]!
  const header =
    grid.filled(region.from).length > 1 && grid.filled(region.from).every((column) => grid.text(region.from, column).length <= 60)
  const list = proposed(grid, {
    table: region.table,
    from: region.from,
    to: region.to,
    role: 'list',
    headerRows: Math.max(region.headerRows, header ? 1 : 0),
  })
  return { ...list, role: 'list' }
}

function labelled(grid: Grid, region: Region): MappedRegion {
  const rows = Array.from({ length: region.to - region.from }, (_, index) => region.from + index)
  const headers = rows.map((row) => oneLine(grid.text(row, 0)).slice(0, 200))
  const inColumns = region.role === 'columns'
  const meanings = rows.map((row): Meaning =>
    inColumns ? (guessMeaning(grid.text(row, 0))?.meaning ?? 'ignore') : (labelOf(grid, row) ?? 'ignore'),
  )
  if (inColumns) settleRows(meanings)
  const labels = inColumns ? headers : headers.filter((_, index) => meanings[index] !== 'ignore')
  return { ...region, meanings, headers, heading: null, points: PLAN_SURE, fingerprint: fingerprintOf(region.role, labels) }
}

/** In a tracker only one row is the title and one the rating: the first that says so. */
function settleRows(meanings: Meaning[]) {
  for (const meaning of ['title', 'rating', 'due', 'starts', 'code'] as const)
    for (const [index, each] of meanings.entries())
      if (each === meaning && index > meanings.indexOf(meaning)) meanings[index] = meaning === 'title' ? 'aim' : 'ignore'
}

/** Rows without a header that go on where the list before them broke off, at a page's end. */
const continues = (grid: Grid, region: Region, last: MappedRegion | null, paper: Paper): boolean =>
  region.role === 'not part' &&
  last !== null &&
  last.role === 'list' &&
  last.table === grid.number - 1 &&
  region.from === 0 &&
  grid.width === last.meanings.length &&
  textBetween(paper, last.table, grid.number).length === 0

const continued = (grid: Grid, region: Region, last: MappedRegion): MappedRegion => ({
  ...last,
  ...region,
  role: 'list',
  table: grid.number,
  heading: last.heading,
})

/** A block of running text. */
export type Words = Exclude<Block, { kind: 'table' | 'figure' | 'footnote' }>

/** The blocks with words that stand between two tables, by the tables' numbers; -1 is the paper's beginning. */
export function textBetween(paper: Paper, after: number, before: number): Words[] {
  let table = -1
  const between: Words[] = []
  for (const block of paper.blocks) {
    if (block.kind === 'table') table++
    else if (
      table === after &&
      table < before &&
      block.kind !== 'footnote' &&
      block.kind !== 'figure' &&
      block.text.trim() !== ''
    )
      between.push(block)
  }
  return between
}

/** Gives lists the heading they stand under, when several lists of one shape stand under different ones. */
function withHeadings(paper: Paper, regions: MappedRegion[]): Mapping {
  const lists = regions.filter(({ role }) => role === 'list')
  const headings = new Map(lists.map((region) => [region, rowOver(paper, regions, region) ?? headingOver(paper, region)]))
  const taken = new Set<MappedRegion>()
  for (const region of lists) {
    const heading = headings.get(region) ?? null
    const alike = lists.filter((each) => each.fingerprint === region.fingerprint)
    const differ = new Set(alike.flatMap((each) => headings.get(each) ?? [])).size > 1
    if (!heading || !(namedCode(heading.text) || differ)) continue
    region.heading = heading.text
    if (heading.row) taken.add(heading.row)
  }
  return { regions: regions.flatMap((region) => (taken.has(region) ? withoutLastRow(region) : [region])) }
}

const withoutLastRow = (region: MappedRegion): MappedRegion[] =>
  region.to - region.from > 1 ? [{ ...region, to: region.to - 1 }] : []

const GENERIC_SHEET = /^(?:sheet ?\d*|table ?\d*|data|dashboard|action plan.*|plan|rag|summary|tracker|export)$/i

type Over = { text: string; row: MappedRegion | null }

/** A row over the full width just above a list's header, in the same table. */
function rowOver(paper: Paper, regions: readonly MappedRegion[], region: MappedRegion): Over | null {
  const above = regions[regions.indexOf(region) - 1]
  if (!above || above.role !== 'about' || above.table !== region.table || above.to !== region.from || region.headerRows === 0)
    return null
  const grid = gridsOf(paper)[region.table]!
  const row = above.to - 1
  return isWide(grid, row) ? { text: oneLine(grid.text(row, grid.filled(row)[0]!)), row: above } : null
}

function headingOver(paper: Paper, region: MappedRegion): Over | null {
  const tables = paper.blocks.filter((block) => block.kind === 'table')
  const { sheet } = tables[region.table]!
  if (sheet !== undefined) return GENERIC_SHEET.test(sheet.trim()) ? null : { text: sheet.trim(), row: null }
  if (region.from > 0) return null
  const above = textBetween(paper, region.table - 1, region.table)
  const heading =
    above.findLast((block) => block.kind === 'heading') ??
    above.findLast((block) => block.text.length <= 120 && !/[.;]$/.test(block.text.trim()))
  return heading
    ? { text: oneLine(`${'number' in heading && heading.number ? `${heading.number} ` : ''}${heading.text}`), row: null }
    : null
}

/** Tables of one shape share a fingerprint from one version of a paper to the next: years and numbers do not count. */
const fingerprintOf = (role: string, headers: readonly string[]): string =>
  createHash('sha256')
    .update(`${role === 'not part' ? 'list' : role}:${signature(headers)}`)
    .digest('hex')
    .slice(0, 32)

/** What was agreed for tables of a shape: what they are, and what each header means. Headers that recur are counted. */
export type Remembered = { role: Region['role']; meanings: Record<string, Meaning> }
const RememberedJson = z.object({ role: z.enum(ROLES), meanings: z.record(z.string(), z.enum(MEANINGS)) })
export const parseRemembered = (json: unknown): Remembered | null => RememberedJson.safeParse(json).data ?? null

function headerKeys(headers: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return headers.map((header) => {
    const key = signature([header])
    seen.set(key, (seen.get(key) ?? 0) + 1)
    return `${key}#${seen.get(key)}`
  })
}

export const toRemember = (region: MappedRegion): Remembered => {
  const keys = headerKeys(region.headers)
  return {
    role: region.role,
    meanings: Object.fromEntries(region.meanings.map((meaning, index) => [keys[index] ?? `#${index}`, meaning])),
  }
}

/** The proposal with what was agreed for tables of the same shape, by fingerprint, in its place. */
export const recalled = (mapping: Mapping, remembered: ReadonlyMap<string, Remembered>): Mapping => ({
  regions: mapping.regions.map((region) => {
    const before = remembered.get(region.fingerprint)
    if (!before) return region
    const keys = headerKeys(region.headers)
    return {
      ...region,
      role: before.role,
      meanings: region.meanings.map((meaning, index) => before.meanings[keys[index] ?? ''] ?? meaning),
    }
  }),
})
