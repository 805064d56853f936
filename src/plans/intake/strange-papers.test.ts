import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Paper } from '../../documents/paper.ts'
import { readPaper } from '../../documents/reading.ts'
import { oneRating, type PlanReading, wordsOf } from './plan-reading.ts'
import { readPlanFrom } from './recognise.ts'
import { heading, paperOf, paragraph, tableOf } from './specimens.ts'

function planIn(paper: Paper): PlanReading {
  const reading = readPlanFrom(paper)
  assert.ok(reading, 'a plan was found')
  return reading
}

const lines = (reading: PlanReading) => reading.items.map((item) => `${item.parentCode ?? '-'} > ${item.code} ${item.title}${oneRating(item) ? ` [${oneRating(item)}]` : ''}`)

test('questions for headers, as a plan for residents has them', () => {
  const reading = planIn(paperOf([heading('Our plan for a safer estate 2025'), tableOf([
    ['What will we do?', 'Who will do it?', 'By when?', 'How will we know it worked?', 'How is it going?'],
    ['Repair the entry phones', 'Housing', '30 April 2025', 'No unlocked doors on the walkabout', 'Green'],
    ['Hold a youth café', 'Youth service', '31 May 2025', '20 young people a week', 'Amber'],
  ])]))
  assert.deepEqual(lines(reading), ['- > 1 Repair the entry phones [Green]', '- > 2 Hold a youth café [Amber]'])
  assert.deepEqual(reading.items.map((item) => [item.owners[0]!.words, item.due?.toString(), wordsOf(item.success)]), [
    ['Housing', '2025-04-30', 'No unlocked doors on the walkabout'], ['Youth service', '2025-05-31', '20 young people a week'],
  ])
})

test('an objective merged down over its actions, and a priority over its objectives', () => {
  const reading = planIn(paperOf([tableOf([
    ['Priority', 'Objective', 'Action', 'Lead', 'RAG'],
    [{ text: 'Violence', down: 3 }, { text: 'Safer nights', down: 2 }, 'Street marshals', 'Council', 'Green'],
    ['Drink spiking tests', 'Police', 'Red'],
    ['Safer homes', 'Target hardening', 'Housing', 'Amber'],
    ['Theft', 'Safer shops', 'Radio scheme', 'Traders', 'Green'],
  ])]))
  assert.deepEqual(lines(reading), [
    '- > A Violence', 'A > A.A Safer nights', 'A.A > A.A1 Street marshals [Green]', 'A.A > A.A2 Drink spiking tests [Red]', 'A > A.B Safer homes', 'A.B > A.B1 Target hardening [Amber]',
    '- > B Theft', 'B > B.A Safer shops', 'B.A > B.A1 Radio scheme [Green]',
  ])
})

test('a rating for each quarter: the last one filled stands, and the others are said to be left out', () => {
  const reading = planIn(paperOf([tableOf([
    ['Ref', 'Delivery action', 'Lead officer', 'Q1 RAG', 'Q2 RAG', 'Q3 RAG', 'Q4 RAG', 'Comments'],
    ['1', 'Test purchases', 'Trading standards', 'R', 'A', 'G', '', 'Twelve done'], ['2', 'Knife arches', 'Police', 'G', 'G', 'A', '', 'One broken'],
  ])]))
  assert.deepEqual(reading.items.map(oneRating), ['Green', 'Amber'])
  assert.equal(reading.leftOut.filter(({ why }) => /earlier rating/.test(why)).length, 4)
})

test('a previous and a current rating', () => {
  const reading = planIn(paperOf([tableOf([['Action', 'Owner', 'Current RAG', 'Previous RAG'], ['Lamps', 'Council', 'Green', 'Red'], ['Gates', 'Council', 'Amber', 'Amber']])]))
  assert.deepEqual(reading.items.map(oneRating), ['Green', 'Amber'])
})

test('coloured circles, and a rating with its arrow in one cell', async () => {
  const read = await readPaper('board.md', Buffer.from(`# Board tracker

| Workstream | Lead | Status |
|---|---|---|
| Drug outreach | Health | 🟢 |
| Sharps bins | Council | 🟠 two sites left |
| Needle exchange | Pharmacy | 🔴 |
| Naloxone training | Health | Green ↑ |
`))
  assert.ok(read.ok)
  const reading = planIn(read.paper)
  assert.deepEqual(reading.items.map(oneRating), ['Green', 'Amber', 'Red', 'Green'])
  assert.equal(wordsOf(reading.items[1]!.position), 'two sites left')
  assert.equal(reading.items[3]!.stated[0]!.trend, 'up')
})

test('tables that each begin with a row naming their priority', () => {
  const table = (priority: string, ...rows: string[][]) => tableOf([[{ text: priority, across: 3 }], ['Action', 'Owner', 'RAG'], ...rows])
  const reading = planIn(paperOf([table('Violence', ['Patrol the square', 'Police', 'Green']), table('Theft', ['Mark bicycles', 'Council', 'Red'])]))
  assert.deepEqual(lines(reading), ['- > A Violence', 'A > A1 Patrol the square [Green]', '- > B Theft', 'B > B1 Mark bicycles [Red]'])
})

test('one table whose priorities are rows over the full width, each with its header again', () => {
  const header = ['Action', 'Owner', 'RAG']
  const reading = planIn(paperOf([tableOf([
    [{ text: 'PRIORITY 1 – Violence', across: 3 }], header, ['Patrol the square', 'Police', 'Green'],
    [{ text: 'PRIORITY 2 – Theft', across: 3 }], header, ['Mark bicycles', 'Council', 'Red'],
  ])]))
  assert.deepEqual(lines(reading), ['- > 1 Violence', '1 > 1.1 Patrol the square [Green]', '- > 2 Theft', '2 > 2.1 Mark bicycles [Red]'])
})

test('a key and a legend in tables of their own, below the plan', () => {
  const reading = planIn(paperOf([
    tableOf([['Action', 'Owner', 'RAG'], ['Patrol the square', 'HCC/NP', 'Green'], ['Mark bicycles', 'NP', 'Amber']]),
    tableOf([['Code', 'Organisation'], ['HCC', 'Harrow Coast Council'], ['NP', 'Northshire Police']]),
    tableOf([['RAG', 'Meaning'], ['Red', 'No work has begun'], ['Amber', 'Planned and funded'], ['Green', 'Delivered']]),
  ]))
  assert.equal(reading.items.length, 2)
  assert.deepEqual(reading.ownerKey.map(({ code, name }) => [code, name]), [['HCC', 'Harrow Coast Council'], ['NP', 'Northshire Police']])
  assert.deepEqual(reading.scheme!.values.map(({ word, criterion }) => `${word}: ${criterion}`), ['Green: Delivered', 'Amber: Planned and funded', 'Red: No work has begun'])
})

test('a legend of colours with words beside them, for ratings that are colours', () => {
  const reading = planIn(paperOf([
    tableOf([[{ text: '', fill: '#00B050' }, 'Complete'], [{ text: '', fill: '#FFC000' }, 'In progress'], [{ text: '', fill: '#FF0000' }, 'Not complete']]),
    tableOf([['Action', 'Owner', 'Status'], ['Gate the alley', 'Council', { text: '', fill: '#00B050' }], ['Cut the hedge', 'Parks', { text: '', fill: '#FF0000' }]]),
  ]))
  assert.deepEqual(reading.items.map(oneRating), ['Green', 'Red'])
  assert.equal(reading.scheme!.name, 'Completion')
})

test('a legend under the list in the same sheet is no item', () => {
  const reading = planIn(paperOf([tableOf([
    ['Action', 'Owner', 'RAG'], ['Gate the alley', 'Council', 'G'], ['Cut the hedge', 'Parks', 'R'],
    ['', '', ''], ['Key', '', ''], ['G', 'Finished', ''], ['A', 'Some delay', ''], ['R', 'Will not be met', ''],
  ])]))
  assert.deepEqual(reading.items.map(({ title }) => title), ['Gate the alley', 'Cut the hedge'])
})

test('actions that are called by number, with their words in the next column', () => {
  const reading = planIn(paperOf([tableOf([
    ['Action', 'Description', 'Responsible', 'Deadline'], ['Action 1', 'Survey the garages', 'Housing', '1/2/2025'], ['Action 2', 'Sell the garages', 'Housing', '1/8/2025'],
  ])]))
  assert.deepEqual(lines(reading), ['- > 1 Survey the garages', '- > 2 Sell the garages'])
})

test('a sheet for each action and no list at all', () => {
  const sheet = (title: string, owner: string, rating: string, update: string) => tableOf([['Action', title], ['Lead', owner], ['Due', '31 March 2025'], ['RAG', rating], ['Update', update]])
  const reading = planIn(paperOf([sheet('1.1 Beach patrols', 'Lifeguards', 'Green', 'Daily'), sheet('1.2 Litter pickers', 'Council', 'Amber', 'Hired from June')]))
  assert.deepEqual(lines(reading), ['- > 1.1 Beach patrols [Green]', '- > 1.2 Litter pickers [Amber]'])
  assert.deepEqual(reading.items.map(({ due, position }) => [due?.toString(), wordsOf(position)]), [['2025-03-31', 'Daily'], ['2025-03-31', 'Hired from June']])
})

test('a register of risks, a list of members and a table of measures are no plan, or not surely', () => {
  const read = (...rows: string[][]) => readPlanFrom(paperOf([tableOf(rows)]))
  assert.equal(read(['Risk', 'Likelihood', 'Impact', 'Owner', 'RAG'], ['Funding ends in March', 'High', 'High', 'Treasurer', 'Red'], ['Volunteers leave the scheme', 'Low', 'High', 'Chair', 'Green']), null)
  assert.equal(read(['Name', 'Organisation', 'Email'], ['Ann Smith', 'Council', 'ann@example.org'], ['Bo Jones', 'Police', 'bo@example.org']), null)
  const measures = read(['Indicator', 'Baseline', 'Target', 'Actual', 'RAG'], ['Burglaries a month', '12', '10', '9', 'Green'], ['Robberies a month', '4', '3', '5', 'Red'])
  assert.ok(measures === null || measures.unsure !== null)
})

test('a period in the title, a month on the cover, and a title found among slogans', () => {
  const reading = planIn(paperOf([
    paragraph('Together for a safer coast'), paragraph('Community Safety Delivery Plan 2022-25'), paragraph('Progress at October 2023'),
    tableOf([['Action', 'Owner', 'RAG'], ['1. Patrol the pier', 'Police', 'Green'], ['2. Light the steps', 'Council', 'Amber']]),
  ]))
  assert.equal(reading.title, 'Community Safety Delivery Plan 2022-25')
  assert.deepEqual([reading.period!.starts, reading.period!.ends, reading.positionOn!].map(String), ['2022-04-01', '2025-03-31', '2023-10-31'])
})

test('numbers that begin again under each heading are told apart', () => {
  const header = ['No', 'Action', 'Lead', 'RAG']
  const reading = planIn(paperOf([
    heading('Priority 1: Homes'), tableOf([header, ['1', 'Check locks', 'Police', 'Green'], ['2', 'Fit alarms', 'Fire service', 'Red']]),
    heading('Priority 2: Streets'), tableOf([header, ['1', 'Sweep needles', 'Council', 'Green'], ['2', 'Repair lamps', 'Council', 'Amber']]),
  ]))
  assert.deepEqual(reading.items.map(({ code }) => code), ['1', '1.1', '1.2', '2', '2.1', '2.2'])
  assert.ok(reading.questions.some(({ sentence }) => /begin again/.test(sentence)))
})

test('rows that stand alone and were read as headings are said to be so', () => {
  const reading = planIn(paperOf([tableOf([
    ['Action', 'Owner', 'RAG'], ['Parks', '', ''], ['Walk the parks at dusk', 'Rangers', 'Green'], ['Streets', '', ''], ['Sweep the arches', 'Council', 'Red'],
  ])]))
  assert.deepEqual(lines(reading), ['- > A Parks', 'A > A1 Walk the parks at dusk [Green]', '- > B Streets', 'B > B1 Sweep the arches [Red]'])
  assert.ok(reading.questions.some(({ sentence }) => /“Parks” and “Streets” stand alone/.test(sentence)))
})

test('a due date before the start is asked about, and the start left off', () => {
  const reading = planIn(paperOf([tableOf([['Action', 'Owner', 'Start date', 'End date'], ['Fit the gates', 'Council', '1/6/2025', '1/5/2025'], ['Cut the hedge', 'Parks', '1/5/2025', '1/6/2025']])]))
  assert.deepEqual(reading.items.map(({ starts, due }) => [String(starts), String(due)]), [['null', '2025-05-01'], ['2025-05-01', '2025-06-01']])
  assert.ok(reading.questions.some(({ place, sentence }) => place === 'Table 1, row 2' && /before it starts on 1 June 2025/.test(sentence)))
})
