import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paperOf as wordPaper, tableOf } from '../intake/specimens.ts'
import { itemOf, measureOf, planOf, raisedBy, sentencesBy } from './specimens.ts'

const table = (header: string, rows: string[]) => `# Plan\n\n| ${header} |\n|${header.split('|').map(() => '---').join('|')}|\n${rows.map((row) => `| ${row} |`).join('\n')}\n`
const five = (row: (number: number) => string) => [1, 2, 3, 4, 5].map(row)

test('Actions without dates or measures are one finding to a table', () => {
  assert.deepEqual(sentencesBy('plan-without-dates-or-measures', table('Action | Owner | RAG | Update', five((n) => `Do thing ${n} | Ann Lee | Green | Done in May`))), ['In Table 1 (line 3) none of the 5 actions has a due date or a measure.'])
})

test('Some without a date are counted', () => {
  assert.match(sentencesBy('plan-without-dates-or-measures', table('Action | Owner | Due | Measure', five((n) => `Do thing ${n} | Ann Lee | ${n > 2 ? '' : '1 May 2025'} | Ten held`)))[0]!, /3 of 5 have no due date/)
})

test('A whole plan, a dashboard, a list of projects and a list of partners are let pass', () => {
  for (const source of [
    table('Action | Owner | Due | Measure', five((n) => `Do thing ${n} | Ann Lee | 1 May 2025 | Ten held`)),
    table('Priority | Owner | RAG | Trend', five((n) => `Priority ${n} | Ann Lee | Green | Up`)),
    table('Project | Department | Rating', five((n) => `Project ${n} | Housing | Green`)),
    table('Partner | Role | Contact', five((n) => `Partner ${n} | Chair | 020 7946 000${n}`)),
  ]) assert.deepEqual(sentencesBy('plan-without-dates-or-measures', source), [])
})

const LEGEND = 'Red (not complete) Amber (in progress) Green (complete)'

test('A status column that holds narrative has lost its colours', () => {
  assert.equal(raisedBy('colour-only', table(`Action | Owner | ${LEGEND}`, five((n) => `Do thing ${n} | Ann Lee | The team has met twice and is working through the list of premises`))).length, 1)
})

test('A status given by fill alone is colour alone', () => {
  const cell = { text: '', fill: '#00B050' }
  assert.match(sentencesBy('colour-only', wordPaper([tableOf([['Action', 'Owner', 'RAG'], ['One', 'Ann', cell], ['Two', 'Bob', cell], ['Three', 'Cy', cell]])]))[0]!, /given by colour alone in 3 of 3 rows/)
})

test('A status in words is let pass, whatever stands beside it', () => {
  for (const word of ['Green', 'AMBER – delayed by the contractor until the summer', 'G', 'On track', 'Complete: report published'])
    assert.deepEqual(sentencesBy('colour-only', table('Action | Owner | RAG', five((n) => `Do thing ${n} | Ann Lee | ${word}`))), [], word)
  assert.deepEqual(sentencesBy('colour-only', table('Action | Owner | RAG comment', five((n) => `Do thing ${n} | Ann Lee | The team has met twice and is working through the list`))), [])
})

const outcomes = (header: string, ...cells: string[]) => table(`Action | Owner | RAG | ${header}`, cells.map((cell, at) => `Do thing ${at + 1} | Ann Lee | Green | ${cell}`))

test('An intention, a need and a status are no outcomes', () => {
  const [sentence] = sentencesBy('outcome-is-none', outcomes('Outcome', 'To be moved to the 2025 plan', 'The intention is to improve cameras', 'Greater awareness is required', 'Noise complaints fell from 40 to 12'))
  assert.match(sentence!, /^3 outcomes are none/)
  assert.doesNotMatch(sentence!, /Noise/)
})

test('Outcomes, and columns of what is intended, are let pass', () => {
  assert.deepEqual(sentencesBy('outcome-is-none', outcomes('Outcome', 'We reduced noise by half and will go on', 'Victims say they feel safer', 'Ten landlords trained', 'Reports rose to 40')), [])
  assert.deepEqual(sentencesBy('outcome-is-none', outcomes('Intended outcome', 'To reduce noise', 'To reduce litter', 'To house people', 'We will listen')), [])
})

test('Claims without a figure are one note, and claims with figures none', () => {
  assert.equal(raisedBy('outcome-unmeasured', outcomes('Impact and outcome', 'Our communities are safer', 'People are aware', 'We work together', 'Staff are trained')).length, 1)
  assert.equal(raisedBy('outcome-unmeasured', outcomes('Impact and outcome', '40 people trained', 'Calls down 12%', '9 orders made', 'Staff are trained')).length, 0)
})

test('One outcome for three actions, word for word, is noted; for two it is not', () => {
  assert.equal(raisedBy('outcome-repeated', outcomes('Outcome', 'Our communities are safeguarded.', 'Our communities are safeguarded', 'Our communities are safeguarded', 'Other')).length, 1)
  assert.equal(raisedBy('outcome-repeated', outcomes('Outcome', 'Our communities are safeguarded.', 'Our communities are safeguarded', 'Other', 'Another')).length, 0)
})

test('What is put off needs a date or a named place', () => {
  for (const update of ['Discussions have been moved to later in 2025.', 'Deferred to the next plan', 'Postponed'])
    assert.equal(raisedBy('put-off', outcomes('Progress', update, 'Done', 'Done', 'Done')).length, 1, update)
  for (const update of ['Deferred to March 2025', 'Moved to the Wexmere Housing Strategy', 'Carried forward as action 14', 'The service moved to the new building', 'Data have been moved to the cloud', 'Deferred prosecutions were used twice'])
    assert.deepEqual(sentencesBy('put-off', outcomes('Progress', update, 'Done', 'Done', 'Done')), [], update)
})

const harms = (rows: string[]) => `# Strategy\n\n| Harm | Definition |\n|---|---|\n| Slavery | Forced work |\n| Cuckooing | Taking over a home |\n| Child exploitation | Abuse of a child |\n| Exploitation | Abuse of an adult |\n| County lines | Drug running |\n\nWhat we do:\n\n| Harm | Activity |\n|---|---|\n${rows.map((row) => `| ${row} | We act on it |`).join('\n')}`

test('What is defined and has no row is found, however like another its name is', () => {
  assert.match(sentencesBy('missing-row', harms(['Slavery', 'Cuckooing', 'Child exploitation', 'County lines']))[0]!, /no row for “Exploitation”/)
})

test('Rows in other words, and tables of other things, are let pass', () => {
  assert.deepEqual(sentencesBy('missing-row', harms(['Modern slavery', 'Cuckooing', 'Child exploitation', 'Exploitation', 'County lines'])), [])
  assert.deepEqual(sentencesBy('missing-row', harms(['Burglary', 'Theft', 'Robbery'])), [])
})

const matrix = (cell: string) => table('Harm | Prevent | Protect | Pursue', [`Slavery | We train staff | We house victims | We share what we know`, `Cuckooing | ${cell} | We visit | We close premises`, 'County lines | We teach | We mentor | We arrest'])

test('An empty cell of a matrix is found, and one that says “none” is an answer', () => {
  assert.deepEqual(sentencesBy('empty-cell', matrix('')), ['Table 1 (line 3) has nothing for “Cuckooing” under “Prevent”.'])
  assert.deepEqual(sentencesBy('empty-cell', matrix('Nothing: covered by the county')), [])
})

test('Empty cells of other tables are let pass', () => {
  assert.deepEqual(sentencesBy('empty-cell', table('Action | Owner | Due | RAG', five((n) => `Do thing ${n} | Ann | ${n > 3 ? '' : '1 May 2025'} | Green`))), [])
})

test('A plan with a frame shows strands without work, and items without any', () => {
  const strands = [{ strandId: 'a', name: 'Prevent' }, { strandId: 'b', name: 'Protect' }]
  const harm = (code: string, ...under: string[]) => [itemOf(code, { kind: 'priority' }), ...under.map((strandId) => itemOf(`${code}${strandId}`, { parentId: `item ${code}`, strandId }))]
  const plan = planOf([...harm('1', 'a', 'b'), ...harm('2', 'a'), ...harm('3', 'a', 'b'), ...harm('4')], { strands })
  assert.deepEqual(sentencesBy('strand-gap', plan), ['priority 2 has nothing under Protect.'])
  assert.deepEqual(raisedBy('no-strands', plan).map(({ subject }) => subject), ['4'])
  assert.equal(raisedBy('strand-gap', planOf(harm('2', 'a'))).length, 0)
})

test('Two actions that ask for the same are found, with their owners', () => {
  const titles = [
    'Identify repeat victims through analysis, assess risk and manage through the MARAC', 'Develop a process to identify repeat victims and manage them through the MARAC as appropriate',
    'Train housing officers in coercive control', 'Train licensing officers in coercive control', 'Fit lights on the towpath', 'Publish a burglary bulletin', 'Mark bicycles at the station', 'Hold walks with residents',
  ]
  const found = raisedBy('near-duplicates', planOf(titles.map((title, at) => itemOf(String(at + 1), { title }))))
  assert.deepEqual(found.map(({ subject }) => subject), ['1 and 2'])
})

test('Names of projects that are kin, and phases told apart by number, are not the same', () => {
  const titles = ['Building Safety Programme Remediation North', 'Building Safety Programme Remediation South', 'Fit lights along the canal towpath in phase 1', 'Fit lights along the canal towpath in phase 2', 'Mark bicycles', 'Hold walks']
  assert.deepEqual(sentencesBy('near-duplicates', planOf(titles.map((title, at) => itemOf(String(at + 1), { title })))), [])
})

test('An item without a date or a measure is noted, and one that goes on for ever needs a review date', () => {
  assert.deepEqual(sentencesBy('item-without-date-or-measure', planOf([itemOf('1', { due: null, success: null })])), ['action 1 has no due date and no measure.'])
  assert.deepEqual(sentencesBy('item-without-date-or-measure', planOf([itemOf('1', { due: null, state: 'continuous' })])), ['action 1 has no review date.'])
  assert.equal(raisedBy('item-without-date-or-measure', planOf([itemOf('1')])).length, 0)
})

test('A deferred item needs the plan it goes to', () => {
  assert.equal(raisedBy('deferred-nowhere', planOf([itemOf('1', { state: 'deferred' })])).length, 1)
  assert.equal(raisedBy('deferred-nowhere', planOf([itemOf('1', { state: 'deferred', deferredTo: 'Plan 2025' })])).length, 0)
})

test('A measured outcome needs a measure with readings', () => {
  assert.equal(raisedBy('outcome-without-measure', planOf([itemOf('1', { outcome: 'Noise fell', outcomeType: 'measured' })])).length, 1)
  assert.equal(raisedBy('outcome-without-measure', planOf([itemOf('1', { outcome: 'Noise fell', outcomeType: 'claimed' })])).length, 0)
  assert.equal(raisedBy('outcome-of-no-kind', planOf([itemOf('1', { outcome: 'Noise fell' })])).length, 1)
})

test('Two legends that give one colour two meanings are found', () => {
  const legend = (green: string) => `GREEN: ${green}. AMBER: Work planned. RED: Not yet started.`
  assert.equal(raisedBy('two-schemes', `# D\n\n${legend('Work being delivered')}\n\nLater in the paper:\n\nGreen = finished, Amber = under way, Red = not complete`).length, 1)
  assert.equal(raisedBy('two-schemes', `# D\n\n${legend('Work being delivered')}\n\nLater:\n\n${legend('Work is being delivered')}`).length, 0)
})

test('A target that came due and was not closed is found once, whichever items its measure serves', () => {
  const measure = { ...measureOf(8), unclosed: 2 }
  assert.deepEqual(sentencesBy('target-not-closed', planOf([itemOf('1', { measures: [measure] }), itemOf('2', { measures: [measure] })])), ['2 targets of “Burglary” came due, and nobody has said how they came out.'])
  assert.equal(raisedBy('target-not-closed', planOf([itemOf('1', { measures: [measureOf(8)] })])).length, 0)
})
