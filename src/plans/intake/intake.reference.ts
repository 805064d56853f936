import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readPaper } from '../../documents/reading.ts'
import { keyAsOrganisations, matchOwners } from './owners.ts'
import { oneRating, type PlanReading, type ReadItem, wordsOf } from './plan-reading.ts'
import { planOf, readPlanFrom } from './recognise.ts'

const SHARED = new URL('../../../../shared/', import.meta.url)

async function paper(path: string) {
  const read = await readPaper(path.split('/').at(-1)!, readFileSync(new URL(path, SHARED)))
  assert.ok(read.ok, `${path} can be read`)
  return read.paper
}

async function plan(path: string): Promise<PlanReading> {
  const reading = readPlanFrom(await paper(path))
  assert.ok(reading, `${path} holds a plan`)
  return reading
}

const seed = (number: string) => `seeds/${readdirSync(new URL('seeds/', SHARED)).find((name) => name.startsWith(number))}`
const priorities = ({ items }: PlanReading) => items.filter(({ kind }) => kind === 'priority')
const activities = ({ items }: PlanReading) => items.filter(({ kind }) => kind === 'activity')
const find = ({ items }: PlanReading, code: string): ReadItem => items.find((item) => item.code === code)!
const tally = (items: readonly ReadItem[]) => Object.fromEntries([...Map.groupBy(items, (item) => oneRating(item) ?? 'none')].map(([word, group]) => [word, group.length]))

for (const path of ['documents/performance-dashboard-2018-09.docx', 'documents/performance-dashboard-2018-09.xlsx', seed('001')])
  test(`${path}: 6 priorities and 30 activities, 24 green and 6 amber`, async () => {
    const reading = await plan(path)
    assert.equal(reading.kind, 'dashboard')
    assert.deepEqual(priorities(reading).map(({ code }) => code), ['1', '2', '3', '4', '5', '6'])
    assert.equal(activities(reading).length, 30)
    assert.deepEqual(tally(activities(reading)), { Green: 24, Amber: 6 })
    assert.deepEqual([1, 2, 3, 4, 5, 6].map((number) => activities(reading).filter(({ parentCode }) => parentCode === `${number}`).length), [3, 6, 7, 3, 4, 7])
    assert.ok(reading.items.every(({ stated }) => stated.every(({ trend, word }) => trend === 'flat' || word !== '')))
    assert.deepEqual([reading.period!.starts.toString(), reading.period!.ends.toString(), reading.positionOn!.toString()], ['2017-04-01', '2018-03-31', '2018-09-30'])
    assert.equal(reading.unsure, null)
  })

for (const path of ['documents/performance-dashboard-2018-09.docx', seed('001')])
  test(`${path}: the eight sheets stand with the right items, and priorities 4 and 6 are stated two ways`, async () => {
    const reading = await plan(path)
    const words = (code: string) => find(reading, code).stated.map(({ word }) => word)
    assert.deepEqual(words('1'), ['Green'])
    assert.deepEqual([words('2'), words('3'), words('5')], [['Green', 'Green'], ['Green', 'Green'], ['Green', 'Green']])
    assert.deepEqual([words('4'), words('6')], [['Green', 'Amber'], ['Green', 'Amber']])
    assert.deepEqual([words('1.1.1a'), words('1.1.1b'), words('1.1.1c')], [['Green', 'Green'], ['Green', 'Green'], ['Amber', 'Amber']])
    assert.deepEqual(words('4.1.1a'), ['Amber'], 'the sheet’s colour is the group’s, not the activity’s')
    assert.ok(find(reading, '4').stated.every(({ trend, place }) => trend !== 'up' && place !== ''))
    assert.deepEqual(find(reading, '1.1.1a').owners.map((owner) => owner.words), ['Prevent Coordinator'])
    assert.deepEqual(find(reading, '2.1.1d').owners.map((owner) => owner.words), ['Community Safety Team, DCCCS'])
    assert.ok(activities(reading).every(({ owners, aim, criteria, sheetPlace }) => owners.length > 0 && aim.length > 0 && criteria.length > 0 && sheetPlace !== null))
    assert.match(wordsOf(find(reading, '1.1.1c').position), /not been effective/)
    assert.match(wordsOf(find(reading, '3').position), /Broadway[\s\S]*mobile police station/, 'the position runs on after the table')
    assert.match(wordsOf(find(reading, '2.1.1f').position), /DA coordinator/, 'a line that names an activity is that activity’s too')
    assert.equal(wordsOf(find(reading, '4.1.1b').position), '')
    assert.equal(reading.scheme!.name, 'Delivery')
    const read = planOf(reading)
    assert.deepEqual(read.items.filter(({ updates }) => updates.length === 0).map(({ code }) => code), ['4', '6'])
    assert.match(read.items.find(({ code }) => code === '4')!.stateNote!, /Drugs Profile/, 'what cannot be an update yet is kept')
  })

for (const path of ['documents/asb-action-plan-2023.docx', 'documents/asb-action-plan-2023.xlsx', seed('004')])
  test(`${path}: 28 actions under six headings, 28 missing, no ratings`, async () => {
    const reading = await plan(path)
    assert.equal(reading.kind, 'action plan')
    const headings = reading.items.filter(({ kind }) => kind === 'heading')
    assert.deepEqual(headings.map(({ title }) => title), ['Comms', 'Reporting', 'Support', 'Data', 'Tasking', 'Process'])
    const actions = reading.items.filter(({ kind }) => kind === 'action')
    assert.deepEqual(headings.map(({ code }) => actions.filter(({ parentCode }) => parentCode === code).length), [5, 4, 1, 5, 8, 5])
    assert.deepEqual(actions.map(({ code }) => Number(code)), [...Array.from({ length: 27 }, (_, index) => index + 1), 29])
    assert.ok(actions.every(({ owners, stated, position, outcome }) => owners.length === 1 && stated.length === 0 && position.length > 0 && outcome.length > 0))
    assert.ok(reading.questions.some(({ sentence }) => /no 28/.test(sentence)))
    assert.ok(reading.questions.some(({ sentence }) => /promises ratings/.test(sentence)))
    assert.equal(reading.scheme!.name, 'Completion')
    assert.deepEqual(reading.period && [reading.period.starts.toString(), reading.period.ends.toString()], ['2023-01-01', '2023-12-31'])
    assert.match(wordsOf(find(reading, '9').position), /Cluster Panels[\s\S]*Feedback mechanism/, 'a row that goes on over the page')
    assert.equal(find(reading, '8').stateGuess?.state, 'deferred')
  })

for (const path of ['documents/asb-action-plan-2023.docx', seed('004')])
  test(`${path}: every owner is found in the paper’s own key`, async () => {
    const reading = await plan(path)
    assert.deepEqual(reading.ownerKey.map(({ code }) => code), ['CoLC', 'CoLP', 'SCP', 'CCS', 'CO', 'PP', 'TC', 'BE'])
    const keyed = keyAsOrganisations(reading.ownerKey)
    const owners = (code: string) => matchOwners(find(reading, code).owners[0]!.words, keyed)
    assert.deepEqual(owners('18').matched.map(({ organisationId }) => organisationId), ['CCS', 'CO', 'CoLP'])
    assert.deepEqual(owners('12').matched.map(({ organisationId }) => organisationId), ['PP', 'CCS'])
    for (const { code } of reading.items.filter(({ kind }) => kind === 'action')) assert.deepEqual(owners(code).unmatched, [], `action ${code}`)
  })

// Counted in the files themselves: cells of the rating row or column that are one of the five values, and those that are not.
const TRACKERS: readonly (readonly [file: string, green: number, amberGreen: number, amber: number, amberRed: number, red: number, unrated: number])[] = [
  ['2014.csv', 17, 54, 63, 37, 4, 24], ['2016.csv', 10, 29, 55, 38, 6, 5], ['2018.csv', 2, 22, 59, 38, 8, 4],
  ['2020.csv', 3, 18, 59, 32, 11, 2], ['2021.csv', 12, 29, 84, 44, 7, 8], ['2021.xlsx', 12, 29, 84, 44, 7, 8],
]
for (const [file, green, amberGreen, amber, amberRed, red, unrated] of TRACKERS)
  test(`major projects ${file}: every project with its rating in its own five-value scheme`, async () => {
    const reading = await plan(`data/documents/gmpp-rag/gmpp-${file}`)
    const items = reading.items.filter(({ kind }) => kind !== 'heading')
    assert.deepEqual(new Map(Object.entries(tally(items)).sort()), new Map(Object.entries({ Green: green, 'Amber/Green': amberGreen, Amber: amber, 'Amber/Red': amberRed, Red: red, none: unrated }).sort()))
    assert.equal(reading.scheme!.name, 'Delivery confidence')
    assert.ok(items.every((item) => oneRating(item) !== null || item.unrated[0]!.words.length > 0), 'what stands instead of a rating is kept')
    assert.ok(items.every(({ owners, title, aim }) => owners.length === 1 && title.length > 1 && aim.length <= 1))
    assert.equal(new Set(reading.items.map(({ code }) => code)).size, reading.items.length)
  })

test('a checklist, tables of figures and committee papers are no plans', async () => {
  const files = [
    'data/documents/office-xlsx/owasp-asvs-checklist-3.0.1.xlsx', 'data/documents/office-xlsx/owasp-v10-communications-review.xlsx', 'data/documents/office-docx/owasp-asvs-2.0.docx',
    'data/documents/office-xlsx/defra-question-vault.xlsx', 'data/documents/csp-facts/asb-case-review-statistics.csv', 'documents/community-safety-team-update-2017-02.docx',
  ]
  for (const path of files) assert.equal(readPlanFrom(await paper(path)), null, path)
})
