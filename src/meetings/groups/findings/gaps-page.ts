import { todayInLondon, writeDate } from '../../../calendar/dates.ts'
import type { FieldError } from '../../../web/forms.ts'
import { groupRoomTabs } from '../../group-navigation.ts'
import { writeDay } from '../group-page.ts'
import { findingsOf, RULES } from './all.ts'
import { type Finding, type Governance, SEVERITIES, type Severity } from './finding.ts'
import { type Known, type SetAside, type Standing, weigh } from './set-aside.ts'

const HEADINGS: Record<Severity, string> = { gap: 'Gaps', question: 'Questions', note: 'Notes' }
const MEANINGS: Record<Severity, string> = {
  gap: 'Something the partnership must have is not there.', question: 'What a careful reader would ask.', note: 'Worth knowing; it may well be as it should.',
}
const LOOKS: Record<Severity, string> = { gap: 'blocks', question: 'question', note: 'note' }

/** A finding that could not be set aside: which it was, what was typed, and what was wrong with it. */
export type FailedAside = { known: Pick<Known, 'rule' | 'subject'>; entered: Record<string, unknown>; errors: readonly FieldError[] } | null

const hrefOf = ({ id, itemId, groupIds }: Finding) =>
  itemId ? `/items/${itemId}` : groupIds.length === 1 ? `/groups/${groupIds[0]}` : id === 'overlapping-remits' ? '/groups/remits' : groupIds[0] ? `/groups/${groupIds[0]}` : null

const whose = ({ by, at }: SetAside) => `${by ?? 'Someone whose account is gone'}, ${writeDate(todayInLondon(at))}`
const howLong = ({ until }: SetAside) => (until ? `Set aside until ${writeDay(until)}.` : 'Set aside while the facts stay as they are.')
const whyAgain = (lapsed: SetAside) => `It was set aside (${whose(lapsed)}: “${lapsed.reason}”)${lapsed.until ? ` until ${writeDay(lapsed.until)}, which is past.` : ', and what it says has changed since.'}`

/** What is amiss with the partnership's groups, what may stand and why, and what is looked for. */
export function gapsPage(governance: Governance, answers: readonly SetAside[], powers: ReadonlySet<string>, failed: FailedAside = null) {
  const { standing, aside } = weigh(findingsOf(governance), answers, governance.today)
  const isFailed = ({ rule, subject }: Known) => failed !== null && failed.known.rule === rule && failed.known.subject === subject
  const base = (finding: Finding) => ({ id: finding.id, place: finding.place, sentence: finding.sentence, suggestion: finding.suggestion, title: RULES.find((rule) => rule.id === finding.id)!.title, href: hrefOf(finding) })
  const form = (known: Known, index: number) => {
    const mine = isFailed(known) ? failed! : null
    const error = (field: string) => mine?.errors.find((each) => each.field === field)?.text
    const wrong = (field: string) => (error(field) ? { text: error(field) } : null)
    return {
      ...known, index, open: mine !== null, reason: mine?.entered.reason ?? '', until: mine?.entered.until ?? '', lasts: mine?.entered.lasts ?? 'facts',
      wrong: { reason: wrong('reason'), lasts: wrong('lasts'), until: wrong('until') },
    }
  }
  const shown = standing.map((finding, index) => ({ severity: finding.severity, ...base(finding), lapsed: finding.lapsed && whyAgain(finding.lapsed), form: form(finding.known, index) }))
  const wrong = shown.find(({ form: { open } }) => open)
  return {
    title: 'Gaps in governance',
    context: `As it stands on ${writeDay(governance.today)}`,
    tabs: groupRoomTabs('gaps'),
    figures: [
      ...SEVERITIES.map((severity) => ({ number: standing.filter((finding: Standing) => finding.severity === severity).length, text: HEADINGS[severity].toLowerCase() })),
      { number: aside.length, text: 'set aside', ...(aside.length > 0 ? { href: '#set-aside' } : {}) },
    ],
    nothing: governance.groups.length === 0 ? 'No group is written down yet, so there is nothing to look at.' : standing.length === 0 ? (aside.length === 0 ? 'Nothing is amiss.' : 'Nothing else is amiss.') : null,
    sections: SEVERITIES.map((severity) => ({ id: severity, heading: HEADINGS[severity], meaning: MEANINGS[severity], look: LOOKS[severity], findings: shown.filter((finding) => finding.severity === severity) })).filter(({ findings }) => findings.length > 0),
    aside: aside.map((finding) => ({ ...base(finding), known: finding.known, who: whose(finding.answer), reason: finding.answer.reason, howLong: howLong(finding.answer) })),
    mayAnswer: powers.has('meetings.edit'),
    rules: RULES.map(({ id, title, why }) => ({ id, title, why })),
    errorList: wrong ? failed!.errors.map(({ field, text }) => ({ text, href: `#${field}-${wrong.form.index}` })) : [],
  }
}
