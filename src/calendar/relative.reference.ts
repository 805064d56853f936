// Every expression a careful reader found in the partnership's five papers, in order, and no other.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { findUnplacedTimes } from './relative.ts'

const folder = new URL('../../../shared/seeds/', import.meta.url)
const paper = (number: string): string =>
  readFileSync(new URL(readdirSync(folder).find((file) => file.startsWith(number))!, folder), 'utf8')

const READ_BY_HAND: Record<string, string[]> = {
  '000': [
    'in the coming 1-3 years', 'this year', 'this year', 'this year', 'over the past few years', 'this year',
    'in the last ten years', 'this year', 'Q2 - Q4 in 2010', 'Q2 - Q4 in 2010', 'Q2 - Q4 in 2010', 'Q2 - Q4 in 2010',
  ],
  '001': [
    'late September', 'a recent meeting', 'mid-August', 'over the last 6 months', 'a year ago', 'since May',
    'the reporting period', 'by weekly', '3 months ago', 'recent meetings',
  ],
  '002': ['this year', 'this financial year', 'in the coming weeks', 'since the last SCP meeting', 'this week'],
  '003': ['over recent years', 'over the next three years'],
  '004': ['over a set period', 'quarter one 2024', 'later in 2024', 'Bi-Weekly'],
}

for (const [number, expected] of Object.entries(READ_BY_HAND)) {
  test(`the expressions found in paper ${number} are those a careful reader found`, () => {
    const found = findUnplacedTimes(paper(number)).map(({ text }) => text.replace(/\s+/g, ' '))
    assert.deepEqual(found, expected)
  })
}

test('when asked, the 2018 dashboard’s days and months without a year are found as well', () => {
  const found = findUnplacedTimes(paper('001'), { yearless: true }).map(({ text }) => text)
  const days = ['5 November', '7 August', '10 September', '12 September', '16 August']
  assert.deepEqual(days.filter((day) => !found.includes(day)), [])
})
