import { groupRoomTabs } from '../../group-navigation.ts'
import { writeDay } from '../group-page.ts'
import { AGENDA_RULES } from './agenda.ts'
import { type Finding, type Governance, type Rule, SEVERITIES, type Severity } from './finding.ts'
import { MEMBERSHIP_RULES } from './membership.ts'
import { NAME_RULES } from './names.ts'
import { REMIT_RULES } from './remits.ts'
import { TIME_RULES } from './time.ts'

/** Every rule of governance. */
export const RULES: readonly Rule[] = [...REMIT_RULES, ...AGENDA_RULES, ...MEMBERSHIP_RULES, ...TIME_RULES, ...NAME_RULES]

/** What is amiss with the partnership's groups, gaps first. */
export const findingsOf = (governance: Governance): Finding[] =>
  RULES.flatMap(({ id, severity, find }) => find(governance).map((finding) => ({ id, severity, ...finding })))
    .toSorted((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity))

const HEADINGS: Record<Severity, string> = { gap: 'Gaps', question: 'Questions', note: 'Notes' }
const MEANINGS: Record<Severity, string> = {
  gap: 'Something the partnership must have is not there.', question: 'What a careful reader would ask.', note: 'Worth knowing; it may well be as it should.',
}
const LOOKS: Record<Severity, string> = { gap: 'blocks', question: 'question', note: 'note' }

/** What is amiss with the partnership's groups, and what is looked for. */
export function gapsPage(governance: Governance) {
  const findings = findingsOf(governance)
  return {
    title: 'Gaps in governance',
    context: `As it stands on ${writeDay(governance.today)}`,
    tabs: groupRoomTabs('gaps'),
    figures: SEVERITIES.map((severity) => ({ number: findings.filter((finding) => finding.severity === severity).length, text: HEADINGS[severity].toLowerCase() })),
    nothing: governance.groups.length === 0 ? 'No group is written down yet, so there is nothing to look at.' : findings.length === 0 ? 'Nothing is amiss.' : null,
    sections: SEVERITIES.map((severity) => ({
      id: severity, heading: HEADINGS[severity], meaning: MEANINGS[severity], look: LOOKS[severity],
      findings: findings.filter((finding) => finding.severity === severity).map(({ id, place, groupIds, itemId, sentence, suggestion }) => ({
        id, place, sentence, suggestion, title: RULES.find((rule) => rule.id === id)!.title,
        href: itemId ? `/items/${itemId}` : groupIds.length === 1 ? `/groups/${groupIds[0]}` : id === 'overlapping-remits' ? '/groups/remits' : groupIds[0] ? `/groups/${groupIds[0]}` : null,
      })),
    })).filter(({ findings: found }) => found.length > 0),
    rules: RULES.map(({ id, title, why }) => ({ id, title, why })),
  }
}
