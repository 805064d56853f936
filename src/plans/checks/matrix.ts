import type { Paper, Table } from '../../documents/paper.ts'
import { childrenOf, hasEnded, type Plan } from '../plan.ts'
import { headerRowsOf, tablesOf } from './reading/columns.ts'
import type { Check, Raised } from './finding.ts'
import { bare } from './reading/likeness.ts'
import { passagesOf } from './reading/passages.ts'
import { named } from './item-name.ts'
import { listsIn, sameName } from './reading/runs-of-items.ts'
import { listed, quote, upperFirst } from './reading/sentences.ts'

const firstColumn = (table: Table): string[] =>
  table.rows
    .slice(headerRowsOf(table))
    .flatMap((row) => (row[0] && !row[0].covered && row[0].text.trim() && row[0].text.length < 100 ? [row[0].text.trim()] : []))

type Set_ = { names: string[]; place: string; at: number; header: string }

/** E-40: things defined or listed in one place and left out where each should have its row. */
function leftOut(paper: Paper): Raised[] {
  const tables: Set_[] = paper.blocks.flatMap((block, at) =>
    block.kind === 'table' && !block.hidden && headerRowsOf(block) > 0
      ? [{ names: firstColumn(block), place: block.place.label, at, header: bare(block.rows[headerRowsOf(block) - 1]![0]!.text) }]
      : [],
  )
  const lists: Set_[] = listsIn(passagesOf(paper)).map(({ intro, all }) => ({
    names: all.map(({ text }) => text),
    place: intro.place,
    at: intro.at,
    header: '',
  }))
  return tables.flatMap((table) => {
    if (table.names.length < 3) return []
    const whole = [...tables.filter((other) => other !== table && other.header === table.header && other.header !== ''), ...lists]
      .map((set) => ({ ...set, missing: unmatched(set.names, table.names) }))
      .find(({ names, missing, at }) => at < table.at && names.length >= 4 && missing.length > 0 && missing.length <= names.length * 0.3)
    if (!whole) return []
    return [
      {
        subject: `${table.place} rows`,
        itemId: null,
        place: table.place,
        at: table.at,
        sentence: `${upperFirst(whole.place)} has ${whole.names.length} entries, and ${table.place} has no row for ${listed(whole.missing.map((name) => quote(name)))}.`,
        suggestion: 'Add the row, or say why there is nothing to do.',
      },
    ]
  })
}

/** Names that find no partner: the same words first, then, of those left over, nearly the same. "Sexual exploitation" is not "child sexual exploitation" where both are listed. */
function unmatched(names: readonly string[], rows: readonly string[]): string[] {
  const free = rows.filter((row) => !names.some((name) => bare(name) === bare(row)))
  return names
    .filter((name) => !rows.some((row) => bare(row) === bare(name)))
    .filter((name) => {
      const at = free.findIndex((row) => sameName(row, name))
      if (at !== -1) free.splice(at, 1)
      return at === -1
    })
}

const STRAND =
  /^\W*(?:inform|identify|prevent(?:ion)?|protect(?:ion)?|prepare|pursue|partnerships?|support|enforce(?:ment)?|engage(?:ment)?)\b/i

/** E-40: a matrix with strands for columns, or for labels within its cells, and a gap in it. */
function emptyCells(paper: Paper): Raised[] {
  return tablesOf(paper).flatMap((table) => {
    const from = headerRowsOf(table)
    const headers = table.rows[from - 1] ?? []
    const strands = headers.flatMap(({ text }, column) => (column > 0 && STRAND.test(text) ? [column] : []))
    const gaps = strands.length >= 3 ? gridGaps(table, from, strands) : labelGaps(table, from)
    if (gaps.length === 0) return []
    return [
      {
        subject: `${table.place.label} gaps`,
        itemId: null,
        place: table.place.label,
        sentence: `${table.place.label} has nothing for ${listed(gaps, 6)}.`,
        suggestion: 'Say what is done there, or that nothing is and why.',
      },
    ]
  })
}

function gridGaps(table: Table, from: number, strands: readonly number[]): string[] {
  const rows = table.rows
    .slice(from)
    .filter((row) => row[0]!.text.trim() !== '' && strands.some((column) => row[column]!.text.trim() !== ''))
  const gaps = rows.flatMap((row) =>
    strands
      .filter((column) => !row[column]!.covered && /^[\s–—-]*$/.test(row[column]!.text))
      .map((column) => `${quote(row[0]!.text)} under ${quote(table.rows[from - 1]![column]!.text)}`),
  )
  return rows.length >= 3 && gaps.length <= (rows.length * strands.length) / 2 ? gaps : []
}

/** Labels such as "Prevent – …" at the start of a row's lines; a row that goes on from the one above shares its name. */
function labelGaps(table: Table, from: number): string[] {
  const byName: { name: string; labels: Set<string> }[] = []
  for (const row of table.rows.slice(from)) {
    if (row[0]!.text.trim()) byName.push({ name: row[0]!.text.trim(), labels: new Set() })
    for (const cell of row.slice(1))
      for (const line of cell.text.split('\n')) {
        const label = /^\W*(\p{Lu}[\p{L} &]{3,24}?)\s+[–—-]\s/u.exec(line)?.[1]
        if (label) byName.at(-1)?.labels.add(bare(label))
      }
  }
  const labelled = byName.filter(({ labels }) => labels.size > 0)
  const common = [...new Set(labelled.flatMap(({ labels }) => [...labels]))].filter(
    (label) => labelled.filter(({ labels }) => labels.has(label)).length >= labelled.length * 0.75,
  )
  if (labelled.length < 4 || common.length < 3) return []
  return labelled.flatMap(({ name, labels }) =>
    common.filter((label) => !labels.has(label)).map((label) => `${quote(name)} under “${upperFirst(label)}”`),
  )
}

/** E-40 in a plan kept here: an item with work under some strands of the frame and none under others. */
function strandGaps(plan: Plan): Raised[] {
  if (plan.strands.length < 2) return []
  return plan.items.flatMap((item) => {
    const under = childrenOf(plan, item.itemId).filter((child) => child.strandId && child.state !== 'withdrawn')
    const gaps = plan.strands.filter(({ strandId }) => !under.some((child) => child.strandId === strandId))
    if (hasEnded(item) || under.length === 0 || gaps.length === 0) return []
    return [
      {
        subject: item.code || item.title,
        itemId: item.itemId,
        place: named(item),
        sentence: `${named(item)} has nothing under ${listed(gaps.map(({ name }) => name))}.`,
        suggestion: 'Say what is done there, or that nothing is and why.',
      },
    ]
  })
}

/** E-40: siblings have their strands filled and this one has none at all. */
function noStrands(plan: Plan): Raised[] {
  if (plan.strands.length < 2) return []
  const hasStrands = (itemId: string) => childrenOf(plan, itemId).some(({ strandId }) => strandId)
  return plan.items.flatMap((item) => {
    const siblings = plan.items.filter(
      (other) => other.parentId === item.parentId && other.kind === item.kind && other !== item && !hasEnded(other),
    )
    const filled = siblings.filter(({ itemId }) => hasStrands(itemId)).length
    if (hasEnded(item) || item.strandId || hasStrands(item.itemId) || filled < 2 || filled < siblings.length * 0.6) return []
    return [
      {
        subject: item.code || item.title,
        itemId: item.itemId,
        place: named(item),
        sentence: `${named(item)} has nothing under any strand, and ${filled} like it have.`,
        suggestion: 'Say what is done there, or that nothing is and why.',
      },
    ]
  })
}

export const MATRIX_CHECKS: readonly Check[] = [
  {
    id: 'missing-row',
    title: 'Listed, and left out of the table',
    severity: 'question',
    errors: ['E-40'],
    reads: 'paper',
    run: leftOut,
    why: 'What is named as a priority or a harm and has no row has nothing done about it, as far as the paper tells.',
  },
  {
    id: 'empty-cell',
    title: 'A gap in the matrix',
    severity: 'question',
    errors: ['E-40'],
    reads: 'paper',
    run: emptyCells,
    why: 'A gap may be a decision or an oversight, and the paper does not say which.',
  },
  {
    id: 'strand-gap',
    title: 'A strand without work',
    severity: 'question',
    errors: ['E-40', 'E-60'],
    reads: 'plan',
    keptOnly: true,
    run: strandGaps,
    why: 'A gap may be a decision or an oversight, and the plan does not say which.',
  },
  {
    id: 'no-strands',
    title: 'Nothing under any strand',
    severity: 'question',
    errors: ['E-40'],
    reads: 'plan',
    keptOnly: true,
    run: noStrands,
    why: 'What is named as a priority or a harm and has nothing under it has nothing done about it.',
  },
]
