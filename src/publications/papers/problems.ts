import type { Block, Paper as Document } from '../../documents/paper.ts'
import { runPaperChecks } from '../../plans/checks/run.ts'
import { isWorkingDay } from '../../calendar/working-days.ts'
import { hasRecommendations } from './paper.ts'
import type { BodyBlock } from './body.ts'
import type { PaperShown } from './shown.ts'

/** Something a careful reader would ask of a paper. One that blocks stops publication until it is put right, or a reason is given and printed. */
export type Problem = { severity: 'blocks' | 'question' | 'note'; place: string; sentence: string; suggestion: string }

/** What stands in the way of a paper, gravest first: its own particulars, then what the checks of documents find in its words. */
export function problemsOf(shown: PaperShown, drafts: readonly { heading: string; days: number }[], today: Temporal.PlainDate): Problem[] {
  const own = [...particulars(shown), ...sectionProblems(shown, drafts), ...appendixProblems(shown)]
  const words = runPaperChecks(asDocument(shown), today).map(({ severity, place, sentence, suggestion }): Problem => ({ severity: severity === 'blocks' ? 'question' : severity, place, sentence, suggestion }))
  const rank = ['blocks', 'question', 'note']
  return [...own, ...words].toSorted((one, other) => rank.indexOf(one.severity) - rank.indexOf(other.severity))
}

function particulars({ kind, committee, committeeOn, reportOf, contact, asks, recommendations, sections }: PaperShown): Problem[] {
  const problems: Problem[] = []
  const say = (severity: Problem['severity'], sentence: string, suggestion: string) => problems.push({ severity, place: 'About the paper', sentence, suggestion })
  if (sections.length === 0) say('blocks', 'The paper has no section.', 'Add one, or draft those that a paper of this kind begins with.')
  if (kind === 'committee report') {
    if (!committee || !committeeOn) say('blocks', 'A report to a committee names the committee and the date of its meeting.', 'Give both.')
    else if (committeeOn >= '2011-01-01' && committeeOn <= '2028-12-31' && !isWorkingDay(committeeOn)) say('question', 'The committee’s date is no working day.', 'Make sure of the date.')
    if (!reportOf) say('blocks', 'Nobody is named whose report it is.', 'Name the post that reports.')
    if (!contact) say('question', 'There is nobody to ask about the report.', 'Give a name and how to reach them.')
  }
  if (hasRecommendations(kind) && asks === 'decision' && recommendations.length === 0) say('blocks', 'The paper is for decision and asks for none.', 'Say under a heading what its readers are asked to decide, or make it for information.')
  return problems
}

const STALE_DAYS = 14

function sectionProblems({ sections }: PaperShown, drafts: readonly { heading: string; days: number }[]): Problem[] {
  return [
    ...sections.filter(({ blocks }) => blocks.length === 0).map(({ heading }): Problem => ({ severity: 'blocks', place: heading, sentence: 'The section is empty.', suggestion: 'Write it, or take it out.' })),
    ...drafts.filter(({ days }) => days > STALE_DAYS).map(({ heading, days }): Problem => ({ severity: 'question', place: heading, sentence: `Its figures were drawn ${days} days ago and may have moved on.`, suggestion: 'Draft it again, or say in it as at which day it stands.' })),
    ...[...Map.groupBy(sections, ({ heading }) => heading.toLowerCase()).values()].filter((same) => same.length > 1).map((same): Problem => ({ severity: 'question', place: same[0]!.heading, sentence: 'Two sections go under one heading.', suggestion: 'Name them apart, or join them.' })),
  ]
}

const appendixProblems = ({ appendices }: PaperShown): Problem[] =>
  appendices.filter(({ href }) => href === null).map(({ title }): Problem => ({ severity: 'blocks', place: `Appendix: ${title}`, sentence: 'The appendix is named and not attached.', suggestion: 'Attach it, or take it out.' }))

/** The paper as the checks of documents read one: headings, numbered paragraphs, tables. */
export function asDocument(shown: PaperShown): Document {
  const blocks: Block[] = []
  const at = (heading: string) => ({ label: heading })
  const add = (heading: string, body: readonly BodyBlock[]) => {
    for (const block of body) {
      if (block.kind === 'paragraph') blocks.push({ kind: 'paragraph', text: block.text, place: at(heading) })
      else if (block.kind === 'list') for (const { text, depth } of block.items) blocks.push({ kind: 'list item', text, depth, ordered: block.ordered, place: at(heading) })
      else blocks.push({ kind: 'table', place: at(heading), headerRows: 1, rows: [block.head, ...block.rows].map((row) => row.map((text) => ({ text, paragraphs: [text], fill: null, columnSpan: 1, rowSpan: 1, covered: false }))) })
    }
  }
  if (shown.summary.length > 0) {
    blocks.push({ kind: 'heading', level: 1, text: 'Summary', place: at('Summary') })
    add('Summary', shown.summary)
  }
  for (const { heading, blocks: body } of shown.sections) {
    blocks.push({ kind: 'heading', level: 1, text: heading, place: at(heading) })
    add(heading, body)
  }
  return { name: shown.title, format: 'docx', title: shown.title, blocks, notes: [] }
}
