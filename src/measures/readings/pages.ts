import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { errorsForPage } from '../../web/forms.ts'
import { hasDenominator, type Measure, writeValue } from '../measure.ts'
import type { Failed } from '../measure-form.ts'
import { type KeptReading, READING_STATES, STATE_WORDS } from '../reading.ts'
import { PERIOD_EXAMPLES } from '../reading-period.ts'
import type { Refusal } from './lines.ts'
import type { Entered } from './store.ts'

/** What came of lines that were pasted or sent, when one or more could not be taken. */
export type RefusedLines = { refused: readonly Refusal[]; good: number; from: 'lines' | 'file' }

const MOST_SHOWN = 200

/** The ways of entering readings: one, many pasted, or a file. `refused` when lines were sent and nothing was taken. */
export function readingsPage(
  measure: Measure,
  recent: readonly KeptReading[],
  { failed = null as Failed, refused = null as RefusedLines | null, pasted = '' } = {},
) {
  const entered: Record<string, unknown> = failed?.entered ?? {}
  return {
    title: 'Enter readings',
    measureTitle: measure.title,
    back: { href: `/measures/${measure.measureId}`, text: measure.title },
    url: `/measures/${measure.measureId}/readings`,
    exportHref: `/measures/${measure.measureId}/export.csv`,
    entered,
    pasted,
    states: READING_STATES.map((state) => ({
      value: state,
      text: STATE_WORDS[state],
      checked: (entered.state ?? 'value') === state,
    })),
    hints: {
      period: `For example, ${PERIOD_EXAMPLES[measure.frequency]}`,
      value: measure.kind === 'share' ? 'In per cent' : `In ${measure.unit}`,
      numerator: measure.numerator,
      denominator: measure.denominator ?? '',
      lines: `A line for each period: ${hasDenominator(measure) ? 'the period, then the value; or the period, the numerator and the denominator' : 'the period, then the figure'}. In place of a figure you may write not collected, late, suppressed or not applicable.`,
    },
    counted: hasDenominator(measure),
    refused: refused && {
      heading:
        refused.refused.length === 1
          ? 'One line cannot be taken'
          : `${refused.refused.length.toLocaleString('en-GB')} lines cannot be taken`,
      text: `Nothing has been saved. ${others(refused.good)} Put right what is below, or take it out, and send it again.`,
      lines: refused.refused.slice(0, MOST_SHOWN),
      more: Math.max(0, refused.refused.length - MOST_SHOWN),
      from: refused.from,
    },
    recent: recent
      .filter(({ current }) => current)
      .slice(0, 6)
      .map((reading) => ({
        period: reading.period.label,
        figure: [
          reading.value === null ? null : writeValue(measure, reading.value),
          reading.state === 'value' ? null : reading.state,
        ]
          .filter(Boolean)
          .join(', '),
        by: [reading.enteredBy, writeDate(todayInLondon(reading.enteredAt))].filter(Boolean).join(', '),
      })),
    ...errorsForPage(
      failed?.errors ??
        (refused
          ? [
              {
                field: refused.from === 'file' ? 'file' : 'lines',
                text: `${refused.refused.length === 1 ? 'A line' : 'Some lines'} cannot be taken, so nothing has been saved`,
              },
            ]
          : []),
    ),
  }
}

const others = (good: number) =>
  good === 0
    ? 'No other line is ready.'
    : good === 1
      ? 'One other line is ready.'
      : `${good.toLocaleString('en-GB')} others are ready.`

const readings = (count: number, done: string) =>
  count === 0 ? '' : `${count.toLocaleString('en-GB')} ${count === 1 ? 'reading' : 'readings'} ${done}`

/** What to tell someone whose readings were kept. */
export const enteredMessage = ({ added, revised, unchanged }: Entered): string =>
  added + revised === 0
    ? 'Nothing has changed: these readings were there already.'
    : `${[readings(added, 'added'), readings(revised, 'revised'), readings(unchanged, 'already there')].filter(Boolean).join(', ')}.`
