import { errorsForPage, type FieldError } from '../web/forms.ts'
import { type Measure, MEASURE_KINDS, type MeasureKind, POLARITIES, POLARITY_WORDS } from './measure.ts'
import { FREQUENCIES, FREQUENCY_WORDS } from './reading-period.ts'
import type { MeasureFields } from './store.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null

const KIND_WORDS: Record<MeasureKind, { text: string; hint: string }> = {
  count: { text: 'A count', hint: 'Whole numbers of things: offences, referrals, people trained' },
  share: { text: 'A share', hint: 'A percentage: how many of those asked, referred or charged' },
  rate: { text: 'A rate', hint: 'So many per 1,000 residents, premises or nights' },
  amount: { text: 'Another amount', hint: 'Any other figure: pounds, hours, days' },
}

const FIELD_WORDS: Record<keyof MeasureFields, string> = {
  title: 'Title',
  kind: 'Kind',
  numerator: 'What is counted',
  denominator: 'Out of what',
  unit: 'Unit',
  decimals: 'Decimals',
  frequency: 'How often',
  polarity: 'Which way is better',
  polarityNote: 'Why that way is better',
  geography: 'Where',
  source: 'Source',
  completenessNote: 'How complete it is',
  revisionPolicy: 'How figures are revised',
  state: 'State',
  closedReason: 'Why it is closed',
}

/** What differs between the measure as it is saved now and what was sent, in words. */
export function differences(saved: Measure, sent: MeasureFields): { name: string; theirs: string; yours: string }[] {
  const say = (value: unknown) => (value === null || value === '' ? 'Nothing' : String(value))
  return (Object.keys(FIELD_WORDS) as (keyof MeasureFields)[])
    .filter((field) => saved[field] !== sent[field])
    .map((field) => ({ name: FIELD_WORDS[field], theirs: say(saved[field]), yours: say(sent[field]) }))
}

/** The form for a new measure (`measure` null) or a change to one. `fixed`: it has readings, so what they are cannot change. */
export function measureFormPage(
  measure: Measure | null,
  { fixed = false, failed = null as Failed, stale = [] as ReturnType<typeof differences> } = {},
) {
  const entered: Record<string, unknown> = failed?.entered ?? {
    kind: 'count',
    frequency: 'month',
    polarity: 'lower',
    decimals: 0,
    state: 'live',
    version: 1,
    ...measure,
  }
  const items = <T extends string>(values: readonly T[], text: (value: T) => string, chosen: unknown) =>
    values.map((value) => ({ value, text: text(value), checked: chosen === value }))
  return {
    title: measure ? 'Change this measure' : 'Add a measure',
    back: measure ? { href: `/measures/${measure.measureId}`, text: measure.title } : { href: '/measures', text: 'Measures' },
    entered: stale.length > 0 ? { ...entered, version: measure!.version } : entered,
    existing: measure !== null,
    fixed,
    stale,
    kinds: MEASURE_KINDS.map((value) => ({
      value,
      text: KIND_WORDS[value].text,
      hint: { text: KIND_WORDS[value].hint },
      checked: entered.kind === value,
    })),
    frequencies: FREQUENCIES.map((value) => ({ value, text: FREQUENCY_WORDS[value], selected: entered.frequency === value })),
    polarities: items(POLARITIES, (value) => POLARITY_WORDS[value], entered.polarity),
    states: [
      { value: 'live', text: 'Live', checked: entered.state !== 'closed' },
      { value: 'closed', text: 'Closed: no more readings', checked: entered.state === 'closed' },
    ],
    kindWords: measure ? KIND_WORDS[measure.kind].text : '',
    frequencyWords: measure ? FREQUENCY_WORDS[measure.frequency].toLowerCase() : '',
    ...errorsForPage(failed?.errors),
  }
}
