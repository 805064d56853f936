import { holdsOn } from './group.ts'
import type { RegisteredGroup } from './register-store.ts'

/**
 * Whether an account may give a seat: one that keeps the group; and, where a confidential group has nobody left who could,
 * whoever governs sharing, so that it does not stay shut for good.
 */
export function mayGiveSeat(group: Pick<RegisteredGroup, 'keeps' | 'confidential' | 'seats'>, powers: ReadonlySet<string>, today: string): boolean {
  if (group.keeps) return true
  const isEmpty = !group.seats.some((seat) => holdsOn(seat, today) && (seat.accountId !== null || seat.deputyAccountId !== null))
  return group.confidential && isEmpty && powers.has('sharing.manage')
}
