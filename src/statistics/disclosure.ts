import { writeFigure } from './figures.ts'

declare const publishable: unique symbol

/**
 * A count as it may leave the partnership: itself, or small, or held back because the others and a total would give a small one away.
 * Made only here, so that a page or a file that asks for one cannot be handed an unprotected number.
 */
export type PublishableCount = ({ shown: 'count'; n: number } | { shown: 'small' } | { shown: 'withheld' }) & { readonly [publishable]: true }

/** A table of counts with its totals, all of them fit to be printed beside one another. */
export type PublishableTable = {
  cells: PublishableCount[][]
  rowTotals: PublishableCount[]
  columnTotals: PublishableCount[]
  total: PublishableCount
}

/** Counts of 1 up to this are small. */
const LARGEST_SMALL = 4

/** "1,234", "Fewer than 5", "Not shown". Fewer than 5 is 1 to 4: a nought is shown as one. */
export function sayPublishable(count: PublishableCount): string {
  if (count.shown === 'count') return writeFigure(count.n, 0)
  return count.shown === 'small' ? 'Fewer than 5' : 'Not shown'
}

/** A count from one side of the table to the other. Rows, columns and totals form a circulation: what enters a line leaves it. */
type Arc = { from: number; to: number; n: number; state: 'open' | 'small' | 'withheld'; isTotal: boolean }

/**
 * Protects a table of counts, rows of equal length, with the totals of its rows and columns. Counts of 1 to 4 are `small`. Others are `withheld`
 * until every count that is not shown could, for all that a reader can add up and knows of the labels, be at least two different numbers.
 * Throws RangeError for a count that is not a whole number of 0 or more. Where nothing less would do, the whole table is withheld.
 * Source: Cox 1995, Network models for complementary cell suppression: what is hidden can change only along a cycle of hidden counts.
 */
export function protectTable(counts: readonly (readonly number[])[]): PublishableTable {
  for (const n of counts.flat()) if (!Number.isInteger(n) || n < 0) throw new RangeError(`${n} is not a count`)
  const arcs = arcsOf(counts)
  for (const arc of arcs.flat()) if (arc.n > 0 && arc.n <= LARGEST_SMALL) arc.state = 'small'
  const isSafe = withholdUntilSafe(arcs.flat(), counts.length + 1 + (counts[0]?.length ?? 0) + 1)
  if (!isSafe) for (const arc of arcs.flat()) arc.state = 'withheld'
  const rows = arcs.map((row) => row.map(publishableFrom))
  const inner = rows.slice(0, -1)
  return { cells: inner.map((row) => row.slice(0, -1)), rowTotals: inner.map((row) => row.at(-1)!), columnTotals: rows.at(-1)!.slice(0, -1), total: rows.at(-1)!.at(-1)! }
}

/** Protects a list of counts and its total. */
export function protectList(counts: readonly number[]): { counts: PublishableCount[]; total: PublishableCount } {
  const { rowTotals, total } = protectTable(counts.map((n) => [n]))
  return { counts: rowTotals, total }
}

const publishableFrom = ({ state, n }: Arc) => (state === 'open' ? { shown: 'count', n } : { shown: state }) as PublishableCount

/** The table with a row of totals beneath and a column of them beside. Inner counts run from their row to their column, totals back. */
function arcsOf(counts: readonly (readonly number[])[]): Arc[][] {
  const width = counts[0]?.length ?? 0
  const sums = [...counts, Array.from({ length: width }, (_, j) => counts.reduce((sum, row) => sum + row[j]!, 0))]
  return sums.map((row, i) => {
    const isLast = i === counts.length
    const column = (j: number) => counts.length + 1 + j
    return [...row, row.reduce((sum, n) => sum + n, 0)].map((n, j): Arc => {
      const runsBack = isLast !== (j === width)
      return { from: runsBack ? column(j) : i, to: runsBack ? i : column(j), n, state: 'open', isTotal: isLast || j === width }
    })
  })
}

const mayRise = ({ state, n }: Arc): boolean => state !== 'small' || n < LARGEST_SMALL
/** A reader knows that what is withheld is neither small nor nought. */
const mayFall = ({ state, n }: Arc): boolean => (state === 'small' ? n > 1 : n > LARGEST_SMALL + 1)

/** Whether every hidden count could be made interchangeable with others. Withholds what that takes, the smallest counts first. */
function withholdUntilSafe(arcs: readonly Arc[], nodes: number): boolean {
  const arcsAt = Array.from({ length: nodes }, () => [] as Arc[])
  for (const arc of arcs) {
    if (arc.n === 0) continue
    arcsAt[arc.from]!.push(arc)
    arcsAt[arc.to]!.push(arc)
  }
  // What could change once can change still when more is hidden, so each needs looking at once.
  const hidden = arcs.filter(({ state }) => state !== 'open')
  for (const arc of hidden) {
    if (isFree(arc, arcsAt)) continue
    const cycle = cheapestCycle(arc, arcsAt)
    if (!cycle) return false
    for (const each of cycle.arcs) {
      if (each.state !== 'open') continue
      each.state = 'withheld'
      hidden.push(each)
    }
  }
  return true
}

/** Whether this count could be one more or one less with nothing else hidden than is. */
const isFree = (arc: Arc, arcsAt: readonly (readonly Arc[])[]): boolean =>
  (mayRise(arc) && leadsAmongHidden(arc.to, arc.from, arc, arcsAt)) || (mayFall(arc) && leadsAmongHidden(arc.from, arc.to, arc, arcsAt))

function leadsAmongHidden(start: number, end: number, without: Arc, arcsAt: readonly (readonly Arc[])[]): boolean {
  const reached = new Uint8Array(arcsAt.length)
  const queue = [start]
  reached[start] = 1
  for (const at of queue)
    for (const arc of arcsAt[at]!) {
      if (arc.state === 'open' || arc === without) continue
      const isForward = arc.from === at
      const next = isForward ? arc.to : arc.from
      if (reached[next] || !(isForward ? mayRise(arc) : mayFall(arc))) continue
      if (next === end) return true
      reached[next] = 1
      queue.push(next)
    }
  return false
}

type Cycle = { cost: number; arcs: Arc[] }

/** The way round through this arc, up or down by one, that withholds least; null when there is none. */
function cheapestCycle(arc: Arc, arcsAt: readonly (readonly Arc[])[]): Cycle | null {
  const up = mayRise(arc) ? cheapestPath(arc.to, arc.from, arc, arcsAt) : null
  if (up?.cost === 0) return up
  const down = mayFall(arc) ? cheapestPath(arc.from, arc.to, arc, arcsAt) : null
  if (!up || !down) return up ?? down
  return up.cost <= down.cost ? up : down
}

/** Dijkstra's shortest path over counts that may change by one, where a count still shown costs what it would hide. */
function cheapestPath(start: number, end: number, without: Arc, arcsAt: readonly (readonly Arc[])[]): Cycle | null {
  const best = new Map<number, { cost: number; arc: Arc | null; before: number }>([[start, { cost: 0, arc: null, before: start }]])
  const settled = new Set<number>()
  for (;;) {
    let at = -1
    for (const [node, { cost }] of best) if (!settled.has(node) && (at === -1 || cost < best.get(at)!.cost)) at = node
    if (at === -1) return null
    if (at === end) break
    settled.add(at)
    for (const arc of arcsAt[at]!) {
      if (arc === without) continue
      const isForward = arc.from === at
      if (!(isForward ? mayRise(arc) : mayFall(arc))) continue
      const next = isForward ? arc.to : arc.from
      const cost = best.get(at)!.cost + costOf(arc)
      if (cost < (best.get(next)?.cost ?? Infinity)) best.set(next, { cost, arc, before: at })
    }
  }
  const arcs: Arc[] = []
  for (let at = end; at !== start; at = best.get(at)!.before) arcs.push(best.get(at)!.arc!)
  return { cost: best.get(end)!.cost, arcs }
}

/** A total is worth more to a reader than what it is the total of. */
const costOf = ({ state, n, isTotal }: Arc): number => (state === 'open' ? (isTotal ? n * 4 + 1000 : n) : 0)
