import type { RegisteredGroup } from '../register-store.ts'
import type { GroupSeat, TermsVersion } from '../store.ts'
import { findingsOf } from './all.ts'
import type { Governance } from './finding.ts'

/** Terms that lack nothing, for tests. */
export const terms = (given: Partial<TermsVersion> = {}): TermsVersion => ({
  number: 1, introduction: 'Why', aims: ['To act'], attendees: 'All', dates: 'First Monday of every month', agenda: [{ title: 'Discussion', kind: 'discussion', restricted: false }],
  adoptedOn: '2026-01-01', version: 1, ...given,
})

export const seat = (given: Partial<GroupSeat> = {}): GroupSeat => ({
  groupId: '', seatId: crypto.randomUUID(), organisationId: 'council', organisation: 'Testbury Council', role: 'member', post: null, statutory: false, accountId: null,
  person: 'Jo Bloggs', deputyAccountId: null, deputy: null, since: null, until: null, version: 1, ...given,
})

/** A group of which nothing is amiss, for tests; its id is its name. */
export const group = (name: string, given: Partial<RegisteredGroup> = {}): RegisteredGroup => ({
  groupId: name, name, kind: 'delivery', confidential: false, parentId: null, schemeId: null, quorum: null, begins: null, ends: null, keeps: false, seated: false, reads: true,
  remit: null, handles: [], runById: null, runBy: null, endedReason: null, version: 1, names: [{ nameId: name, name, kind: 'name', since: null, until: null }],
  seats: [seat({ role: 'chair' })], terms: [terms()], delivers: [], cameFrom: [], wentInto: [], series: [], ...given,
})

export const governance = (groups: readonly RegisteredGroup[], given: Partial<Governance> = {}): Governance =>
  ({ today: '2026-06-01', area: 'City of Testbury', groups, priorities: [], sittings: [], partners: [], ...given })

/** What one rule says of these groups. */
export const says = (id: string, groups: readonly RegisteredGroup[], given: Partial<Governance> = {}): string[] =>
  findingsOf(governance(groups, given)).filter((finding) => finding.id === id).map(({ sentence, suggestion }) => `${sentence} ${suggestion}`)
