import { type Grid, gridsOf } from './grid.ts'
import type { Paper } from '../../documents/paper.ts'
import type { Batch, PlanOutline } from './batch-store.ts'
import { overlap } from './comparing.ts'
import { oneLine, opening } from './folding.ts'
import type { MappedRegion, Mapping } from './mapping.ts'
import { MEANING_WORDS, MEANINGS } from './meanings.ts'
import type { PlanReading } from './plan-reading.ts'
import { ROLE_WORDS, ROLES } from './regions.ts'

const PART_OF_PLAN: readonly MappedRegion['role'][] = ['list', 'sheet', 'columns']
/** From how much of a paper that a plan already has, it is proposed as that plan's next version. */
const NEXT_VERSION_SHARE = 0.5

/** How the paper was read: each table with what it was taken for, and each of its columns, to be corrected. */
export function readingPage(batch: Batch, paper: Paper, mapping: Mapping, reading: PlanReading, plans: readonly PlanOutline[]) {
  const grids = gridsOf(paper)
  const tables = mapping.regions.map((region, index) => {
    const like = mapping.regions.findIndex(
      (each) =>
        each.fingerprint === region.fingerprint && each.role === region.role && each.meanings.join() === region.meanings.join(),
    )
    return {
      ...tableOf(grids[region.table]!, region, index),
      like: like < index ? placeOf(grids[mapping.regions[like]!.table]!, mapping.regions[like]!) : null,
    }
  })
  const likely = batch.mapping === null ? likeliest(plans, reading) : batch.planId
  return {
    title: 'How the paper was read',
    context: batch.fileName,
    back: { href: '/plans/import', text: 'Back to bringing a plan in' },
    batchId: batch.batchId,
    unsure: reading.items.length === 0 ? null : reading.unsure,
    found: reading.items.length,
    notes: paper.notes,
    nextOf: [
      { value: '', text: 'A plan that is new to Wardmote', selected: likely === null },
      ...plans.map(({ planId, title }) => ({
        value: planId,
        text: `The next version of “${title}”`,
        selected: likely === planId,
      })),
    ],
    likely: likely !== null && batch.mapping === null,
    parts: tables.filter(({ isPart }) => isPart),
    others: tables.filter(({ isPart }) => !isPart),
  }
}

/** The plan that has most of this paper's items, where it has half of them or more. */
function likeliest(plans: readonly PlanOutline[], reading: PlanReading): string | null {
  const [best] = plans.map((plan) => ({ planId: plan.planId, share: overlap(plan, reading) })).sort((a, b) => b.share - a.share)
  return best && best.share >= NEXT_VERSION_SHARE ? best.planId : null
}

const placeOf = (grid: Grid, region: MappedRegion): string =>
  `${grid.table.place.label}${region.from > 0 ? `, from row ${region.from + 1}` : ''}`

function tableOf(grid: Grid, region: MappedRegion, index: number) {
  const rows = Array.from({ length: region.to - region.from }, (_, at) => region.from + at).filter(
    (row) => grid.filled(row).length > 0,
  )
  return {
    index,
    place: placeOf(grid, region),
    rows: rows.length,
    heading: region.heading,
    opening: opening(
      rows
        .slice(0, 2)
        .flatMap((row) => grid.filled(row).map((column) => grid.text(row, column)))
        .join(' · '),
      140,
    ),
    isPart: PART_OF_PLAN.includes(region.role),
    roles: ROLES.map((role) => ({ value: role, text: ROLE_WORDS[role], selected: region.role === role })),
    unit: region.role === 'list' ? 'Column' : 'Row',
    lines: region.role === 'list' ? columnLines(grid, region, index, rows) : rowLines(grid, region, index),
  }
}

const holds = (region: MappedRegion, at: number) =>
  MEANINGS.map((meaning) => ({ value: meaning, text: MEANING_WORDS[meaning], selected: region.meanings[at] === meaning }))

function columnLines(grid: Grid, region: MappedRegion, index: number, rows: readonly number[]) {
  return region.meanings.map((_, column) => ({
    name: `holds_${index}_${column}`,
    label: region.headers[column] || `Column ${column + 1}, without a header`,
    examples: examples(rows.filter((row) => row >= region.from + region.headerRows).map((row) => exampleOf(grid, row, column))),
    holds: holds(region, column),
  }))
}

function rowLines(grid: Grid, region: MappedRegion, index: number) {
  return region.meanings.map((_, at) => ({
    name: `holds_${index}_${at}`,
    label: opening(region.headers[at] ?? '', 80) || `Row ${at + 1}, without a label`,
    examples: examples(
      Array.from({ length: Math.min(grid.width, 5) - 1 }, (__, column) => exampleOf(grid, region.from + at, column + 1)),
    ),
    holds: holds(region, at),
  }))
}

const exampleOf = (grid: Grid, row: number, column: number): string =>
  opening(grid.text(row, column), 50) || (grid.cell(row, column)?.fill ? '(a colour)' : '')
const examples = (texts: readonly string[]): string => [...new Set(texts.map(oneLine).filter(Boolean))].slice(0, 3).join(' · ')
