import { type Actor, asSystem } from '../src/db/tx.ts'
import { emptyRows, invent, many } from '../src/example/casework/invent.ts'
import { castOf, fill } from '../src/example/casework/keep-casework.ts'
import { randomBelow } from '../src/statistics/linkage/frequencies.ts'

const AT_ONCE = 100

/** Adds `count` invented cases to the example partnership, a hundred to a transaction. Gives how many rows they took. */
export async function addCases({ partnershipId }: Actor, count: number): Promise<number> {
  const cast = await asSystem('find who there is to invent cases with', castOf, partnershipId)
  const below = randomBelow(5000)
  const wanted = many(below, count)
  let added = 0
  for (let from = 0; from < count; from += AT_ONCE) {
    const rows = emptyRows()
    for (const each of wanted.slice(from, from + AT_ONCE)) invent({ ...cast, below }, each, rows)
    await asSystem('add invented cases for the benchmark', (tx) => fill(tx, rows), partnershipId)
    added += Object.values(rows).reduce((sum, list) => sum + list.length, 0)
  }
  return added
}
