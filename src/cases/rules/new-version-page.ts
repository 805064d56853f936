import { writeDate } from '../../calendar/dates.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { inWords } from './condition.ts'
import { findContradictions } from './contradictions.ts'
import { factInWords } from './fact-form.ts'
import { NEW_CLAUSES, numbersIn, type Typed } from './new-version.ts'
import { EFFECTS, type RuleSet } from './rule-set.ts'
import type { RuleVersion, Scheme } from './rule-store.ts'

export type Failed = { errors: readonly FieldError[]; entered: Typed } | null
const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const head = (scheme: Scheme, { version, validFrom }: RuleVersion, what: string, failed: Failed) => ({
  title: `A new version of ${what}`, context: scheme.name, back: { href: `/cases/rules/${scheme.schemeId}`, text: 'Rules' }, after: version, follows: `It follows version ${version}, which has held since ${day(validFrom)} and is kept: what was decided by it stays decided by it.`,
  ...errorsForPage(failed?.errors), head: { validFrom: failed?.entered.validFrom ?? '', source: failed?.entered.source ?? '' },
})

/** Pairs of clauses that contradict each other, with facts on which both fire. */
export const contradictionsIn = (rules: RuleSet) => findContradictions(rules).map(({ admits, excludes, example }) => ({
  pair: `${admits.id} admits what ${excludes.id} excludes`, example: rules.questions.filter(({ key }) => key in example).map((question) => factInWords(question, example[question.key])).join('; '),
}))

/** The form with every clause of the version before; `found`: contradictions in what was typed, to be looked at before it is kept. */
export function ruleVersionPage(scheme: Scheme, before: RuleVersion<'criteria'> | RuleVersion<'cohort'>, failed: Failed, found: ReturnType<typeof contradictionsIn> = []) {
  const { rules } = before
  const typed = failed?.entered
  const said = (name: string, kept: string) => (typed ? String(typed[name] ?? '') : kept)
  const effects = (name: string, kept: string) => EFFECTS.map((effect) => ({ value: effect, text: effect, selected: said(name, kept) === effect }))
  return {
    ...head(scheme, before, before.kind === 'cohort' ? 'the rules of the cohort' : 'the criteria', failed), isMatrix: false, found,
    clauses: rules.clauses.map(({ id, says, source, effect, when, outranks = [] }, at) => ({
      name: `clause-${at}`, id, drop: typed?.[`clause-${at}-drop`] === 'yes', says: said(`clause-${at}-says`, says), source: said(`clause-${at}-source`, source), effects: effects(`clause-${at}-effect`, effect), when: inWords(when, rules.questions),
      outranks: said(`clause-${at}-outranks`, outranks.join(', ')), numbers: numbersIn(when).map((number, index) => ({ name: `clause-${at}-number-${index}`, value: said(`clause-${at}-number-${index}`, String(number)) })),
    })),
    added: Array.from({ length: NEW_CLAUSES }, (_, at) => ({
      name: `new-${at}`, id: said(`new-${at}-id`, ''), says: said(`new-${at}-says`, ''), source: said(`new-${at}-source`, ''), effects: effects(`new-${at}-effect`, 'admits'), outranks: said(`new-${at}-outranks`, ''), isOpen: said(`new-${at}-id`, '') !== '',
      questions: rules.questions.filter(({ kind }) => kind !== 'date').map(({ key, asks, kind, choices = [] }) => {
        const name = `new-${at}-${key}`
        const options = kind === 'yes or no' ? [['yes', 'Yes'], ['no', 'No']] : choices.map(({ value, text }) => [value, text])
        return { name, asks: kind === 'number' ? `${asks}: at least` : asks, isNumber: kind === 'number', value: said(name, ''), options: [{ value: '', text: 'Does not matter' }, ...options.map(([value, text]) => ({ value, text, selected: said(name, '') === value }))] }
      }),
    })),
  }
}

export function riskVersionPage(scheme: Scheme, before: RuleVersion<'risk'>, failed: Failed) {
  const said = (name: string, kept: number) => (failed ? String(failed.entered[name] ?? '') : String(kept))
  return {
    ...head(scheme, before, 'the risk matrix', failed), isMatrix: true, found: [],
    questions: before.rules.questions.map(({ asks, answers }, at) => ({ asks, answers: answers.map(({ text, score }, index) => ({ name: `score-${at}-${index}`, text, value: said(`score-${at}-${index}`, score) })) })),
    bands: before.rules.bands.map(({ band, from }, at) => ({ name: `band-${at}`, text: `${band[0]!.toUpperCase()}${band.slice(1)} begins at`, value: said(`band-${at}`, from) })),
  }
}
