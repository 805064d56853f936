import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { asUser } from '../../db/tx.ts'
import { OFFERERS } from '../public-site/offer.ts'

const world = await openWorld()
after(() => world.close())
const { partnershipId, police } = world.ours
const coordinator = await world.ours.account('coordinator')
const offerer = OFFERERS.find(({ kind }) => kind === 'learning')!

async function kept(statement: string, restricted: boolean, state = 'action done'): Promise<string> {
  const [learning_review_id, learning_recommendation_id] = [crypto.randomUUID(), crypto.randomUUID()]
  await asUser(coordinator, async (tx) => {
    await tx.insertInto('learning_review').values({ partnership_id: partnershipId, learning_review_id, kind: 'other', title: 'Review of a house', summary: 'What was found in it', restricted }).execute()
    await tx.insertInto('learning_recommendation').values({ partnership_id: partnershipId, learning_recommendation_id, learning_review_id, number: 1, statement, themes: ['Doors'], owner_agency_id: police, due_on: '2026-06-01', wanted: 'Seen', state, reason: state === 'not accepted' ? 'Because' : null }).execute()
    for (const [kind, seen] of [['something done', 'Forty were trained'], ['practice changed', 'Nine of ten knock']] as const)
      await tx.insertInto('change_evidence').values({ partnership_id: partnershipId, learning_recommendation_id, seen_on: '2026-05-01', kind, statement: seen }).execute()
  })
  return learning_recommendation_id
}

test('the public is told what was recommended and what changed, and neither the review, nor what it found, nor who answers', async () => {
  const key = await kept('Knock twice', false)
  const made = await asUser(coordinator, (tx) => offerer.make(tx, key))
  assert.equal(made?.title, 'Knock twice')
  assert.deepEqual(made?.shown, { kind: 'learning', statement: 'Knock twice', themes: ['Doors'], standing: 'Something was done. We have not seen yet that it changed anything.', change: [{ on: '2026-05-01', statement: 'Nine of ten knock' }] })
})

test('nothing of a restricted review is offered, nor what was not accepted', async () => {
  const keys = [await kept('Ring once', true), await kept('Go away', false, 'not accepted')]
  assert.deepEqual((await asUser(coordinator, (tx) => offerer.list(tx))).map(({ title }) => title), ['Knock twice'])
  for (const key of keys) assert.equal(await asUser(coordinator, (tx) => offerer.make(tx, key)), null)
})
