import { asSystem } from '../db/tx.ts'
import { CommandError } from './command.ts'

/** The one partnership there is, or the one named; of invented ones alone, the example that was loaded first. Throws CommandError with their names where that is not clear. */
export async function choosePartnership(wanted: string | undefined): Promise<string> {
  const all = await selectPartnerships()
  const names = all.map(({ name }) => name).join('; ')
  if (all.length === 0) throw new CommandError('There is no partnership yet. Add one with “wardmote partnership add”.')
  if (wanted === undefined) {
    if (all.length > 1 && !all.every(({ synthetic }) => synthetic)) throw new CommandError(`There is more than one partnership. Add --partnership with one of: ${names}.`, 2)
    return all.toSorted((a, b) => Temporal.Instant.compare(a.createdAt, b.createdAt))[0]!.partnershipId
  }
  const found = all.find(({ name }) => name.toLowerCase() === wanted.trim().toLowerCase())
  if (!found) throw new CommandError(`There is no partnership called “${wanted}”. There is: ${names}.`)
  return found.partnershipId
}

/** Every partnership of this installation, by name. */
export const selectPartnerships = () =>
  asSystem('list partnerships', (tx) => tx.selectFrom('partnership').select(['partnership_id as partnershipId', 'name', 'synthetic', 'created_at as createdAt']).orderBy('name').execute())
