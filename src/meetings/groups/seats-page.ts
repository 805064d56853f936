import { errorsForPage } from '../../web/forms.ts'
import { type Failed, formDay, pick, roleChoices } from './group-form-page.ts'
import { groupPage, writeSpan } from './group-page.ts'
import { holdsOn } from './group.ts'
import type { Choice, RegisteredGroup } from './register-store.ts'
import type { GroupSeat } from './store.ts'

const row = (groupId: string) => (seat: GroupSeat) => ({
  role: seat.role.charAt(0).toUpperCase() + seat.role.slice(1),
  organisation: seat.organisation,
  post: seat.post,
  statutory: seat.statutory,
  vacant: seat.person === null,
  person: seat.person ?? 'Vacant',
  deputy: seat.deputy ?? 'Nobody',
  span: writeSpan(seat.since, seat.until) ?? 'No dates are set',
  href: `/groups/${groupId}/seats/${seat.seatId}`,
  label: `${seat.role}, ${seat.person ?? 'vacant'}, ${seat.organisation}`,
})

/** Who sits in a group: today, later, and before. `mayGive`: this account may give a seat. */
export function seatsPage(group: RegisteredGroup, mayGive: boolean, today: string) {
  const now = group.seats.filter((seat) => holdsOn(seat, today))
  const filled = now.filter(({ person }) => person !== null).length
  return {
    ...groupPage(group, 'seats'),
    title: `Seats: ${group.name}`,
    actions: mayGive ? [{ text: 'Give a seat', href: `/groups/${group.groupId}/seats/new`, primary: true }] : [],
    now: now.map(row(group.groupId)),
    later: group.seats.filter(({ since }) => since !== null && since > today).map(row(group.groupId)),
    past: group.seats.filter(({ until }) => until !== null && until < today).map(row(group.groupId)),
    summary: now.length === 0 ? 'Nobody has a seat yet.' : `${filled} of ${now.length} ${now.length === 1 ? 'seat is' : 'seats are'} filled${group.quorum ? `; ${group.quorum} make a quorum` : ''}.`,
  }
}

/** A seat as its form has it. */
export const seatEntered = (seat: GroupSeat): Record<string, string> => ({
  organisationId: seat.organisationId, role: seat.role, post: seat.post ?? '', statutory: seat.statutory ? 'yes' : '',
  accountId: seat.accountId ?? '', person: seat.accountId ? '' : (seat.person ?? ''), deputyAccountId: seat.deputyAccountId ?? '', deputy: seat.deputyAccountId ? '' : (seat.deputy ?? ''),
  since: formDay(seat.since), until: formDay(seat.until), version: String(seat.version),
})

/** A seat's form: a new one when `seat` is null. */
export function seatPage(group: RegisteredGroup, seat: GroupSeat | null, choices: { partners: readonly Choice[]; accounts: readonly Choice[] }, failed: Failed) {
  const entered: Record<string, unknown> = failed?.entered ?? (seat ? seatEntered(seat) : { version: '0' })
  // A partner or account that is gone since still shows what it was.
  const kept = (list: readonly Choice[], value: string | null | undefined, text: string | null | undefined) => (value && !list.some((each) => each.value === value) ? [...list, { value, text: text ?? '' }] : list)
  return {
    ...groupPage(group, 'seats'),
    title: seat ? 'Change a seat' : 'Give a seat',
    entered,
    partners: pick(kept(choices.partners, seat?.organisationId, seat?.organisation), entered.organisationId, 'Choose a partner'),
    roles: roleChoices(entered.role),
    accounts: pick(kept(choices.accounts, seat?.accountId, seat?.person), entered.accountId, 'Nobody with an account'),
    deputies: pick(kept(choices.accounts, seat?.deputyAccountId, seat?.deputy), entered.deputyAccountId, 'Nobody with an account'),
    statutory: [{ value: 'yes', text: 'The law makes this partner sit here', checked: entered.statutory === 'yes' }],
    ...errorsForPage(failed?.errors),
  }
}
