import { writeDate } from '../../calendar/dates.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { type Facts, inWords } from './condition.ts'
import { findContradictions } from './contradictions.ts'
import { decideUnder, decisionInWords } from './decision-words.ts'
import { backFrom, type Door, rulesHref } from './doors.ts'
import { factFields, factInWords } from './fact-form.ts'
import { inForceOn, type RuleKind, type RuleVersion, type Scheme } from './rule-store.ts'

type Tried = { facts: Facts; errors: readonly FieldError[]; entered: Record<string, unknown> } | null
type Clauses = RuleVersion<'criteria'> | RuleVersion<'cohort'>
export type RulesSeen = {
  scheme: Scheme; today: string; maySet: boolean
  criteria: readonly RuleVersion<'criteria'>[]; risk: readonly RuleVersion<'risk'>[]; cohort: readonly RuleVersion<'cohort'>[]; threshold: readonly RuleVersion<'review threshold'>[]
}
/** What was asked of the page: facts tried, the rules of a day, or a version withdrawn without a reason. */
type Asked = { tried?: Tried; on?: { day: string | null; entered: string }; errors?: readonly FieldError[] }

const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
/** Each kind of rules as it is called on pages and in addresses. */
export const KINDS: Record<RuleKind, { called: string; path: string }> = {
  criteria: { called: 'the criteria', path: 'criteria' }, cohort: { called: 'the rules of the cohort', path: 'cohort' }, risk: { called: 'the risk matrix', path: 'risk' },
  'review threshold': { called: 'the threshold and clocks of case reviews', path: 'review-threshold' },
}

/** A version's heading, where it stands today, and the form to withdraw it while it does not hold yet. */
const standing = (version: RuleVersion, { scheme, maySet, today }: RulesSeen, door: Door) => ({
  ran: `Version ${version.version}, from ${day(version.validFrom)}${version.validTo ? ` to ${day(version.validTo)}` : ''}`, source: version.source,
  state: version.withdrawn !== null ? `Withdrawn before it held: ${version.withdrawn}` : version.validFrom > today ? 'Does not hold yet' : (version.validTo ?? today) >= today ? 'In force' : 'Held in its time',
  withdraw: maySet && version.ruleSetId && version.withdrawn === null && version.validFrom > today
    ? { action: `${rulesHref(door, scheme.schemeId)}/versions/${version.ruleSetId}/withdraw`, field: `reason-${version.ruleSetId}`, of: `version ${version.version} of ${KINDS[version.kind].called}` } : null,
})

/** A version's clauses in words, and the pairs that contradict each other with facts that show it. */
function clausesPart(version: Clauses, seen: RulesSeen, door: Door) {
  const { rules } = version
  return {
    title: rules.title, judgement: rules.judgement, ...standing(version, seen, door),
    clauses: rules.clauses.map(({ id, says, source: from, effect, when, outranks = [] }) => ({ id, says, source: from, effect, when: inWords(when, rules.questions), outranks: outranks.join(', ') || 'None' })),
    contradictions: findContradictions(rules).map(({ admits, excludes, example }) => ({ pair: `${admits.id} admits what ${excludes.id} excludes`, example: rules.questions.filter(({ key }) => key in example).map((question) => factInWords(question, example[question.key])).join('; ') })),
  }
}

/** What the rules say of what somebody typed, beside the form to type it in: those of today. */
const tryPart = (versions: readonly Clauses[], today: string, tried: Tried, action: string) => {
  const version = (inForceOn<'criteria' | 'cohort'>(versions, today) ?? versions[0]!) as Clauses
  return { action, fields: factFields(version.rules.questions, {}, tried?.entered ?? null), decision: tried && tried.errors.length === 0 ? decisionInWords(decideUnder(version, tried.facts)) : null }
}

/** Which version of each kind holds on a day; null: the day could not be read. */
function onPart({ criteria, cohort, risk, threshold, today }: RulesSeen, { day: on, entered }: { day: string | null; entered: string } = { day: today, entered: '' }) {
  const holding = (kind: RuleKind, versions: readonly RuleVersion[]) => {
    const holds = on === null ? null : inForceOn(versions, on)
    return versions.length === 0 || on === null ? [] : [{ kind: KINDS[kind].called.replace(/^the /, '').replace(/^./, (letter) => letter.toUpperCase()), version: holds ? `Version ${holds.version}` : 'None yet' }]
  }
  return { entered, day: on === null ? null : day(on), rows: [...holding('criteria', criteria), ...holding('cohort', cohort), ...holding('risk', risk), ...holding('review threshold', threshold)] }
}

/** A scheme's rules: every version in words, the one that holds on a day, and a form to try facts on them. */
export function rulesPage(seen: RulesSeen, door: Door, { tried = null, on, errors }: Asked = {}) {
  const { scheme, maySet, criteria, risk, cohort, threshold, today } = seen
  const base = rulesHref(door, scheme.schemeId)
  const change = (kind: RuleKind, versions: readonly unknown[]) => (maySet && versions.length > 0 ? [{ href: `${base}/${KINDS[kind].path}/new`, text: `Write a new version of ${KINDS[kind].called}` }] : [])
  return {
    changes: [...change('criteria', criteria), ...change('cohort', cohort), ...change('risk', risk), ...change('review threshold', threshold)],
    title: 'Rules', context: scheme.name, back: backFrom(door, scheme), cohortHref: cohort.length > 0 ? `${base}/cohort` : null, on: onPart(seen, on),
    versions: criteria.map((version) => clausesPart(version, seen, door)), attempt: criteria.length > 0 ? tryPart(criteria, today, tried, base) : null,
    matrices: risk.map((version) => ({
      title: version.rules.title, ...standing(version, seen, door), judgement: version.rules.judgement, bands: version.rules.bands.map(({ band, from }) => `${band[0]!.toUpperCase()}${band.slice(1)} from ${from}`).join(', '),
      questions: version.rules.questions.map(({ asks, answers }) => `${asks} (${Math.min(...answers.map(({ score }) => score))} to ${Math.max(...answers.map(({ score }) => score))})`),
    })),
    thresholds: threshold.map((version) => ({ ...standing(version, seen, door), ...thresholdInWords(version.rules) })),
    ...errorsForPage(tried?.errors ?? errors),
  }
}

const some = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`
const thresholdInWords = ({ threshold: { complaints, monthsToComplain, monthsToApply }, clocks }: RuleVersion<'review threshold'>['rules']) => ({
  test: `A review must be held when ${some(complaints, 'complaint')} ${complaints === 1 ? 'was' : 'were'} made, each within ${some(monthsToComplain, 'month')} of what happened, and the application comes within ${some(monthsToApply, 'month')} of each.`,
  clocks: `In working days: acknowledge in ${clocks.acknowledge}, decide in ${clocks.decide}, hold the review in ${clocks.meet}, tell the outcome in ${clocks.tell}, appeal in ${clocks.appeal}.`,
})

/** The cohort's rules, with a form to try one person's facts on them. */
export const cohortPage = (seen: RulesSeen, door: Door, tried: Tried = null) => ({
  title: 'Who is in the cohort', context: seen.scheme.name, back: { href: rulesHref(door, seen.scheme.schemeId), text: 'Rules' }, cohortHref: null, matrices: [], thresholds: [], changes: [], on: null,
  versions: seen.cohort.map((version) => clausesPart(version, seen, door)), attempt: tryPart(seen.cohort, seen.today, tried, `${rulesHref(door, seen.scheme.schemeId)}/cohort`), ...errorsForPage(tried?.errors),
})
