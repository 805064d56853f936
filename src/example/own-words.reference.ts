import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ACCOUNTS } from './accounts.ts'
import { asbActions } from './asb-actions-2023.ts'
import { dashboard } from './dashboard-2018.ts'
import { hiddenHarms } from './hidden-harms-2022.ts'
import { MEASURES } from './measures.ts'
import { FEEDS, GROUPS } from './meetings/groups.ts'
import { SAID } from './meetings/minutes.ts'
import { REVIEWS } from './meetings/keep-learning.ts'
import { CAMPAIGNS, PACK_2018, SITE, UPDATE_2017, YOU_SAID } from './meetings/papers.ts'
import { PARTNERS } from './partners.ts'
import { strategy } from './strategy-2022.ts'

const SEEDS = new URL('../../../shared/seeds/', import.meta.url)
const RUN = 8

const wordsOf = (text: string) => text.toLowerCase().replaceAll(/[’']/g, '').split(/[^\p{L}\p{N}]+/u).filter(Boolean)
const runsOf = (text: string) => {
  const words = wordsOf(text)
  return words.slice(0, Math.max(0, words.length - RUN + 1)).map((_, index) => words.slice(index, index + RUN).join(' '))
}

/** Every text of the example, however deep. */
const textsIn = (value: unknown): string[] => (typeof value === 'string' ? [value] : value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [])

test('no eight words in a row of the example stand so in a paper it tells of', () => {
  const papers = readdirSync(SEEDS).map((name) => readFileSync(new URL(name, SEEDS), 'utf8'))
  const theirs = new Set(papers.flatMap(runsOf))
  assert.ok(theirs.size > 10_000)
  const ours = textsIn([dashboard, asbActions, strategy, hiddenHarms, MEASURES, PARTNERS, ACCOUNTS, GROUPS, FEEDS, SAID, UPDATE_2017, PACK_2018, SITE, YOU_SAID, CAMPAIGNS, REVIEWS])
  assert.deepEqual(ours.flatMap(runsOf).filter((run) => theirs.has(run)), [])
})
