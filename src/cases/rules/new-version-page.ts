import { writeDate } from '../../calendar/dates.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { inWords } from './condition.ts'
import { IN_THE_ACT } from '../case-review/threshold.ts'
import { findContradictions } from './contradictions.ts'
import { factInWords } from './fact-form.ts'
import { type Door, rulesHref } from './doors.ts'
import { CLOCKS, NEW_CLAUSES, numbersIn, TEST, type Typed } from './new-version.ts'
import { KINDS } from './pages.ts'
import { EFFECTS, type RuleSet } from './rule-set.ts'
import type { RuleVersion, Scheme } from './rule-store.ts'

export type Failed = { errors: readonly FieldError[]; entered: Typed } | null
const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const head = (scheme: Scheme, { version, validFrom, kind }: RuleVersion, door: Door, failed: Failed) => ({
  title: `A new version of ${KINDS[kind].called}`, context: scheme.name, back: { href: rulesHref(door, scheme.schemeId), text: 'Rules' }, after: version,
  follows: `It follows version ${version}, of ${day(validFrom)}, which is kept as it is: what was decided by it stays decided by it.`,
  ...errorsForPage(failed?.errors), head: { validFrom: failed?.entered.validFrom ?? '', source: failed?.entered.source ?? '' },
})

/** Pairs of clauses that contradict each other, with facts on which both fire. */
export const contradictionsIn = (rules: RuleSet) => findContradictions(rules).map(({ admits, excludes, example }) => ({
  pair: `${admits.id} admits what ${excludes.id} excludes`, example: rules.questions.filter(({ key }) => key in example).map((question) => factInWords(question, example[question.key])).join('; '),
}))

/** The form with every clause of the version before; `found`: contradictions in what was typed, to be looked at before it is kept. */
export function ruleVersionPage(scheme: Scheme, before: RuleVersion<'criteria'> | RuleVersion<'cohort'>, door: Door, failed: Failed, found: ReturnType<typeof contradictionsIn> = []) {
  const { rules } = before
  const typed = failed?.entered
  const said = (name: string, kept: string) => (typed ? String(typed[name] ?? '') : kept)
  const effects = (name: string, kept: string) => EFFECTS.map((effect) => ({ value: effect, text: effect, selected: said(name, kept) === effect }))
  return {
    ...head(scheme, before, door, failed), form: 'clauses', found,
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

export function riskVersionPage(scheme: Scheme, before: RuleVersion<'risk'>, door: Door, failed: Failed) {
  const said = (name: string, kept: number) => (failed ? String(failed.entered[name] ?? '') : String(kept))
  return {
    ...head(scheme, before, door, failed), form: 'matrix', found: [],
    questions: before.rules.questions.map(({ asks, answers }, at) => ({ asks, answers: answers.map(({ text, score }, index) => ({ name: `score-${at}-${index}`, text, value: said(`score-${at}-${index}`, score) })) })),
    bands: before.rules.bands.map(({ band, from }, at) => ({ name: `band-${at}`, text: `${band[0]!.toUpperCase()}${band.slice(1)} begins at`, value: said(`band-${at}`, from) })),
  }
}

const CLOCK_IN_WORDS: Record<(typeof CLOCKS)[number], string> = { acknowledge: 'Acknowledge the application', decide: 'Decide whether the threshold is met', meet: 'Hold the review', tell: 'Tell the applicant', appeal: 'Ask for it to be looked at again' }
const TEST_IN_WORDS: Record<(typeof TEST)[number], { text: string; hint: string }> = {
  complaints: { text: 'How many complaints meet it', hint: `Never more than the Act’s ${IN_THE_ACT.complaints}` },
  monthsToComplain: { text: 'Within how many months of what happened each is made', hint: `Never fewer than the Act’s ${IN_THE_ACT.monthsToComplain}` },
  monthsToApply: { text: 'Within how many months of each complaint the application comes', hint: `Never fewer than the Act’s ${IN_THE_ACT.monthsToApply}` },
}

/** The form of a case review scheme's automatic test and its clocks. */
export function thresholdVersionPage(scheme: Scheme, before: RuleVersion<'review threshold'>, door: Door, failed: Failed) {
  const { threshold, clocks } = before.rules
  const said = (name: string, kept: number) => (failed ? String(failed.entered[name] ?? '') : String(kept))
  return {
    ...head(scheme, before, door, failed), form: 'threshold', found: [],
    test: TEST.map((name) => ({ name, ...TEST_IN_WORDS[name], value: said(name, threshold[name]) })), clocks: CLOCKS.map((name) => ({ name, text: CLOCK_IN_WORDS[name], value: said(name, clocks[name]) })),
  }
}
