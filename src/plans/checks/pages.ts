import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import type { FieldError } from '../../web/forms.ts'
import type { Plan } from '../plan.ts'
import { planHeading } from '../views/plan-heading.ts'
import { type Check, type Finding, SEVERITIES, type Severity } from './finding.ts'
import type { FindingFilter } from './forms.ts'
import { CHECKS } from './register.ts'
import { counted } from './reading/sentences.ts'
import type { PlanFindings } from './store.ts'

const HEADINGS: Record<Severity, string> = { blocks: 'Stops publication', question: 'Questions', note: 'Notes' }
const MEANINGS: Record<Severity, string> = {
  blocks: 'Something shown would be untrue. An edition is not published until it is put right, or answered for with a reason.',
  question: 'What a careful reader would ask.',
  note: 'Worth knowing; it may well be as it should.',
}

/** A dismissal that could not be taken: which finding it was for, what was typed, and what was wrong with it. */
export type FailedDismissal = { check: string; subject: string; reason: string; errors: readonly FieldError[] } | null

const checkOf = (id: string): Pick<Check, 'id' | 'title' | 'why'> => CHECKS.find((check) => check.id === id) ?? { id, title: id, why: '' }

const isSame = (one: { check: string; subject: string }, other: { check: string; subject: string } | null) =>
  one.check === other?.check && one.subject === other.subject

/** The findings of a plan by severity, with what may be done about each; those answered for stand below with their reasons. */
export function checksPage(
  plan: Plan,
  { standing, dismissed }: PlanFindings,
  filter: FindingFilter,
  failed: FailedDismissal,
  today: Temporal.PlainDate,
  powers: ReadonlySet<string>,
) {
  const items = new Map(plan.items.map((item) => [item.itemId, item]))
  const ownersOf = (finding: Finding) => items.get(finding.itemId ?? '')?.owners.map(({ words }) => words) ?? []
  const itemOf = (finding: Finding) => {
    const item = items.get(finding.itemId ?? '')
    return item ? { href: `/items/${item.itemId}`, code: item.code, title: item.title } : null
  }
  const isAsked = (finding: Finding) =>
    (!filter.severity || finding.severity === filter.severity) &&
    (!filter.check || finding.check === filter.check) &&
    (!filter.item || finding.itemId === filter.item) &&
    (!filter.owner || ownersOf(finding).includes(filter.owner))
  const shown = (finding: Finding, index: number) => ({
    ...finding,
    field: `reason-${index}`,
    title: checkOf(finding.check).title,
    href: `/checks#${finding.check}`,
    item: itemOf(finding),
    failed: isSame(finding, failed) ? { reason: failed!.reason, error: { text: failed!.errors[0]!.text } } : null,
  })
  const all = standing.map(shown)
  const asked = all.filter(isAsked)
  const wrong = all.find(({ failed }) => failed)
  const count = (severity: Severity) => standing.filter((finding) => finding.severity === severity).length
  return {
    ...planHeading(plan, 'checks', powers, today),
    title: 'Checks',
    figures: [
      ...SEVERITIES.map((severity) => ({ number: count(severity), text: HEADINGS[severity].toLowerCase() })),
      { number: dismissed.length, text: 'answered for', ...(dismissed.length > 0 ? { href: '#answered' } : {}) },
    ],
    filter: filterFields(plan, standing, filter, ownersOf),
    isFiltered: asked.length < standing.length,
    total: standing.length,
    groups: SEVERITIES.map((severity) => ({
      severity,
      heading: HEADINGS[severity],
      meaning: MEANINGS[severity],
      findings: asked.filter((finding) => finding.severity === severity),
    })).filter(({ findings }) => findings.length > 0),
    nothing: standing.length === 0 ? 'Nothing stands against this plan.' : asked.length === 0 ? 'No finding is of this kind.' : null,
    dismissed: dismissed.map((finding) => ({
      ...shown(finding, -1),
      reason: finding.reason,
      by: finding.by ?? 'someone whose account is gone',
      on: writeDate(todayInLondon(finding.at)),
    })),
    mayDismiss: powers.has('plans.edit'),
    errorList: wrong ? failed!.errors.map(({ text }) => ({ text, href: `#${wrong.field}` })) : [],
  }
}

type Option = { value: string; text: string; selected: boolean }

const options = (chosen: string, none: string, choices: readonly (readonly [value: string, text: string])[]): Option[] =>
  [['', none] as const, ...choices].map(([value, text]) => ({ value, text, selected: value === chosen }))

function filterFields(plan: Plan, standing: readonly Finding[], filter: FindingFilter, ownersOf: (finding: Finding) => string[]) {
  const checks = [...new Set(standing.map(({ check }) => check))].map((id) => [id, checkOf(id).title] as const)
  const owners = [...new Set(standing.flatMap(ownersOf))].toSorted()
  const found = plan.items.filter(({ itemId }) => standing.some((finding) => finding.itemId === itemId))
  return {
    severity: options(
      filter.severity,
      'All',
      SEVERITIES.map((severity) => [severity, HEADINGS[severity]] as const),
    ),
    check: options(
      filter.check,
      'All',
      checks.toSorted((one, other) => one[1].localeCompare(other[1])),
    ),
    owner: options(
      filter.owner,
      'Anyone',
      owners.map((owner) => [owner, owner] as const),
    ),
    item: options(
      filter.item,
      'All',
      found.map(({ itemId, code, title }) => [itemId, `${code} ${title}`.trim()] as const),
    ),
  }
}

const READS: Record<Check['reads'], string> = {
  plan: 'plans',
  paper: 'papers brought in or checked as files',
  words: 'the words of plans and papers',
}

/** Every check with what it looks at and why, by severity. */
export function allChecksPage() {
  return {
    title: 'What the checks look for',
    intro: `${counted(CHECKS.length, 'check')} read every plan and every paper that is brought in. Each says where it looked and what to do, and any of its findings can be answered for with a reason. What they know of law and of bodies is dated, with its source, and a lawyer should see what depends on it.`,
    groups: SEVERITIES.map((severity) => ({
      severity,
      heading: HEADINGS[severity],
      meaning: MEANINGS[severity],
      checks: CHECKS.filter((check) => check.severity === severity).map(({ id, title, why, reads }) => ({
        id,
        title,
        why,
        reads: READS[reads],
      })),
    })),
  }
}
