import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codesNamed } from './position.ts'
import { gapsIn, isCode, leadingCode, namedCode, parentCodeOf, codeKey } from './codes.ts'
import { readDays, readIssueDate, readPeriod } from './dates.ts'
import { factsOf, readLegend, schemeOfLegend, schemeOfWords } from './legend.ts'
import { isWithheld, markOfFill, readMark, readTrend } from './marks.ts'
import { guessMeaning } from './meanings.ts'
import { keyEntry } from './owner-key.ts'
import { stateOfRating, stateOfWords } from './state-guess.ts'

test('ratings as people write them', () => {
  const said: [string, string | null][] = [
    ['GREEN', 'Green'], ['g', 'Green'], ['R', 'Red'], ['Amber/red', 'Amber/Red'], ['Red / Amber', 'Amber/Red'], ['A/G', 'Amber/Green'], ['BLUE complete', 'Blue'], ['RAG: Amber', 'Amber'],
    ['Green – on course', 'Green'], ['🔴 late', 'Red'], ['On track', 'On track'], ['Not yet started', 'Not started'], ['Completed', 'Complete'], ['Complete - published in May', 'Complete'],
    ['Green spaces were improved along the canal', null], ['Reducing burglary', null], ['Action', null], ['Agreed', null], ['', null], ['12', null],
  ]
  for (const [text, word] of said) assert.equal(readMark(text)?.word ?? null, word, text)
  assert.deepEqual(readMark('Amber: two sites left'), { word: 'Amber', rest: 'two sites left' })
  for (const text of ['Exempt under Section 43', 'n/a', 'Not rated', 'TBC', '–', 'Data not provided']) assert.ok(isWithheld(text), text)
  for (const text of ['Exemplary work', 'Not started', 'Tbilisi']) assert.ok(!isWithheld(text), text)
})

test('fills by the nearest colour that ratings have', () => {
  const seen: [string | null, string | null][] = [
    ['#00B050', 'Green'], ['#92D050', 'Green'], ['#C6EFCE', 'Green'], ['#FFC000', 'Amber'], ['#FFFF00', 'Amber'], ['#ED7D31', 'Amber'], ['#FF0000', 'Red'], ['#FFC7CE', 'Red'], ['#0070C0', 'Blue'],
    ['#D9D9D9', null], ['#000000', null], ['#7030A0', null], [null, null],
  ]
  for (const [fill, word] of seen) assert.equal(markOfFill(fill), word, String(fill))
})

test('trends by arrow and by word', () => {
  const seen: [string, string | null][] = [['➡', 'flat'], ['⬆️', 'up'], ['↓', 'down'], ['↔', 'flat'], ['Improving', 'up'], ['no change', 'flat'], ['Worsening', 'down'], ['See note', null]]
  for (const [text, trend] of seen) assert.equal(readTrend(text), trend, text)
})

test('codes typed before titles, and figures that are no codes', () => {
  assert.deepEqual(leadingCode('3.1.1e Work to reduce theft'), { code: '3.1.1e', title: 'Work to reduce theft' })
  assert.deepEqual(leadingCode('12. Tell everybody'), { code: '12', title: 'Tell everybody' })
  assert.deepEqual(leadingCode('CS-04: Fit the gates'), { code: 'CS-04', title: 'Fit the gates' })
  for (const text of ['3 new officers', '2023 plan', '24 hour helpline', '12.05.24 meeting held']) assert.equal(leadingCode(text), null, text)
  assert.deepEqual(leadingCode('4 Promote the scheme', true), { code: '4', title: 'Promote the scheme' })
  assert.deepEqual(namedCode('Priority 2 – Violence'), { noun: 'priority', code: '2', title: 'Violence' })
  assert.equal(namedCode('Priority areas for next year'), null)
  for (const code of ['7', '2.1', 'A3', 'Action 4', 'MOD_0106_1617-Q1', 'iv']) assert.ok(isCode(code), code)
  for (const text of ['Seven', '2 of them', 'ASB', '£40']) assert.ok(!isCode(text), text)
})

test('parents by code, and numbers that are missing', () => {
  const codes = new Map(['1', '1.1.1a', '2', '2.1'].map((code) => [codeKey(code), code]))
  assert.equal(parentCodeOf('1.1.1a', codes), '1')
  assert.equal(parentCodeOf('2.1.3', codes), '2.1')
  assert.equal(parentCodeOf('3', codes), null)
  assert.deepEqual(gapsIn(['25', '26', '27', '29']), ['28'])
  assert.deepEqual(gapsIn(['1.1a', '1.1b', '1.1d']), ['1.1c'])
  assert.deepEqual(gapsIn(['1', '50', '900']), [], 'figures that do not count')
  assert.deepEqual(codesNamed('See 2.1 and 1.1.1 a, not the 16 August meeting or 2.5 million', codes), ['2.1'])
})

test('dates, periods and the day a paper speaks of', () => {
  const days = (text: string) => (readDays(text) ? [readDays(text)!.starts.toString(), readDays(text)!.ends.toString()] : null)
  assert.deepEqual(days('30.06.08'), ['2008-06-30', '2008-06-30'])
  assert.deepEqual(days('by end of June 2024'), ['2024-06-01', '2024-06-30'])
  assert.deepEqual(days('2024/25'), ['2024-04-01', '2025-03-31'])
  for (const text of ['Ongoing', '12', '31 June 2024', 'Spring 2025 or later', '43']) assert.equal(readDays(text), null, text)
  const period = (text: string) => (readPeriod(text) ? [readPeriod(text)!.starts.toString(), readPeriod(text)!.ends.toString()] : null)
  assert.deepEqual(period('Strategy 2022-2025, update 2024'), ['2022-04-01', '2025-03-31'])
  assert.deepEqual(period('Action Plan 2023'), ['2023-01-01', '2023-12-31'])
  assert.deepEqual(period('April 2023 to September 2024'), ['2023-04-01', '2024-09-30'])
  assert.equal(period('Progress at October 2023'), null)
  assert.equal(readIssueDate('Version 1.1, September 2018')?.toString(), '2018-09-30')
})

test('legends, the facts their criteria speak of, and schemes that words alone suggest', () => {
  assert.deepEqual(readLegend('Red (late) Amber (at risk) Green (on time)').map(({ word, criterion }) => `${word}=${criterion}`), ['Red=late', 'Amber=at risk', 'Green=on time'])
  assert.deepEqual(readLegend('R = not begun, A = planned; G = done').map(({ word }) => word), ['Red', 'Amber', 'Green'])
  assert.deepEqual(readLegend('The green paper and the red line were discussed'), [])
  assert.deepEqual(factsOf('Work has not yet started'), ['not started'])
  assert.deepEqual(factsOf('Complete'), ['complete'])
  assert.deepEqual(factsOf('Not complete'), ['not complete'])
  assert.deepEqual(factsOf('Work is delayed but under way'), [], 'delay is a judgement')
  const mixed = schemeOfLegend([{ word: 'Green', criterion: 'Complete' }, { word: 'Red', criterion: 'At risk of delay' }], 'Table 1')
  assert.ok(mixed.values.every(({ facts }) => facts.length === 0), 'a scheme is decided by facts whole or not at all')
  assert.equal(schemeOfWords(['Amber/Red', 'Green'])!.name, 'Delivery confidence')
  assert.deepEqual(schemeOfWords(['Red', 'Green'])!.values.map(({ word }) => word), ['Green', 'Amber', 'Red'])
  assert.equal(schemeOfWords([]), null)
})

test('headers, key lines and states', () => {
  const headers: [string, string | null][] = [
    ['TARGET OWNER', 'owner'], ['Traffic Light Colour', 'rating'], ['rating_comment', 'position'], ['By when', 'due'], ['Impact and Outcome', 'outcome'], ['Actions taken to date', 'position'],
    ['Measure of success', 'success'], ['Description / Aims', 'aim'], ['project_number', 'code'], ['yearly_budget', 'ignore'], ['Ward', null],
  ]
  for (const [header, meaning] of headers) assert.equal(guessMeaning(header)?.meaning ?? null, meaning, header)
  assert.deepEqual(keyEntry('CoLP: City Police'), { code: 'CoLP', name: 'City Police' })
  for (const line of ['Comms City Police', 'The Police', 'GREEN Delivered work']) assert.equal(keyEntry(line), null, line)
  assert.equal(stateOfRating('Complete', [])?.state, 'complete')
  assert.equal(stateOfRating('Green', ['delivered', 'continuing'])?.state, 'in progress')
  assert.equal(stateOfRating('Green', []), null)
  assert.equal(stateOfWords('The bid has been deferred to next year.')?.state, 'deferred')
  assert.equal(stateOfWords('Residents are happy.'), null)
})
