import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { asUser } from '../../db/tx.ts'
import { draftSources } from '../drafting/sources.ts'
import type { EvidenceKind, State } from './learning.ts'

const world = await openWorld()
after(() => world.close())
const { partnershipId, police } = world.ours
const coordinator = await world.ours.account('coordinator')
const PERIOD = { starts: '2026-04-01', ends: '2026-06-30', today: Temporal.PlainDate.from('2026-07-10'), partnership: 'Testbury' }
const draft = (key: string, asked = PERIOD) => asUser(coordinator, (tx) => draftSources.find((source) => source.key === key)!.draft(tx, asked))

type Asked = { statement: string; state: State; dueOn: string; themes?: string[]; seen?: { kind: EvidenceKind; on: string; statement: string } }
const kept = (title: string, finishedOn: string, restricted: boolean, recommendations: readonly Asked[]) => asUser(coordinator, async (tx) => {
  const learning_review_id = crypto.randomUUID()
  await tx.insertInto('learning_review').values({ partnership_id: partnershipId, learning_review_id, kind: 'inspection', title, finished_on: finishedOn, restricted }).execute()
  for (const [at, { statement, state, dueOn, themes = [], seen }] of recommendations.entries()) {
    const learning_recommendation_id = crypto.randomUUID()
    await tx.insertInto('learning_recommendation').values({ partnership_id: partnershipId, learning_recommendation_id, learning_review_id, number: at + 1, statement, themes, owner_agency_id: police, due_on: dueOn, wanted: 'Seen by audit', state }).execute()
    if (seen) await tx.insertInto('change_evidence').values({ partnership_id: partnershipId, learning_recommendation_id, seen_on: seen.on, kind: seen.kind, statement: seen.statement }).execute()
  }
})

test('with nothing kept, the draft says so', async () => assert.equal((await draft('learning')).body, 'No review is kept.'))

test('a briefing says what was learnt in its days, what changed in them and what is late; a deed is no change, and another quarter’s change is not told', async () => {
  await kept('Spring inspection', '2026-05-01', false, [
    { statement: 'Ask twice', state: 'change seen', dueOn: '2026-06-01', themes: ['Asking'], seen: { kind: 'practice changed', on: '2026-06-02', statement: 'Nine of ten asked' } },
    { statement: 'Train all', state: 'action done', dueOn: '2026-06-01', seen: { kind: 'something done', on: '2026-06-03', statement: 'Forty were trained' } },
  ])
  await kept('Older inspection', '2024-05-01', false, [
    { statement: 'Lock the door', state: 'open', dueOn: '2026-12-01', themes: ['asking'], seen: { kind: 'result measured', on: '2026-01-02', statement: 'Fewer walked in' } },
  ])
  const { body, drawn, restricted } = await draft('learning')
  assert.match(body, /3 recommendations are followed: 2 are not ended, and a change was seen on 1\./)
  assert.match(body, /Spring inspection \(inspection\), finished 1 May 2026/)
  assert.doesNotMatch(body, /Older inspection \(inspection\)/)
  assert.match(body, /Practice changed: Nine of ten asked \| 2 June 2026/)
  assert.doesNotMatch(body, /Forty were trained|Fewer walked in/)
  assert.match(body, /1 recommendation is late; on 1 the action is done, but no change was seen yet/)
  assert.match(body, /Train all \(Spring inspection, recommendation 2\)/)
  assert.doesNotMatch(body, /Lock the door \(Older inspection, recommendation 1\) \| Testbury Police \| Late/)
  assert.match(body, /- Asking: 2 reviews, 1 recommendation not ended/i)
  assert.match(JSON.stringify(drawn), /"asAt":"2026-07-10"/)
  assert.equal(restricted, false)
})

test('what is restricted is drafted by itself and restricted; the open draft says nothing of it', async () => {
  await kept('Quiet inspection', '2026-05-02', true, [{ statement: 'Knock twice', state: 'open', dueOn: '2026-06-01' }])
  assert.doesNotMatch(JSON.stringify(await draft('learning')), /Quiet|Knock/)
  const { body, restricted } = await draft('restricted learning')
  assert.match(body, /Knock twice/)
  assert.doesNotMatch(body, /Ask twice|Spring/)
  assert.equal(restricted, true)
})
