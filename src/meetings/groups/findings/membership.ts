import { writeDay } from '../group-page.ts'
import { holdsOn, overlap } from '../group.ts'
import type { RegisteredGroup } from '../register-store.ts'
import type { GroupSeat } from '../store.ts'
import { type Governance, listed, type Rule } from './finding.ts'

const inForce = (group: RegisteredGroup, day: string) => holdsOn({ since: group.begins, until: group.ends }, day)
const about = (group: RegisteredGroup) => ({ place: group.name, groupIds: [group.groupId] })
const postOf = ({ post, role }: GroupSeat) => post ?? role

const vacantStatutory = ({ groups, today }: Governance) =>
  groups.filter((group) => inForce(group, today)).flatMap((group) =>
    group.seats.filter((seat) => seat.statutory && seat.person === null && holdsOn(seat, today)).map((seat) => ({
      ...about(group), about: seat.seatId,
      sentence: `The seat of ${seat.organisation} (${postOf(seat)}) on ${group.name} is vacant, and the law makes it sit there.`,
      suggestion: seat.deputy ? `${seat.deputy} stands in; ask ${seat.organisation} who will take the seat.` : `Ask ${seat.organisation} who will take the seat, and for a deputy.`,
    })))

const statutoryWithoutSeat = ({ groups, partners, today }: Governance) => {
  const boards = groups.filter((group) => group.kind === 'board' && inForce(group, today))
  if (boards.length === 0) return []
  const sits = (organisationId: string) => boards.some(({ seats }) => seats.some((seat) => seat.organisationId === organisationId && holdsOn(seat, today)))
  return partners.filter(({ value, statutory }) => statutory && !sits(value)).map(({ value, text }) => ({
    about: value,
    place: listed(boards.map(({ name }) => name)),
    groupIds: boards.map(({ groupId }) => groupId),
    sentence: `${text} is a partner by law and has no seat on ${listed(boards.map(({ name }) => name))}.`,
    suggestion: 'Give it a seat, even before it is known who will sit there.',
  }))
}

const nobodyChairs = ({ groups, today }: Governance) =>
  groups.filter((group) => inForce(group, today) && group.kind !== 'related' && group.kind !== 'linked')
    .filter(({ seats }) => !seats.some((seat) => (seat.role === 'chair' || seat.role === 'co-chair') && seat.person !== null && holdsOn(seat, today)))
    .map((group) => ({ ...about(group), sentence: `Nobody is named as chair of ${group.name}.`, suggestion: 'Name the chair on its page of seats: minutes are approved by the chair.' }))

const quorumOutOfReach = ({ groups, today }: Governance) =>
  groups.filter((group) => group.quorum !== null && inForce(group, today)).flatMap((group) => {
    const filled = group.seats.filter((seat) => seat.person !== null && holdsOn(seat, today)).length
    return filled >= group.quorum! ? [] : [{
      ...about(group),
      sentence: `${group.name} needs ${group.quorum} seats filled to decide, and has ${filled}.`,
      suggestion: 'Fill its vacant seats, or agree a quorum that it can reach.',
    }]
  })

/** E-92. */
const twoFacilitators = ({ groups }: Governance) =>
  groups.flatMap((group) => {
    const facilitators = group.seats.filter(({ role }) => role === 'facilitator')
    return facilitators.flatMap((one, at) =>
      facilitators.slice(at + 1).filter((other) => other.organisationId !== one.organisationId && overlap(one, other)).map((other) => {
        const since = [one.since, other.since].filter((day) => day !== null).toSorted().at(-1)
        return {
          ...about(group), about: [one.seatId, other.seatId].toSorted().join(' '),
          sentence: `${group.name} is said to be facilitated by ${one.organisation} and by ${other.organisation}${since ? ` at once, from ${writeDay(since)}` : ' at once'}.`,
          suggestion: 'Give the one that came first a last day; or make one of them a member.',
        }
      }))
  })

export const MEMBERSHIP_RULES: readonly Rule[] = [
  { id: 'quorum-out-of-reach', title: 'A quorum out of reach', severity: 'question', find: quorumOutOfReach, why: 'A group that can never be quorate can decide nothing.' },
  { id: 'statutory-seat-vacant', title: 'A statutory seat is vacant', severity: 'gap', find: vacantStatutory, why: 'A responsible authority that does not sit at the table cannot answer for its part (Crime and Disorder Act 1998, s.5).' },
  { id: 'statutory-partner-without-seat', title: 'A partner by law has no seat on the board', severity: 'gap', find: statutoryWithoutSeat, why: 'The strategy is the responsible authorities’ own (Crime and Disorder Act 1998, s.6), so each has a seat where it is agreed.' },
  { id: 'no-chair', title: 'Nobody chairs', severity: 'question', find: nobodyChairs, why: 'Minutes wait for approval by somebody, and actions for somebody who asks.' },
  { id: 'two-facilitators', title: 'Two facilitators at once', severity: 'question', find: twoFacilitators, why: 'When two are said to arrange the meetings, each expects the other to.' },
]
