import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Item } from '../plan.ts'
import { itemOf, planOf, raisedBy, sentencesBy, update } from './specimens.ts'

const said = (declared: string, narrative: string) => ({
  evidence: [],
  success: null,
  updates: [update({ declared, narrative, by: null, source: 'dashboard.docx' })],
})

/** A priority whose sheet gives one position for the activities under it. */
const group = (position: string, activities: Record<string, [title: string, word: string, own?: string]>): Item[] => [
  itemOf('2', { kind: 'priority', title: 'Violence', ...said('Green', position) }),
  ...Object.entries(activities).map(([code, [title, word, own]]) =>
    itemOf(code, { kind: 'activity', parentId: 'item 2', title, ...said(word, own ?? '') }),
  ),
]

const position =
  'A guide to domestic abuse services is on both websites. The Home Office is developing a hate crime policy. Training for housing staff was held in May.'
const activities: Record<string, [string, string]> = {
  '2.1': ['Raise understanding of domestic abuse', 'Green'],
  '2.2': ['Support pan-London action on knife crime and acid attacks', 'Green'],
  '2.3': ['Hate crime', 'Green'],
  '2.4': ['Train front-line housing staff', 'Amber'],
  '2.5': ['Reduce robbery near stations', 'Red'],
}

test('One position for several activities is questioned once', () => {
  assert.deepEqual(sentencesBy('position-shared', planOf(group(position, activities))), [
    '1 group gives one position for 5 activities, so that none of their own ratings can be told from it.',
  ])
})

test('Activities that report for themselves share nothing', () => {
  const own = Object.fromEntries(
    Object.entries(activities).map(([code, [title, word]]) => [code, [title, word, `Work on ${title} went on.`]]),
  ) as Record<string, [string, string, string]>
  assert.equal(raisedBy('position-shared', planOf(group(position, own))).length, 0)
})

test('What is rated and never mentioned in its group’s position is named; what is rated as not begun need not be', () => {
  const [sentence, ...others] = sentencesBy('nothing-said', planOf(group(position, activities)))
  assert.match(sentence!, /says nothing of 2\.2 \(Green/)
  assert.doesNotMatch(sentence!, /2\.1|2\.3|2\.4|2\.5/)
  assert.equal(others.length, 0)
})

test('A position that cites an activity by its code has said something of it', () => {
  assert.equal(raisedBy('nothing-said', planOf(group(`${position} Progress on 2.2 is slow.`, activities))).length, 0)
})

test('What others did is not delivery', () => {
  assert.deepEqual(
    raisedBy('work-of-others', planOf(group(position, activities))).map(({ subject }) => subject),
    ['2.3'],
  )
})

test('What we did with others is', () => {
  assert.equal(
    raisedBy(
      'work-of-others',
      planOf(group(position.replace('The Home Office is developing', 'Our officers helped the Home Office to draft'), activities)),
    ).length,
    0,
  )
})

const delivered =
  'Training was delivered to the college. Training was delivered to the hospital. Stands were held in the square. Dates are awaited from the bank.'

test('Rated as planned though much was delivered: the criteria say otherwise', () => {
  assert.match(
    sentencesBy('rating-against-position', planOf([itemOf('1', said('Amber', delivered))]))[0]!,
    /rated Amber \(“Work is scoped and planned”\), and its position tells of 3 things delivered/,
  )
})

test('Rated green on the same words, or amber on plans, is let pass', () => {
  assert.equal(raisedBy('rating-against-position', planOf([itemOf('1', said('Green', delivered))])).length, 0)
  assert.equal(
    raisedBy(
      'rating-against-position',
      planOf([itemOf('1', said('Amber', 'Training will be delivered in May. Dates are awaited. A trial is proposed.'))]),
    ).length,
    0,
  )
})

test('A few items rated without a word are an omission; a list of bare ratings is not', () => {
  const items = ['1', '2', '3', '4'].map((code) => itemOf(code, said('Green', code === '4' ? '' : 'Held in May.')))
  assert.match(sentencesBy('no-position', planOf(items))[0]!, /1 item is rated without a word on the position: action 4/)
  assert.equal(raisedBy('no-position', planOf(items.map((item) => ({ ...item, updates: [update({ declared: 'Green' })] })))).length, 0)
})
