import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OwnerFields } from '../keeping/store.ts'
import type { Plan } from '../plan.ts'
import { differences, overlap } from './comparing.ts'
import type { PlanReading } from './plan-reading.ts'
import { planOf, readPlanFrom } from './recognise.ts'
import { heading, paperOf, type SpecimenCell, tableOf } from './specimens.ts'

const HEADER = ['Action', 'Owner', 'RAG', 'Progress', 'End date']
function reading(...rows: SpecimenCell[][]): PlanReading {
  const read = readPlanFrom(paperOf([heading('Action plan, June 2024'), tableOf([HEADER, ...rows])]))
  assert.ok(read)
  return read
}

const owners = ({ owners: said }: PlanReading['items'][number]): OwnerFields[] => said.map(({ words }) => ({ organisationId: null, unmatched: words, accountable: true }))
const compare = (plan: Plan, next: PlanReading) => differences(plan, next, owners, (id) => id).map(({ key, was, now, caution }) => [key, was, now, ...(caution ? [caution] : [])])

const FIRST = [['1. Light the towpath', 'Council', 'Green', 'Lamps are up', '1/6/2024'], ['2. Patrol the market', 'Police', 'Amber', 'Rota agreed', '1/7/2024']]

test('the same paper again changes nothing', () => {
  const paper = reading(...FIRST)
  assert.deepEqual(compare(planOf(paper), paper), [])
  assert.equal(overlap(planOf(paper), paper), 1)
})

test('an item is known by its code though its title changed, and each change is told apart', () => {
  const next = reading(['1. Light the towpath and steps', 'Council', 'Green', 'Lamps are up', '1/6/2024'], ['2. Patrol the market', 'Wardens', 'Green', 'Daily', '1/8/2024'])
  assert.deepEqual(compare(planOf(reading(...FIRST)), next), [
    ['title 1', 'Light the towpath', 'Light the towpath and steps'], ['owner 2', 'Police', 'Wardens'], ['rating 2', 'Amber', 'Green'], ['position 2', 'Rota agreed', 'Daily'],
    ['due 2', '2024-07-01', '2024-08-01'],
  ])
})

test('where codes were made, an item is known by its title though others came before it', () => {
  const before = reading(['Light the towpath by the lock', 'Council', 'Green', '', ''], ['Patrol the night market', 'Police', 'Amber', '', ''])
  const next = reading(['Paint the arches', 'Council', 'Red', '', ''], ['Patrol the night market', 'Police', 'Green', '', ''], ['Light the towpath by the old lock', 'Council', 'Green', '', ''])
  assert.deepEqual(compare(planOf(before), next).map(([key]) => key), ['title 1', 'rating 2', 'added 1'])
})

test('what is gone is proposed as gone, and what an owner has said since is not quietly overruled', () => {
  const plan = planOf(reading(...FIRST))
  const said = { ...plan.items[1]!.updates[0]!, declared: 'Red', by: 'Sam Lee', source: null }
  const since: Plan = { ...plan, items: [plan.items[0]!, { ...plan.items[1]!, updates: [said] }] }
  const changes = compare(since, reading(FIRST[1]!))
  assert.deepEqual(changes.map(([key]) => key), ['rating 2', 'removed 1'])
  assert.match(changes[0]![3]!, /Sam Lee reported on it here, as at 30 June 2024/)
})

test('an item under another heading has moved', () => {
  const under = (first: string, second: string) => reading([{ text: first, across: 5 }], FIRST[0]!, [{ text: second, across: 5 }], FIRST[1]!, ['3. Walk the parks at night', 'Rangers', 'Red', '', ''])
  const moved = reading([{ text: 'Priority 1: Light', across: 5 }], FIRST[0]!, FIRST[1]!, [{ text: 'Priority 2: Feet', across: 5 }], ['3. Walk the parks at night', 'Rangers', 'Red', '', ''])
  const changes = compare(planOf(under('Priority 1: Light', 'Priority 2: Feet')), moved)
  assert.equal(changes.length, 1)
  assert.deepEqual(changes[0]!.slice(1), ['Feet', 'Light'])
})
