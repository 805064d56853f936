import type { Paper } from '../../documents/paper.ts'
import type { PlanKind } from '../plan.ts'
import { type Period, readIssueDate, readPeriod } from './dates.ts'
import { fold, oneLine } from './folding.ts'

/** What a paper says of itself. */
export type Particulars = { title: string; kind: PlanKind | null; period: Period | null; positionOn: Temporal.PlainDate | null }

const PLAN_WORD = /\b(?:plan|strategy|dashboard|tracker|programme|scorecard|monitoring|log|report)\b/i
const KINDS: readonly (readonly [PlanKind, RegExp])[] = [
  ['dashboard', /\b(?:dashboard|scorecard|performance (?:report|monitor\w*)|tracker|highlight report)\b/i],
  [
    'action plan',
    /\b(?:action|delivery|implementation|improvement|work|annual|operational|business) ?plan\b|\baction (?:log|tracker)\b/i,
  ],
  ['strategy', /\bstrateg(?:y|ic plan)\b|\bpartnership plan\b/i],
]

/** `lines` are what tables say of the paper itself: a title over a sheet, a version, a header with a year in it. */
export function particularsOf(paper: Paper, lines: readonly string[]): Particulars {
  const before = frontLines(paper)
  const fromName = oneLine(paper.name.replace(/\.\w{2,5}$/, '').replace(/[_-]+/g, ' '))
  const front = [...(paper.title ? [paper.title] : []), ...before]
  const titles = [...front, ...lines].filter((line) => PLAN_WORD.test(line) && line.split(' ').length <= 30)
  const said = [...front, ...lines]
  return {
    title: titleOf(front, lines, titles, fromName),
    kind: KINDS.find(([, pattern]) => [...titles, fromName].some((line) => pattern.test(line)))?.[0] ?? null,
    period: firstOf([...titles, ...said, fromName], readPeriod),
    positionOn: firstOf([...said, fromName], readIssueDate),
  }
}

/** The headings and lines before the first table, as far as they can be a title. */
function frontLines(paper: Paper): string[] {
  const lines: string[] = []
  for (const block of paper.blocks) {
    if (block.kind === 'table') {
      if (block.caption) lines.push(oneLine(block.caption))
      break
    }
    if (block.kind !== 'figure' && block.kind !== 'footnote' && lines.length < 30) lines.push(oneLine(block.text))
  }
  return lines
}

function titleOf(front: readonly string[], lines: readonly string[], titles: readonly string[], fromName: string): string {
  const short = titles.filter(
    (line) =>
      line.split(' ').length <= 25 &&
      !/[.;:]$/.test(line) &&
      (front.includes(line) || /\b(?:plan|strategy|dashboard|tracker)\b/i.test(line)),
  )
  const dated = short.find((line) => readPeriod(line) || readIssueDate(line))
  const chosen =
    dated ??
    short[0] ??
    front.find((line) => line.length >= 4 && line.split(' ').length <= 15) ??
    lines.find((line) => line.split(' ').length >= 3 && line.split(' ').length <= 15)
  const bare = front.find(
    (line) => line !== chosen && line.split(' ').length <= 3 && KINDS.some(([, pattern]) => pattern.test(line)),
  )
  const title = oneLine(chosen && bare && !fold(chosen).includes(fold(bare)) ? `${bare}: ${chosen}` : (chosen ?? fromName))
  return (title.charAt(0).toUpperCase() + title.slice(1)).slice(0, 200)
}

function firstOf<T>(lines: readonly string[], read: (line: string) => T | null): T | null {
  for (const line of lines) {
    const found = read(line)
    if (found) return found
  }
  return null
}
