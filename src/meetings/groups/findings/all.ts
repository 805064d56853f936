import { AGENDA_RULES } from './agenda.ts'
import { type Finding, type Governance, type Rule, SEVERITIES } from './finding.ts'
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
