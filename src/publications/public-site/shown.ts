import { z } from 'zod'
import { writeValue } from '../../measures/measure.ts'
import type { WholeMeasure } from '../../measures/figures.ts'
import { latestWhole, seriesOf } from '../../measures/series.ts'
import { STATE_WORDS } from '../../measures/reading.ts'
import type { Shown } from '../../plans/editions/shown.ts'
import { listed } from '../../plans/editions/summary.ts'
import { writeDay } from '../../plans/editions/wording.ts'
import { COLOURS } from '../../plans/rating.ts'
import { protectList, sayPublishable } from '../../statistics/disclosure.ts'
import { MinutesShown } from '../../meetings/minutes/shown.ts'
import { PaperShown } from '../papers/shown.ts'

const Tag = z.object({ word: z.string(), colour: z.enum(COLOURS) })

/** A plan for the public: what is wanted, how it is rated and by what words, and where each thing stands. Nobody is named. */
const PublicPlan = z.object({
  kind: z.literal('plan'), edition: z.number(), asAt: z.string(), period: z.string(), summary: z.string(),
  ratings: z.array(Tag.extend({ criterion: z.string() })),
  items: z.array(z.object({ code: z.string(), title: z.string(), depth: z.number(), isHeading: z.boolean(), rating: Tag.nullable(), state: z.string(), position: z.string().nullable(), positionOn: z.string().nullable(), aim: z.string().nullable() })),
})

/** A measure for the public: `text` is what may be said of each period, and `value` is null wherever a number may not be. */
const PublicFigure = z.object({
  kind: z.literal('figure'), unit: z.string(), counts: z.string(), denominator: z.string().nullable(), geography: z.string().nullable(), source: z.string().nullable(), decimals: z.number(), sentence: z.string(), heldBack: z.number(),
  points: z.array(z.object({ period: z.string(), starts: z.string(), ends: z.string(), value: z.number().nullable(), text: z.string() })),
})

const PublicPaper = z.object({ kind: z.literal('paper'), edition: z.number(), paper: PaperShown })
const SaidAndDid = z.object({ kind: z.literal('said and did'), said: z.string(), did: z.string(), happened: z.string().nullable() })
const PublicLearning = z.object({ kind: z.literal('learning'), statement: z.string(), themes: z.array(z.string()), standing: z.string(), change: z.array(z.object({ on: z.string(), statement: z.string() })) })
// Names of those present are as the public issue has them; to whom it was sent is nobody else's.
const PublicMinutes = MinutesShown.pick({ group: true, heldOn: true, beginsAt: true, place: true, present: true, apologies: true, items: true }).extend({ kind: z.literal('minutes'), issue: z.number() })

/** What the public is shown of each kind of thing, complete in itself: a copy, made when it was released. Days are ISO. */
export const PublicShown = z.discriminatedUnion('kind', [PublicPlan, PublicFigure, PublicPaper, SaidAndDid, PublicLearning, PublicMinutes])
export type PublicShown = z.infer<typeof PublicShown>
export type PublicKind = PublicShown['kind']
export type ShownAs<K extends PublicKind> = Extract<PublicShown, { kind: K }>

/** "Of 30 activities, 24 are rated Green and 6 Amber." What a board is told beside it, of findings and late updates, is the partnership's own work. */
function summaryFor({ of, noun, counts, unrated }: Shown): string {
  const rated = counts.filter(({ count }) => count > 0).map(({ word, count }, at) => (at === 0 ? `${count} ${count === 1 ? 'is' : 'are'} rated ${word}` : `${count} ${word}`))
  const parts = [...rated, ...(unrated > 0 ? [`${unrated} not rated`] : [])]
  return parts.length === 0 ? `Nothing is rated yet.` : `Of ${of} ${noun}, ${listed(parts)}.`
}

/** A published edition of a plan as the public has it. */
export const planForPublic = (shown: Shown, edition: number): ShownAs<'plan'> => ({
  kind: 'plan', edition, asAt: shown.asAt, period: shown.period ? shown.period.name : `${writeDay(shown.runs.starts)} to ${writeDay(shown.runs.ends)}`,
  summary: summaryFor(shown),
  ratings: shown.scheme.values.map(({ word, colour, criterion }) => ({ word, colour, criterion })),
  items: shown.items.filter(({ state }) => state !== 'withdrawn').map(({ code, title, depth, kind, declared, stateWords, position, positionOn, aim }) => ({
    code, title, depth, isHeading: kind === 'heading', rating: declared && { word: declared.word, colour: declared.colour }, state: stateWords, position, positionOn, aim,
  })),
})

/**
 * A measure as the public has it. A count of 1 to 4, or a share or rate made from one, is held back, and so are others where their sum would give it away
 * (src/statistics/disclosure.ts). What is not collected, late or suppressed says so.
 */
export function figureForPublic({ measure, readings, rebases }: WholeMeasure): ShownAs<'figure'> {
  const { entries } = seriesOf(measure, readings, rebases)
  const counts = entries.map(({ reading }) => (measure.kind === 'count' ? reading?.value : reading?.numerator) ?? null)
  const whole = counts.flatMap((n, at) => (n !== null && Number.isInteger(n) && n >= 0 ? [{ n, at }] : []))
  const protectedCounts = protectList(whole.map(({ n }) => n)).counts
  const held = new Map(whole.flatMap(({ at }, index) => (protectedCounts[index]!.shown === 'count' ? [] : [[at, sayPublishable(protectedCounts[index]!)] as const])))
  const points = entries.map(({ period, reading }, at) => {
    const span = { period: period.label, starts: period.starts.toString(), ends: period.ends.toString() }
    const small = held.get(at)
    if (small !== undefined) return { ...span, value: null, text: measure.kind === 'count' ? small : 'Not shown: it rests on fewer than 5, or would give another away' }
    if (!reading || reading.state !== 'value') return { ...span, value: null, text: reading ? STATE_WORDS[reading.state] : STATE_WORDS['not collected'] }
    return { ...span, value: reading.value, text: writeValue(measure, reading.value) }
  })
  const latest = points.findLast(({ value }) => value !== null)
  const isLatestWhole = latest !== undefined && latestWhole(entries)?.period.label === latest.period
  return {
    kind: 'figure', unit: measure.unit, counts: measure.numerator, denominator: measure.denominator, geography: measure.geography, source: measure.source, decimals: measure.decimals, heldBack: held.size, points,
    sentence: latest ? `${latest.text} ${measure.unit === '%' ? '' : `${measure.unit} `}in ${latest.period}${isLatestWhole ? '' : ', the latest that may be shown'}`.replaceAll(/\s+/g, ' ') : 'No figure can be shown yet',
  }
}

/** Minutes as they were issued for the public. Throws for any other issue: what the group or the partnership was sent is not for the site. */
export function minutesForPublic(shown: MinutesShown, issue: number): ShownAs<'minutes'> {
  if (shown.audience !== 'public') throw new Error(`Minutes issued for the ${shown.audience} are not for the public site`)
  const { group, heldOn, beginsAt, place, present, apologies, items } = shown
  return { kind: 'minutes', issue, group, heldOn, beginsAt, place, present, apologies, items: items.filter(({ restricted }) => !restricted) }
}
