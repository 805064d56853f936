import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { type Measure, POLARITIES, POLARITY_WORDS } from '../measure.ts'
import { FREQUENCIES, FREQUENCY_WORDS } from '../reading-period.ts'
import type { Choice, Chosen, FigureSource } from './figure-source.ts'

/** The form that says what a measure counts: for a new one (`measure` null), or one there is. */
export function feedPage(measure: Measure | null, isFed: boolean, source: FigureSource, choices: readonly Choice[], entered: Chosen, errors: readonly FieldError[] = []) {
  const is = (name: string, value: string) => entered[name]?.includes(value) ?? false
  return {
    title: measure ? 'Work the readings out from data' : 'A measure from data',
    back: measure ? { href: `/measures/${measure.measureId}`, text: measure.title } : { href: '/measures', text: 'Measures' },
    isNew: measure === null,
    isFed,
    stopHref: measure ? `/measures/${measure.measureId}/from-data/stop` : null,
    source: source.text,
    nothingHeld: choices.some(({ options, many }) => !many && options.length === 0),
    fields: choices.map(({ name, label, hint, many, options }) => ({
      name,
      label,
      hint: hint ? { text: hint } : undefined,
      many,
      items: options.map((option) => ({ ...option, checked: is(name, option.value), selected: is(name, option.value) })),
    })),
    entered: { title: entered.title?.[0] ?? '' },
    frequencies: FREQUENCIES.map((value) => ({ value, text: FREQUENCY_WORDS[value], selected: is('frequency', value) || (!entered.frequency && value === 'month') })),
    polarities: POLARITIES.map((value) => ({ value, text: POLARITY_WORDS[value], checked: is('polarity', value) || (!entered.polarity && value === 'lower') })),
    ...errorsForPage(errors),
  }
}
