import { todayInLondon, writeDate } from '../calendar/dates.ts'
import { age } from '../calendar/freshness.ts'
import { drawMeasure, EACH, methodOf } from './drawing.ts'
import { assess, targetSentence, type WholeMeasure } from './figures.ts'
import { fixed, hasDenominator, type Measure, POLARITY_WORDS, sayValue, suffixOf, writeValue } from './measure.ts'
import type { KeptReading } from './reading.ts'
import { FREQUENCY_WORDS } from './reading-period.ts'
import { completeness, isStale, latestWhole, type MeasureSeries, provisos } from './series.ts'
import { COMPLETENESS_TAGS, SIGNAL_TAGS, signalState, targetTag } from './tags.ts'
import { whatItTakes } from './targets/needs.ts'
import { questionsOf } from './targets/questions.ts'
import { detailOf, standingOf } from './targets/standing.ts'
import type { PastRebase } from './targets/store.ts'
import { isUnclosed, type Target, targetWords } from './targets/target.ts'

const SHOWN_ROWS = 13

/** One measure: a sentence, the chart, the figures it is made of, and everything decided about it. */
export function sheetPage(
  whole: WholeMeasure,
  history: readonly KeptReading[],
  rebases: readonly PastRebase[],
  powers: ReadonlySet<string>,
  today: Temporal.PlainDate,
  isFed = false, // its readings are worked out from data
) {
  const { measure, targets } = whole
  const { series, target, standing } = assess(whole, today)
  const latest = latestWhole(series.entries)
  const rows = tableRows(measure, series)
  const url = `/measures/${measure.measureId}`
  const may = { edit: powers.has('measures.edit'), enter: powers.has('readings.enter') && measure.state === 'live' && !isFed }
  return {
    title: measure.title,
    back: { href: '/measures', text: 'Measures' },
    context: [measure.geography, FREQUENCY_WORDS[measure.frequency], POLARITY_WORDS[measure.polarity]]
      .filter(Boolean)
      .join(' · '),
    actions: [
      ...(may.enter ? [{ text: 'Enter readings', href: `${url}/readings`, primary: true }] : []),
      ...(may.edit ? [{ text: 'Change', href: `${url}/edit` }, { text: isFed ? 'What it counts' : 'Work out from data', href: `${url}/from-data` }] : []),
      { text: 'Excel', href: `${url}/export.xlsx`, download: true },
      { text: 'CSV', href: `${url}/export.csv`, download: true },
      { text: 'Print', print: true },
    ],
    url,
    may,
    closed: measure.state === 'closed' ? `This measure is closed: ${measure.closedReason}` : null,
    lead: [`${series.sentence}.`, target ? `${targetSentence(target, standing)}.` : 'It has no target.'],
    figures: {
      latest: latest
        ? {
            value: sayValue(measure, latest.reading!.value!),
            when: `${latest.period.label}, ended ${age(latest.period.ends, today)}`,
          }
        : null,
      stale: isStale(measure, series.entries, today),
      signal: SIGNAL_TAGS[signalState(series)],
      target: target ? { tag: targetTag(target, standing), words: targetWords(measure, target) } : null,
      completeness: { tag: COMPLETENESS_TAGS[completeness(series.entries).state], words: completeness(series.entries).words },
    },
    chart: drawMeasure(measure, series, targets),
    caption: [`${methodOf(series)}.`, measure.source ? `Source: ${measure.source.replace(/\.$/, '')}.` : 'No source is given.', isFed ? 'Each load of its data renews it.' : ''].join(' ').trim(),
    provisos: provisos(measure, series),
    columns: { parts: hasDenominator(measure), signal: rows.some(({ signal }) => signal), note: rows.some(({ note }) => note) },
    rows: rows.slice(0, SHOWN_ROWS),
    earlier: rows.slice(SHOWN_ROWS),
    facts: factsOf(measure),
    targets: targets.map((each) => targetView(measure, each, series, url, may.edit, today)),
    rebases: rebases.map((rebase) => rebaseView(rebase, url, may.edit)),
    revisions: revisionsOf(measure, history),
  }
}

const capitalised = (text: string) => text[0]!.toUpperCase() + text.slice(1)

function tableRows(measure: Measure, { entries, chart, signals }: MeasureSeries) {
  const rows = entries.map(({ period, reading }, index) => {
    const { limits } = chart.points[index]!
    const figure = reading?.value === null || reading?.value === undefined ? null : writeValue(measure, reading.value)
    const state = reading === null ? 'nothing entered' : reading.state === 'value' ? null : reading.state
    return {
      period: period.label,
      value: capitalised([figure, state].filter(Boolean).join(', ')),
      plain: state === null,
      numerator: reading?.numerator === null || reading?.numerator === undefined ? '' : fixed(reading.numerator, 0),
      denominator: reading?.denominator === null || reading?.denominator === undefined ? '' : fixed(reading.denominator, 0),
      usual: limits
        ? `${fixed(limits.lowerShown, measure.decimals + 1)} to ${fixed(limits.upperShown, measure.decimals + 1)}${suffixOf(measure)}`
        : 'No limits',
      signal: signals[index] ? SIGNAL_TAGS[signals[index]] : null,
      note: reading?.note ?? '',
    }
  })
  return rows.toReversed()
}

function factsOf(measure: Measure) {
  const counted = hasDenominator(measure)
    ? [
        ['Numerator', measure.numerator],
        ['Denominator', measure.denominator],
      ]
    : [['What is counted', measure.numerator]]
  const facts = [
    ...counted,
    ['Unit', `${measure.unit}, ${EACH[measure.frequency]}`],
    ['Which way is better', [POLARITY_WORDS[measure.polarity], measure.polarityNote].filter(Boolean).join('. ')],
    ['Where', measure.geography],
    ['Source', measure.source],
    ['How complete it is', measure.completenessNote],
    ['How figures are revised', measure.revisionPolicy],
  ]
  return facts.map(([key, value]) => ({ key, value: value || 'Not said' }))
}

function targetView(
  measure: Measure,
  target: Target,
  series: MeasureSeries,
  url: string,
  mayEdit: boolean,
  today: Temporal.PlainDate,
) {
  const standing = target.closed ? null : standingOf(measure, target, series.entries, today)
  const { closed } = target
  return {
    words: targetWords(measure, target),
    tag: targetTag(target, standing),
    sentence: closed
      ? `Closed on ${writeDate(closed.on)} as ${closed.as}.${closed.note ? ` ${closed.note}` : ''}`
      : `${detailOf(standing!)}.`,
    judged:
      standing?.judged && standing.judged.periods > 1
        ? `Judged by ${standing.judged.words}: ${sayValue(measure, standing.judged.value)}.`
        : null,
    takes: whatItTakes(measure, target, series, today),
    source: target.source,
    questions: questionsOf(measure, target, series.entries, today),
    closeText: isUnclosed(target, today) ? 'Say how this came out' : 'Close this target early',
    closeHref: mayEdit && !closed ? `${url}/targets/${target.targetId}/close` : null,
  }
}

const onDay = (moment: Temporal.Instant) => writeDate(todayInLondon(moment))

function rebaseView(
  { rebaseId, starts, reason, decidedBy, decidedAt, removedAt, removedReason }: PastRebase,
  url: string,
  mayEdit: boolean,
) {
  return {
    from: writeDate(Temporal.PlainDate.from(starts)),
    reason,
    decided: `${decidedBy ?? 'An account since removed'}, ${onDay(decidedAt)}`,
    removed: removedAt ? `Taken away on ${onDay(removedAt)}: ${removedReason}` : null,
    removeHref: mayEdit && !removedAt ? `${url}/rebase/${rebaseId}/remove` : null,
  }
}

/** Readings that were revised: what stood before, and what took its place. Newest period first. */
function revisionsOf(measure: Measure, history: readonly KeptReading[]) {
  const say = ({ state, value }: KeptReading) =>
    [value === null ? null : writeValue(measure, value), state === 'value' ? null : state].filter(Boolean).join(', ')
  return [...Map.groupBy(history, ({ period }) => period.key).values()]
    .filter((versions) => versions.length > 1)
    .map((versions) => ({
      period: versions[0]!.period.label,
      versions: versions.map((version) => ({
        figure: say(version),
        current: version.current,
        by: version.enteredBy ?? 'Not recorded',
        on: onDay(version.enteredAt),
        note: version.note,
      })),
    }))
}
