import { CASE_KINDS, holdsOn } from '../group.ts'
import type { RegisteredGroup } from '../register-store.ts'
import type { TermsVersion } from '../store.ts'
import { missingFrom } from '../terms.ts'
import { type Governance, listed, type Rule } from './finding.ts'

const about = (group: RegisteredGroup) => ({ place: group.name, groupIds: [group.groupId] })
/** Bodies of the partnership's own: it writes their terms. */
const isOwn = ({ kind }: RegisteredGroup) => kind !== 'linked' && kind !== 'related'
const own = ({ groups, today }: Governance) => groups.filter((group) => isOwn(group) && holdsOn({ since: group.begins, until: group.ends }, today))
const adopted = ({ terms }: RegisteredGroup): TermsVersion | null => terms.find(({ adoptedOn }) => adoptedOn !== null) ?? null

/** E-18. */
const noTerms = (governance: Governance) =>
  own(governance).filter((group) => adopted(group) === null).map((group) => ({
    ...about(group),
    sentence: group.terms.length > 0 ? `${group.name} works from a draft: no terms of reference were adopted.` : `${group.name} has no terms of reference.`,
    suggestion: group.terms.length > 0 ? 'Take the draft to its next meeting, and adopt it.' : 'Write them; the form begins with an agenda that suits such a group.',
  }))

const incomplete = (governance: Governance) =>
  own(governance).flatMap((group) => {
    const terms = adopted(group)
    const missing = terms ? missingFrom(terms) : []
    return missing.length === 0 ? [] : [{ ...about(group), sentence: `The terms of ${group.name} lack ${listed(missing)}.`, suggestion: 'Write a new version that has them.' }]
  })

// What is said of offenders one by one (standing agendas of 2011).
const PEOPLE = /\b(?:removals?|(?:proposed|new) additions?|nominations?|review of (?:the )?(?:ppos?|offenders?|nominals?|cases|individuals?|people))\b/i
const CODES = /\b[A-Z]{2,}(?=s?\b)/g

const considersPeople = (group: RegisteredGroup) => CASE_KINDS.includes(group.kind) || group.schemeId !== null || group.confidential

/** A group that considers people, has no agenda of its own, and is spoken of in these lines. */
function ownerOf(titles: readonly string[], groups: readonly RegisteredGroup[]): RegisteredGroup | null {
  const codes = titles.flatMap((title) => title.match(CODES) ?? [])
  const without = groups.filter((group) => considersPeople(group) && (adopted(group)?.agenda.length ?? 0) === 0)
  return without.find((group) => codes.some((code) => [group.name, group.remit ?? '', ...group.names.map(({ name }) => name)].some((text) => new RegExp(`\\b${code}`, 'i').test(text)))) ?? null
}

/** E-20. */
const unsuited = (governance: Governance) => {
  const groups = own(governance)
  return groups.flatMap((group) => {
    const agenda = adopted(group)?.agenda ?? []
    if (agenda.length === 0) return []
    // The same for every reader: of what is restricted, only what sort of item it is.
    const ofPeople = agenda.filter(({ kind, title, restricted }) => kind === 'cases' || (!restricted && PEOPLE.test(title)))
    if (!considersPeople(group) && ofPeople.length > 0) {
      const owner = ownerOf(ofPeople.filter(({ restricted }) => !restricted).map(({ title }) => title), groups)
      return [{
        ...about(group),
        sentence: `The standing agenda of ${group.name} is about people one by one (${listed(ofPeople.slice(0, 3).map(({ title, restricted }) => (restricted ? 'a restricted item' : `“${title}”`)))}), and the group considers no cases.`,
        suggestion: owner ? `It reads like the agenda of ${owner.name}, whose own terms have none: put it there, and write this group its own.` : 'Write it an agenda of its own; or, if it does consider people, make it confidential or tie it to its casework.',
      }]
    }
    if (CASE_KINDS.includes(group.kind) && !agenda.some(({ kind }) => kind === 'confidentiality'))
      return [{ ...about(group), sentence: `${group.name} considers people, and its agenda has no confidentiality statement.`, suggestion: 'Add one before the first case.' }]
    if (group.kind === 'board' && !agenda.some(({ kind }) => kind === 'plan' || kind === 'measures' || kind === 'feeds'))
      return [{ ...about(group), sentence: `The agenda of ${group.name} looks at neither the plan, its measures nor what other groups report.`, suggestion: 'Add a standing item for at least one of them.' }]
    return []
  })
}

export const AGENDA_RULES: readonly Rule[] = [
  { id: 'no-terms', title: 'A group without terms of reference', severity: 'gap', find: noTerms, why: 'Without terms nobody can say what it may decide, who sits in it, or whether it still does what it was set up for.' },
  { id: 'terms-incomplete', title: 'Terms that lack a part', severity: 'gap', find: incomplete, why: 'Terms have an introduction, aims, attendees, a standard agenda and meeting dates.' },
  { id: 'agenda-unsuited', title: 'An agenda that does not suit its group', severity: 'gap', find: unsuited, why: 'An agenda copied from another group sends people’s details to those who should not hear them, and leaves the group’s own work undone.' },
]
