import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Paper } from '../../documents/paper.ts'
import { readPaper } from '../../documents/reading.ts'
import { writeWorkbook } from '../../documents/workbook.ts'
import { oneRating, type PlanReading, wordsOf } from './plan-reading.ts'
import { planOf, readPlanFrom } from './recognise.ts'
import { heading, paperOf, paragraph, tableOf } from './specimens.ts'

async function fromText(name: string, text: string): Promise<PlanReading | null> {
  const read = await readPaper(name, Buffer.from(text))
  assert.ok(read.ok, read.ok ? '' : read.problem)
  return readPlanFrom(read.paper)
}

function planIn(paper: Paper): PlanReading {
  const reading = readPlanFrom(paper)
  assert.ok(reading, 'a plan was found')
  return reading
}

/** The tree as a reader sees it: code, title and rating, indented under its parent. */
const outline = (reading: PlanReading): string[] =>
  reading.items.map((item) => {
    const depth = (code: string | null): number => (code === null ? 0 : 1 + depth(reading.items.find((each) => each.code === code)!.parentCode))
    return `${'  '.repeat(depth(item.parentCode))}${item.code} ${item.title}${oneRating(item) ? ` [${oneRating(item)}]` : ''}`
  })

test('a markdown table with a key above it is read with its owners, dates and ratings', async () => {
  const reading = await fromText('plan.md', `# Safer Marlow action plan 2024/25

Key:

- MDC Marlow District Council
- TVP Thames Vale Police

| Ref | Action | Lead | By when | RAG | Progress |
|---|---|---|---|---|---|
| A1 | Light the canal path | MDC | 30/06/2024 | Green | Lamps fitted on 3 May. |
| A2 | Visit every off-licence | TVP & MDC | Dec 2024 | Amber | Half are done. |
| A3 | Publish the map of wardens | MDC | Q4 2024/25 | Red | |
`)
  assert.ok(reading)
  assert.deepEqual(outline(reading), ['A1 Light the canal path [Green]', 'A2 Visit every off-licence [Amber]', 'A3 Publish the map of wardens [Red]'])
  assert.equal(reading.kind, 'action plan')
  assert.deepEqual(reading.items.map(({ due }) => due?.toString()), ['2024-06-30', '2024-12-31', '2025-03-31'])
  assert.deepEqual([reading.period?.starts.toString(), reading.period?.ends.toString()], ['2024-04-01', '2025-03-31'])
  assert.deepEqual(reading.ownerKey.map(({ code, name }) => `${code}: ${name}`), ['MDC: Marlow District Council', 'TVP: Thames Vale Police'])
  assert.deepEqual(planOf(reading).items[1]!.owners.map(({ words, accountable }) => [words, accountable]), [['TVP', false], ['MDC', false]])
})

test('an Excel sheet with R, A and G in capital letters', async () => {
  const bytes = await writeWorkbook([
    { name: 'Tracker', columns: ['No', 'Task', 'Who', 'Status', 'Comments'].map((title) => ({ title })), rows: [
      [1, 'Open a women’s safe space on Friday nights', 'Street pastors', 'G', 'Open since March'],
      [2, 'Retrain door staff', 'Licensing', 'A', ''],
      [3, 'Renew the dispersal order', 'Police', 'R', 'Waiting for legal advice'],
      [4, 'Map the dark spots', 'Council', 'A/R', 'One ward left'],
    ] },
  ])
  const read = await readPaper('tracker.xlsx', bytes)
  assert.ok(read.ok)
  const reading = planIn(read.paper)
  assert.deepEqual(reading.items.map(oneRating), ['Green', 'Amber', 'Red', 'Amber/Red'])
  assert.deepEqual(reading.items.map(({ code }) => code), ['1', '2', '3', '4'])
  assert.equal(wordsOf(reading.items[2]!.position), 'Waiting for legal advice')
})

test('a Word table whose ratings are colours and no words', () => {
  const row = (title: string, owner: string, fill: string) => [title, owner, { text: '', fill }]
  const reading = planIn(paperOf([heading('Road safety plan 2025'), tableOf([
    ['Activity', 'Owner', 'RAG'],
    row('Speed checks outside schools', 'Police', '#92D050'), row('Crossing patrols at five sites', 'Council', '#FFC000'),
    row('Junior wardens', 'Schools', '#FF0000'), row('Cycle lessons', 'Council', '#00B050'),
  ])]))
  assert.deepEqual(reading.items.map(oneRating), ['Green', 'Amber', 'Red', 'Green'])
  assert.deepEqual(reading.items[0]!.stated[0], { word: 'Green', place: 'Table 1, row 2', trend: null })
  assert.ok(reading.questions.some(({ sentence }) => /does not say what they mean/.test(sentence)))
})

test('a CSV with semicolons, and a scheme of four with blue for complete', async () => {
  const reading = await fromText('delivery plan 2023-24.csv', `Reference;Priority;Action;Lead officer;BRAG;Update
1.1;Burglary;Mark bicycles at the station;Ana Okafor, Crime Reduction Officer;BLUE - complete;210 marked
1.2;Burglary;Visit every address burgled;Beat team;Green;On course
2.1;Violence;Train bar staff;Licensing Officer;Amber;Two sessions held
2.2;Violence;Publish a bystander film;Communications;Red;No budget
`)
  assert.ok(reading)
  assert.deepEqual(outline(reading), [
    'A Burglary', '  1.1 Mark bicycles at the station [Blue]', '  1.2 Visit every address burgled [Green]', 'B Violence', '  2.1 Train bar staff [Amber]', '  2.2 Publish a bystander film [Red]',
  ])
  assert.deepEqual(reading.scheme!.values.map(({ word }) => word), ['Blue', 'Green', 'Amber', 'Red'])
  assert.equal(reading.items[1]!.stateGuess, null)
  assert.match(wordsOf(reading.items[1]!.position), /complete[\s\S]*210 marked/)
  const [owner] = planOf(reading).items[1]!.owners
  assert.deepEqual(owner, { organisationId: null, accountId: null, words: 'Ana Okafor, Crime Reduction Officer', accountable: true, single: true })
})

test('a legend in the paper gives the scheme its criteria, and the facts that decide it', () => {
  const reading = planIn(paperOf([
    paragraph('RED: work has not started. AMBER: work has been scoped and planned. GREEN: work is being delivered or is ongoing.'),
    tableOf([['Objective', 'Responsible', 'Traffic light'], ['Fewer bike thefts', 'Police', 'GREEN'], ['Safer towpaths', 'Council', 'AMBER']]),
  ]))
  assert.deepEqual(reading.scheme!.values.map(({ word, facts }) => [word, ...facts]), [['Green', 'delivered', 'continuing'], ['Amber', 'scoped'], ['Red', 'not started']])
  assert.equal(reading.scheme!.name, 'Delivery')
})

test('priorities that are the names of a workbook’s sheets', async () => {
  const columns = ['Action', 'Owner', 'Due', 'RAG'].map((title) => ({ title }))
  const bytes = await writeWorkbook([
    { name: 'Antisocial behaviour', columns, rows: [['Clear the underpass', 'Parks', '1 May 2025', 'Green'], ['Move the benches', 'Parks', '1 June 2025', 'Amber']] },
    { name: 'Domestic abuse', columns, rows: [['Open a drop-in', 'Women’s Aid', '1 July 2025', 'Red']] },
  ])
  const read = await readPaper('Partnership plan.xlsx', bytes)
  assert.ok(read.ok)
  assert.deepEqual(outline(planIn(read.paper)), [
    'A Antisocial behaviour', '  A1 Clear the underpass [Green]', '  A2 Move the benches [Amber]', 'B Domestic abuse', '  B1 Open a drop-in [Red]',
  ])
})

test('milestones with status words keep their own words as the scheme, and suggest a state', () => {
  const reading = planIn(paperOf([heading('Hate crime delivery plan 2024'), tableOf([
    ['Milestone', 'Lead agency', 'Target date', 'Status'],
    ['Reporting centre opens', 'Council', '31/03/2024', 'Complete'], ['Survey of shopkeepers', 'Police', '30/06/2024', 'Overdue'],
    ['School visits', 'Schools', 'Ongoing', 'Ongoing'], ['Second survey', 'Police', '31/12/2024', 'Not started'],
  ])]))
  assert.deepEqual(reading.items.map(oneRating), ['Complete', 'Overdue', 'Ongoing', 'Not started'])
  assert.deepEqual(reading.scheme!.values.map(({ word, colour }) => `${word} ${colour}`), ['Complete blue', 'Ongoing green', 'Not started red', 'Overdue red'])
  assert.deepEqual(reading.items.map(({ stateGuess }) => stateGuess?.state), ['complete', 'in progress', 'continuous', 'not started'])
  assert.ok(reading.leftOut.some(({ place, why }) => place === 'Table 1, row 4' && /not one date/.test(why)))
})

test('a header of two rows, with groups over the columns', () => {
  const reading = planIn(paperOf([tableOf([
    ['Action', { text: 'Delivery', across: 2 }, { text: 'Status', across: 2 }],
    ['', 'Lead', 'By when', 'RAG', 'Latest position'],
    ['1. Walk the parks at dusk', 'Rangers', '31 August 2024', 'Green', 'Walks began in May'],
    ['2. Replace the cameras', 'Council', '31 October 2024', 'Amber', 'Tender out'],
  ])]))
  assert.deepEqual(outline(reading), ['1 Walk the parks at dusk [Green]', '2 Replace the cameras [Amber]'])
  assert.deepEqual(reading.items.map(({ due }) => due?.toString()), ['2024-08-31', '2024-10-31'])
  assert.deepEqual(reading.items[0]!.owners.map(({ words }) => words), ['Rangers'])
  assert.equal(wordsOf(reading.items[1]!.position), 'Tender out')
})

test('codes of one, two and three parts make a tree', () => {
  const reading = planIn(paperOf([tableOf([
    ['Code', 'Objective / action', 'Owner', 'RAG'],
    ['1', 'A calmer night-time economy', '', ''], ['1.1', 'Better door supervision', '', ''],
    ['1.1.1', 'Register every supervisor', 'Licensing', 'Green'], ['1.1.2', 'Radio link for all venues', 'Police', 'Amber'],
    ['1.2', 'Safer journeys home', '', ''], ['1.2.1', 'Marshals at the taxi rank', 'Council', 'Red'],
    ['2', 'Fewer burglaries', '', ''], ['2.1', 'Alley gates', 'Council', 'Green'],
  ])]))
  assert.deepEqual(outline(reading), [
    '1 A calmer night-time economy', '  1.1 Better door supervision', '    1.1.1 Register every supervisor [Green]', '    1.1.2 Radio link for all venues [Amber]',
    '  1.2 Safer journeys home', '    1.2.1 Marshals at the taxi rank [Red]', '2 Fewer burglaries', '  2.1 Alley gates [Green]',
  ])
  assert.deepEqual(reading.items.map(({ kind }) => kind), ['priority', 'objective', 'action', 'action', 'objective', 'action', 'priority', 'action'])
})

test('objectives in rows merged over the full width, and items that go on over the page', () => {
  const wide = (text: string) => [{ text, across: 4 }]
  const reading = planIn(paperOf([
    heading('Improvement plan 2024'),
    tableOf([
      ['Action', 'Lead', 'Progress', 'Outcome'],
      wide('Objective 1: Children are safe on the way to school'),
      ['Walking buses at four schools', 'Schools', 'Two run.', 'Fewer cars at the gate'], ['Parking patrols', 'Council', 'Daily since', ''],
      ['', '', 'September, and on Saturdays.', ''],
      wide('Objective 2: Parks are used after dark'),
      ['Lighting survey', 'Council', 'Done in May.', ''],
    ]),
    tableOf([['Friends groups in every park', 'Volunteers', 'Three formed.', 'More eyes'], ['', '', 'A fourth meets in June.', '']]),
  ]))
  assert.deepEqual(outline(reading), [
    '1 Children are safe on the way to school', '  1.1 Walking buses at four schools', '  1.2 Parking patrols', '2 Parks are used after dark', '  2.1 Lighting survey', '  2.2 Friends groups in every park',
  ])
  assert.equal(wordsOf(reading.items[2]!.position), 'Daily since\nSeptember, and on Saturdays.')
  assert.equal(wordsOf(reading.items[5]!.position), 'Three formed.\nA fourth meets in June.')
  assert.deepEqual(reading.items.map(({ kind }) => kind), ['objective', 'action', 'action', 'objective', 'action', 'action'])
})

test('a table that goes on after a page break, with its header repeated', () => {
  const header = ['No.', 'Action', 'Owner', 'RAG']
  const reading = planIn(paperOf([
    tableOf([header, ['1', 'Fit alley gates', 'Council', 'Green'], ['2', 'Mark property', 'Police', 'Green']]),
    tableOf([header, ['3', 'Run a cold-calling zone', 'Trading standards', 'Amber'], ['5', 'Teach fraud awareness', 'Police', 'Red']]),
  ]))
  assert.deepEqual(reading.items.map(({ code }) => code), ['1', '2', '3', '5'])
  assert.ok(reading.questions.some(({ sentence, place }) => /There is no 4/.test(sentence) && place === 'Table 2, row 2'))
})

test('headings in the cells, above the first item of each group', () => {
  const reading = planIn(paperOf([tableOf([
    ['Action', 'Owner', 'RAG'],
    ['People\n1. Recruit ten wardens', 'Council', 'Green'], ['2. Train them', 'Council', 'Amber'],
    ['Places 3. Adopt the square', 'Traders', 'Red'], ['4. Wash the steps', 'Traders', 'Green'],
  ])]))
  assert.deepEqual(outline(reading), ['A People', '  1 Recruit ten wardens [Green]', '  2 Train them [Amber]', 'B Places', '  3 Adopt the square [Red]', '  4 Wash the steps [Green]'])
})

test('headings in the text above tables of one shape', () => {
  const header = ['Activity', 'Owner', 'Rating', 'Trend']
  const reading = planIn(paperOf([
    heading('Performance dashboard, June 2024'), heading('Priority 1: Violence', 2), tableOf([header, ['Patrol the square', 'Police', 'Green', '⬆'], ['Open a hub', 'Council', 'Amber', '➡']]),
    heading('Priority 2: Theft', 2), tableOf([header, ['Lock bicycles', 'Council', 'Red', '⬇'], ['Tag tools', 'Police', 'Green', '↔']]),
  ]))
  assert.deepEqual(outline(reading), ['1 Violence', '  1.1 Patrol the square [Green]', '  1.2 Open a hub [Amber]', '2 Theft', '  2.1 Lock bicycles [Red]', '  2.2 Tag tools [Green]'])
  assert.deepEqual(reading.items.flatMap(({ stated }) => stated.map(({ trend }) => trend)), ['up', 'flat', 'down', 'flat'])
  assert.equal(reading.positionOn?.toString(), '2024-06-30')
})

test('an item with a sheet of its own is one item, rated in two places', () => {
  const reading = planIn(paperOf([
    tableOf([['Key activity', 'RAG'], ['1.1 Search for weapons in parks', 'Green'], ['1.2 Knife bins', 'Amber'], ['1.3 Talks in schools', 'Green']]),
    tableOf([
      ['Activity', '1.2 Knife bins'], ['Owner', 'Inspector Rahman'], ['Aim', 'Fewer knives carried'], ['Criteria', 'GREEN: in use. AMBER: ordered. RED: not ordered'],
      ['RAG', { text: '', fill: '#FF0000' }], ['Current position', 'The order was cancelled on 4 May.'],
    ]),
  ]))
  const bins = reading.items.find(({ code }) => code === '1.2')!
  assert.deepEqual(bins.stated.map(({ word, place }) => `${word} at ${place}`), ['Amber at Table 1, row 3', 'Red at Table 2, row 5'])
  assert.deepEqual([bins.owners[0]!.words, wordsOf(bins.aim), wordsOf(bins.position)], ['Inspector Rahman', 'Fewer knives carried', 'The order was cancelled on 4 May.'])
  assert.equal(planOf(reading).items.find(({ code }) => code === '1.2')!.updates.length, 0, 'nothing is declared until someone chooses')
})

test('one project to a column', () => {
  const reading = planIn(paperOf([tableOf([
    ['Project', 'Lights for the common', 'A hub at the station', 'Gates'], ['Lead department', 'Parks', 'Transport', 'Housing'],
    ['RAG rating', 'Amber/Green', 'Amber/Red', 'Exempt: commercial'], ['Start date', '01/04/2023', '01/09/2023', '01/01/2024'],
    ['End date', '31/03/2024', '31/08/2024', 'Not set'], ['Commentary on progress', 'Half lit.', 'No lease yet.', ''],
  ])]))
  assert.deepEqual(reading.items.map((item) => [item.title, oneRating(item), item.due?.toString() ?? null]), [
    ['Lights for the common', 'Amber/Green', '2024-03-31'], ['A hub at the station', 'Amber/Red', '2024-08-31'], ['Gates', null, null],
  ])
  assert.equal(reading.items[2]!.unrated[0]!.words, 'Exempt: commercial')
  assert.equal(reading.scheme!.name, 'Delivery confidence')
})

test('a rating column that holds sentences gives no ratings, and keeps the sentences', () => {
  const reading = planIn(paperOf([tableOf([
    ['Action', 'Owner', 'Red (late) Amber (at risk) Green (on time)'],
    ['1. Count rough sleepers', 'Outreach', 'A count was held in November with twelve volunteers and will be held again.'],
    ['2. Review the winter shelter', 'Housing', 'The green paper on shelters delayed the review, which is now being written.'],
  ])]))
  assert.deepEqual(reading.items.map(oneRating), [null, null])
  assert.match(planOf(reading).items[0]!.stateNote!, /twelve volunteers/)
  assert.ok(reading.questions.some(({ sentence }) => /promises ratings/.test(sentence)))
  assert.deepEqual(reading.scheme!.values.map(({ word, criterion }) => [word, criterion]), [['Green', 'on time'], ['Amber', 'at risk'], ['Red', 'late']])
})

test('a code used twice is asked about, and both items are kept', () => {
  const reading = planIn(paperOf([tableOf([['No', 'Action', 'Owner', 'RAG'], ['1', 'Paint the subway', 'Council', 'Green'], ['2', 'Fence the yard', 'Council', 'Red'], ['2', 'Hire a ranger', 'Parks', 'Green']])]))
  assert.deepEqual(reading.items.map(({ code }) => code), ['1', '2', '2-2'])
  assert.ok(reading.questions.some(({ sentence, place }) => /Code 2 is used twice/.test(sentence) && place === 'Table 1, row 4'))
})

test('a rating the legend does not explain is left off, and its row named', () => {
  const reading = planIn(paperOf([
    paragraph('Green: delivered'), paragraph('Amber: planned'), paragraph('Red: not started'),
    tableOf([['Action', 'Owner', 'RAG'], ['1. Paint', 'Council', 'Green'], ['2. Fence', 'Council', 'Red'], ['3. Plant', 'Parks', 'Blue'], ['4. Sweep', 'Parks', 'Green']]),
  ]))
  assert.deepEqual(reading.items.map(oneRating), ['Green', 'Red', null, 'Green'])
  assert.ok(reading.questions.some(({ sentence, place }) => /Blue is not one of the ratings/.test(sentence) && place === 'Table 1, row 4'))
})

test('every row of a plan’s tables is taken, asked about or listed as left out', () => {
  const reading = planIn(paperOf([
    tableOf([['Prepared by', 'The community safety team'], ['Version', '3']]),
    tableOf([
      ['Action', 'Owner', 'RAG', 'Budget'],
      ['', '', '', '£40'], ['1. Paint the subway', 'Council', 'Green', '£10'], [{ text: 'Total', across: 3 }, '£50'], ['2. Fence the yard', 'Parks', 'Red', '£40'],
    ]),
    tableOf([['Month', 'Offences'], ['May', '12'], ['June', '9']]),
  ]))
  assert.deepEqual(reading.items.map(({ code }) => code), ['1', '2'])
  const places = reading.leftOut.map(({ place }) => place)
  for (const place of ['Table 1, row 1 to 2', 'Table 2, row 2', 'Table 2, row 4', 'Table 2, column 4 “Budget”', 'Table 3, row 1 to 3']) assert.ok(places.includes(place), `${place} in ${places.join('; ')}`)
})

test('tables that hold no plan give none', async () => {
  assert.equal(await fromText('figures.csv', 'Ward,Burglary,Robbery\nEast,12,3\nWest,9,1\nNorth,4,0\n'), null)
  assert.equal(await fromText('register.csv', 'Name,Address,Telephone\nAnn Smith,1 High Street,0123\nBo Jones,2 High Street,0456\n'), null)
  assert.equal(await fromText('notes.md', '# Minutes\n\nThe group met on 3 May. It agreed that the plan is late.\n'), null)
  const checklist = paperOf([tableOf([['#', 'Requirement', 'Level 1', 'Level 2'], ['1.1', 'Passwords are stored as hashes', '✓', '✓'], ['1.2', 'Sessions end when the browser closes', '', '✓']])])
  assert.equal(readPlanFrom(checklist), null)
})

test('a table with few marks of a plan is read, and said to be unsure', () => {
  const reading = planIn(paperOf([tableOf([['Priority', 'Delivered by'], ['Vehicle crime', 'Garage watch group'], ['Noise', 'Environmental health']])]))
  assert.match(reading.unsure ?? '', /may not be a plan/)
})
