import { writeDate } from '../calendar/dates.ts'
import { age } from '../calendar/freshness.ts'
import { sparkline } from '../web/charts.ts'
import { assess, courseOf, type WholeMeasure } from './figures.ts'
import { POLARITY_WORDS, sayValue } from './measure.ts'
import { completeness, isStale, latestWhole } from './series.ts'
import {
  COMPLETENESS_TAGS,
  SIGNAL_STATES,
  SIGNAL_TAGS,
  signalState,
  type SignalState,
  TARGET_STATES,
  TARGET_TAGS,
  targetStates,
  type TargetState,
  targetTag,
  type Tag,
} from './tags.ts'
import { detailOf } from './targets/standing.ts'
import { targetWords } from './targets/target.ts'

/** What the list is narrowed to, from its address. Anything not understood is as if not asked. */
export type ListFilter = { signal: SignalState | null; target: TargetState | null; stale: boolean }

export function readFilter(query: Record<string, unknown>): ListFilter {
  return {
    signal: SIGNAL_STATES.find((state) => state === query.signal) ?? null,
    target: TARGET_STATES.find((state) => state === query.target) ?? null,
    stale: query.stale === 'yes',
  }
}

function rowOf(whole: WholeMeasure, today: Temporal.PlainDate) {
  const { measure } = whole
  const assessment = assess(whole, today)
  const { series, target, standing, unclosed } = assessment
  const latest = latestWhole(series.entries)
  const complete = completeness(series.entries)
  return {
    href: `/measures/${measure.measureId}`,
    title: measure.title,
    note: [POLARITY_WORDS[measure.polarity], measure.geography].filter(Boolean).join(' · '),
    closed: measure.state === 'closed',
    latest: latest
      ? {
          value: sayValue(measure, latest.reading!.value!),
          period: latest.period.label,
          age: `ended ${age(latest.period.ends, today)}`,
        }
      : null,
    stale: isStale(measure, series.entries, today),
    spark: sparkline(courseOf(series).points, courseOf(series)),
    signal: { state: signalState(series), tag: SIGNAL_TAGS[signalState(series)], sentence: series.sentence },
    target: target
      ? { words: targetWords(measure, target), tag: targetTag(target, standing), detail: standing && detailOf(standing) }
      : null,
    states: targetStates(assessment),
    unclosed,
    badge: { tag: COMPLETENESS_TAGS[complete.state], words: complete.words },
  }
}

/** The measures of a partnership, each with its latest reading, what it says, and how it stands to its target. */
export function listPage(
  measures: readonly WholeMeasure[],
  filter: ListFilter,
  powers: ReadonlySet<string>,
  today: Temporal.PlainDate,
) {
  const all = measures.map((whole) => rowOf(whole, today))
  const live = all.filter(({ closed }) => !closed)
  const rows = all.filter(
    (row) =>
      (!filter.signal || row.signal.state === filter.signal) &&
      (!filter.target || row.states.includes(filter.target)) &&
      (!filter.stale || row.stale),
  )
  const number = (claim: (row: (typeof all)[number]) => boolean) => live.filter(claim).length
  return {
    title: 'Measures',
    actions: [
      ...(powers.has('measures.edit')
        ? [
            { text: 'Add a measure', href: '/measures/new', primary: true },
            { text: 'Add one from data', href: '/measures/from-data' },
          ]
        : []),
      { text: 'Target coverage', href: '/measures/coverage' },
      ...(all.length
        ? [
            { text: 'Excel', href: '/measures/export.xlsx', download: true },
            { text: 'CSV', href: '/measures/export.csv', download: true },
            { text: 'Print', print: true },
          ]
        : []),
    ],
    figures: [
      {
        number: number(({ signal }) => signal.state === 'concern'),
        text: 'with a special cause for concern',
        href: '?signal=concern',
      },
      {
        number: number(({ signal }) => signal.state === 'improvement'),
        text: 'with a special cause of improvement',
        href: '?signal=improvement',
      },
      { number: number(({ stale }) => stale), text: 'with a reading overdue', href: '?stale=yes' },
      {
        number: number(({ unclosed }) => unclosed > 0),
        text: 'with a target that fell due and was never closed',
        href: '?target=never+closed',
      },
    ],
    rows,
    total: all.length,
    narrowed: rows.length < all.length,
    mayEdit: powers.has('measures.edit'),
    context: `As at ${writeDate(today)}`,
    filter: {
      signal: options(filter.signal, SIGNAL_STATES, SIGNAL_TAGS),
      target: options(filter.target, TARGET_STATES, TARGET_TAGS),
      stale: filter.stale,
    },
  }
}

const options = <T extends string>(chosen: T | null, states: readonly T[], tags: Record<T, Tag>) => [
  { value: '', text: 'Any', selected: chosen === null },
  ...states.map((state) => ({ value: state, text: tags[state].word, selected: chosen === state })),
]
