import { writeDate } from '../../calendar/dates.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { type Facts, inWords } from './condition.ts'
import { findContradictions } from './contradictions.ts'
import { decideUnder, decisionInWords } from './decision-words.ts'
import { factFields, factInWords } from './fact-form.ts'
import type { RuleVersion, Scheme } from './rule-store.ts'

type Tried = { facts: Facts; errors: readonly FieldError[]; entered: Record<string, unknown> } | null
type Clauses = RuleVersion<'criteria'> | RuleVersion<'cohort'>
const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const ran = ({ version, validFrom, validTo }: RuleVersion) => `Version ${version}, from ${day(validFrom)}${validTo ? ` to ${day(validTo)}` : ''}`

/** A version's clauses in words, and the pairs that contradict each other with facts that show it. */
function clausesPart(version: Clauses) {
  const { rules, source } = version
  return {
    title: rules.title, ran: ran(version), source, judgement: rules.judgement,
    clauses: rules.clauses.map(({ id, says, source: from, effect, when, outranks = [] }) => ({ id, says, source: from, effect, when: inWords(when, rules.questions), outranks: outranks.join(', ') || 'None' })),
    contradictions: findContradictions(rules).map(({ admits, excludes, example }) => ({ pair: `${admits.id} admits what ${excludes.id} excludes`, example: rules.questions.filter(({ key }) => key in example).map((question) => factInWords(question, example[question.key])).join('; ') })),
  }
}

/** What the rules say of what somebody typed, beside the form to type it in. */
const tryPart = (version: Clauses, tried: Tried, action: string) => ({
  action, fields: factFields(version.rules.questions, {}, tried?.entered ?? null), decision: tried && tried.errors.length === 0 ? decisionInWords(decideUnder(version, tried.facts)) : null,
})

export type RulesSeen = { scheme: Scheme; maySet: boolean; criteria: readonly RuleVersion<'criteria'>[]; risk: readonly RuleVersion<'risk'>[]; cohort: readonly RuleVersion<'cohort'>[] }

/** A scheme's rules: every version of its criteria in words, the matrix, and a form to try facts on them. */
export function rulesPage({ scheme, maySet, criteria, risk, cohort }: RulesSeen, tried: Tried = null) {
  const [latest] = criteria
  const change = (kind: 'criteria' | 'cohort' | 'risk', versions: readonly unknown[], text: string) => (maySet && versions.length > 0 ? [{ href: `/cases/rules/${scheme.schemeId}/${kind}/new`, text }] : [])
  return {
    changes: [...change('criteria', criteria, 'Write a new version of the criteria'), ...change('cohort', cohort, 'Write a new version of the cohort’s rules'), ...change('risk', risk, 'Write a new version of the risk matrix')],
    title: 'Rules', context: scheme.name, back: { href: '/triage', text: 'Triage' }, cohortHref: cohort.length > 0 ? `/cases/rules/${scheme.schemeId}/cohort` : null,
    versions: criteria.map(clausesPart), attempt: latest ? tryPart(latest, tried, `/cases/rules/${scheme.schemeId}`) : null,
    matrices: risk.map((version) => ({
      title: version.rules.title, ran: ran(version), source: version.source, judgement: version.rules.judgement, bands: version.rules.bands.map(({ band, from }) => `${band[0]!.toUpperCase()}${band.slice(1)} from ${from}`).join(', '),
      questions: version.rules.questions.map(({ asks, answers }) => `${asks} (${Math.min(...answers.map(({ score }) => score))} to ${Math.max(...answers.map(({ score }) => score))})`),
    })),
    ...errorsForPage(tried?.errors),
  }
}

/** The cohort's rules, with a form to try one person's facts on them. */
export const cohortPage = (scheme: Scheme, versions: readonly RuleVersion<'cohort'>[], tried: Tried = null) => ({
  title: 'Who is in the cohort', context: scheme.name, back: { href: `/cases/rules/${scheme.schemeId}`, text: 'Rules' }, cohortHref: null, matrices: [], changes: [],
  versions: versions.map(clausesPart), attempt: tryPart(versions[0]!, tried, `/cases/rules/${scheme.schemeId}/cohort`), ...errorsForPage(tried?.errors),
})
