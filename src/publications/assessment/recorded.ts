import { type ComparedRow, baseOf, compare, rateOf } from '../../incidents/explore/table.ts'
import { DENOMINATORS, type Ground } from '../../incidents/explore/ground.ts'
import { EVERYWHERE } from '../../incidents/incident.ts'
import { writeDate } from '../../calendar/dates.ts'
import { writeFigure } from '../../statistics/figures.ts'
import { typedTable } from '../papers/body.ts'
import type { DraftSource } from '../drafting/source.ts'
import { averageOf, averageWords, changeWords, rateWords, standingTo, standingToThree } from './change.ts'
import { choiceOf, emptyWords, findingsIn, type HeldSource, manyOf, nameOf, NO_SOURCES, selectHeld, spanWords, upper } from './held.ts'

/** What the whole partnership can be divided by at the end of the months, at most two: who lives there and who works there come first. */
export function basesOf(ground: Ground, areaId: number, month: number) {
  const found = DENOMINATORS.flatMap((each) => baseOf(ground, each, areaId, month) ?? [])
  return found.filter(({ n }) => n > 0).slice(0, 2)
}

/** Where a figure to divide by comes from, and of when it is. */
export const provenanceWords = ({ asAt, provenance }: { asAt: string; provenance: string }) => `${provenance.replace(/\.$/, '')}, as at ${writeDate(Temporal.PlainDate.from(asAt))}`
const baseWords = (base: { counted: string; n: number; asAt: string; provenance: string }) => `${writeFigure(base.n, 0)} ${base.counted} (${provenanceWords(base)})`

/** A source's kinds compared with the year before and the average of three. */
export const comparedKinds = (held: HeldSource, ground: Ground) => {
  const table = compare(choiceOf(held, 'category'), ground, [held.counts])
  const rows = table.rows.toSorted((one, other) => (other.now.n ?? 0) - (one.now.n ?? 0)).filter(({ now, before, three }) => [now, before, three].some((each) => each && each.n !== 0))
  return { ...table, rows: rows.map((row) => ({ ...row, toBefore: standingTo(row.now, row.before), toThree: standingToThree(row.now, row.three) })) }
}

const named = (rows: readonly ComparedRow[]) => rows.map(({ line, now, before }) => `${line.text} (${now.text} against ${before!.text})`).join(', ')

function changesSaid(rows: ReturnType<typeof comparedKinds>['rows']): string {
  const of = (way: 'higher' | 'lower') => rows.filter(({ toBefore }) => toBefore === way)
  const compared = rows.filter(({ toBefore }) => toBefore !== 'not said').length
  if (compared === 0) return ''
  const [more, fewer] = [of('higher'), of('lower')]
  const said = [more.length > 0 ? `More than chance would set apart: ${named(more)}.` : '', fewer.length > 0 ? `Fewer: ${named(fewer)}.` : ''].filter(Boolean).join(' ')
  return `${said || 'No kind differs from the year before by more than chance would set apart.'} ${compared} kinds were compared, each so that chance alone would set it apart in one comparison of a hundred; the ${said ? 'others' : 'changes'} could be chance.`
}

function draftOf(held: HeldSource, ground: Ground): { body: string[]; drawn: unknown } {
  const { source, months } = held
  if (!months) return { body: [emptyWords(held)], drawn: { sourceId: source.sourceId, months: null } }
  const { rows, total, yearsBack, missing } = comparedKinds(held, ground)
  const bases = basesOf(ground, EVERYWHERE, months.to)
  const earlier = yearsBack === 1 ? 'The year before' : `${yearsBack} years before`
  const all = { ...total, toBefore: standingTo(total.now, total.before), toThree: standingToThree(total.now, total.three) }
  const [withBefore, withThree] = [all.before !== null, all.three !== null]
  const tableRow = (row: typeof all, text: string) => [
    text, row.now.text, ...bases.map((base) => (rateOf(row.now, base) === null ? 'Not said' : rateWords(rateOf(row.now, base)!))),
    ...(withBefore ? [row.before!.text, changeWords(row.now, row.before!.n, row.toBefore)] : []), ...(withThree ? [averageWords(row.three), changeWords(row.now, averageOf(row.three), row.toThree)] : []),
  ]
  const doubts = findingsIn(held, false).filter(({ severity }) => severity !== 'note')
  return {
    body: [
      `${nameOf(source)}, ${spanWords(months)}: ${all.now.n === null ? `the number of ${manyOf(source)} is not shown, because a small one could be worked out from it` : `${all.now.text} ${manyOf(source)}, wherever ${all.now.n === 1 ? 'it was' : 'they were'}`}${all.before?.n == null ? '' : `; in the same months ${yearsBack === 1 ? 'a year' : `${yearsBack} years`} before, ${all.before.text}`}. ${changesSaid(rows)}`.trim(),
      ...(missing.length > 0 ? [`${withBefore ? 'The three times before are not all held whole' : 'The same months of earlier years are not held whole'}, so there is no comparison with them.`] : []),
      typedTable([upper(manyOf(source)), spanWords(months), ...bases.map(({ counted }) => `For each 1,000 ${counted}`), ...(withBefore ? [earlier, 'Change'] : []), ...(withThree ? ['Average of three before', 'Against it'] : [])], [...rows.map((row) => tableRow(row, row.line.text)), tableRow(all, 'All')]),
      `Counts: ${source.name}, ${source.provider}${source.attribution ? `. ${source.attribution}` : ''}. ${bases.length > 0 ? `Divided by ${bases.map(baseWords).join(' and ')}.` : 'Nobody has entered how many people live or work here, so there are no rates.'}`,
      ...(doubts.length > 0 ? ['Before these figures are read:', doubts.map(({ sentence }) => `- ${sentence}`).join('\n')] : []),
    ],
    drawn: {
      sourceId: source.sourceId, dataset: source.name, dataVersion: source.dataVersion, months, denominators: bases.map(({ counted, n, asAt, provenance }) => ({ counted, n, asAt, provenance })),
      kinds: [...rows, all].map(({ line, now, before, three, toBefore, toThree }) => ({ kind: line.text, now: now.text, before: before?.text ?? null, three: three?.text ?? null, toBefore, toThree })),
    },
  }
}

const HOW_TO_READ = '“Higher” and “lower” are beyond what chance would set apart. A rate counts what happened to people from elsewhere too, who are not among those it is divided by. Counts of 1 to 4 are not shown, nor what would give one away.'

/** What was recorded, by kind: counts with rates beside them, compared with the year before and with three. */
export const recordedCrime: DraftSource = {
  key: 'recorded crime', title: 'Incident data: what was recorded, by kind, with rates and how it compares', heading: 'What was recorded',
  draft: async (tx, asked) => {
    const { ground, sources } = await selectHeld(tx, asked)
    const parts = sources.map((held) => draftOf(held, ground))
    return { body: [...parts.flatMap(({ body }) => body), sources.length > 0 ? HOW_TO_READ : NO_SOURCES].join('\n\n'), drawn: parts.map(({ drawn }) => drawn) }
  },
}
