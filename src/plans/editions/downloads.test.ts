import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { insertPlan } from '../../../test/plan-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { asUser } from '../../db/tx.ts'
import type { Block, Paper, Table } from '../../documents/paper.ts'
import { readPaper } from '../../documents/reading.ts'
import { actionGroups } from './action-plan.ts'
import { fileName, PAPERS } from './downloads.ts'
import { aPlan, anItem, show } from './specimens.ts'
import { previewEdition, publishEdition } from './store.ts'

const world = await openWorld()
after(() => world.close())
const coordinator = await world.ours.account('coordinator')
const boardMember = await world.ours.account('board member')
const today = Temporal.Now.plainDateISO('Europe/London')
const LIVE = '=HYPERLINK("http://evil.example","Pay here")'

const { planId } = await insertPlan(coordinator, {
  title: 'Testbury plan', starts: `${today.year}-01-01`, ends: `${today.year}-12-31`,
  items: [
    { code: '1', title: 'Burglary', kind: 'priority', stated: [{ word: 'Green', place: 'the summary' }, { word: 'Amber', place: 'its sheet' }] },
    {
      code: '1.1', title: LIVE, under: '1', owner: { organisationId: world.ours.council, post: '@Warden', accountable: true }, due: `${today.year}-12-31`, outcome: { text: '+Fewer thefts', type: 'measured' },
      says: { declared: 'Amber', on: today.toString(), narrative: '-1 of 20 done', reason: 'Half were faulty' }, evidence: [{ from: today.toString(), statement: '@SUM(A1)', quantity: 34, unit: 'kits' }],
    },
    { code: '1.2', title: 'Light the alley', under: '1', state: 'withdrawn', note: 'The grant ended' },
  ],
})
const editionId = await asUser(coordinator, async (tx) => {
  const preview = (await previewEdition(tx, planId, 'Testbury Safer Together', today))!
  return publishEdition(tx, preview, { overrideReason: 'Whatever stands in its way', corrects: null, correctionNote: null })
})

const take = async (url: string, account = boardMember) => {
  const { statusCode, headers, rawPayload } = await world.app.inject({ url, headers: { cookie: await world.signIn(account) } })
  assert.equal(statusCode, 200, url)
  return { headers, bytes: rawPayload, text: rawPayload.toString() }
}
const paperAt = async (url: string): Promise<Paper> => {
  const read = await readPaper(url.split('/').at(-1)!, (await take(url)).bytes)
  assert.ok(read.ok)
  return read.paper
}
const tablesOf = ({ blocks }: Paper) => blocks.filter((block): block is Table => block.kind === 'table')
const headingsOf = ({ blocks }: Paper) => blocks.filter((block): block is Extract<Block, { kind: 'heading' }> => block.kind === 'heading').map(({ text, level, number }) => [level, number, text].filter(Boolean).join(' '))

describe('the Word board paper', () => {
  test('has real headings, header rows that repeat, and each rating’s word on a colour', async () => {
    const paper = await paperAt(`/editions/${editionId}/board-paper.docx`)
    for (const heading of ['1 In short', '1 Every rating', '2 How to read the ratings', '1 In focus', `2 1.1 ${LIVE}`, '1 What a careful reader would ask']) assert.ok(headingsOf(paper).includes(heading), heading)
    const tables = tablesOf(paper)
    for (const { headerRows } of tables) assert.equal(headerRows, 1)
    const ratings = tables.find(({ rows }) => rows[0]!.some(({ text }) => text === 'What the data say'))!
    const amber = ratings.rows.flat().find(({ text }) => text === 'Amber')
    assert.equal(amber?.fill, '#FFE8B3')
    assert.ok(ratings.rows.flat().some(({ text }) => text === 'Withdrawn on 1 June 2026: The grant ended'))
  })

  test('says which edition it is, and the reason it was published with', async () => {
    const words = JSON.stringify(await paperAt(`/editions/${editionId}/board-paper.docx`))
    assert.match(words, /Edition 1, published/)
    assert.match(words, /The reason given: Whatever stands in its way\./)
  })

  test('of the live plan it says that it is a draft', async () => {
    const words = JSON.stringify(await paperAt(`/plans/${planId}/board-paper.docx`))
    assert.match(words, /Draft, not published, as at/)
    assert.doesNotMatch(words, /Edition 1, published/)
  })
})

describe('the Word action plan', () => {
  test('stands under its headings in the columns a partnership prints, with the outcome typed', async () => {
    const paper = await paperAt(`/editions/${editionId}/action-plan.docx`)
    assert.ok(headingsOf(paper).includes('1 1 Burglary'))
    const [actions] = tablesOf(paper)
    assert.deepEqual(actions!.rows[0]!.map(({ text }) => text), ['Action', 'Owner', 'Rating', 'Position', 'Impact and outcome', 'Due'])
    assert.match(actions!.rows[1]![4]!.text, /Fewer thefts\s+\(Outcome, measured\)/)
    assert.match(actions!.rows[2]!.map(({ text }) => text).join(' '), /Withdrawn on 1 June 2026: The grant ended/)
  })

  test('each action stands under what is directly over it, in plan order', () => {
    const [a, b] = [anItem('A', { kind: 'heading', title: 'Comms' }), anItem('P', { kind: 'priority' })]
    const under = (parent: typeof a, code: string) => anItem(code, { parentId: parent.itemId })
    const shown = show(aPlan([anItem('0'), a, under(a, '1'), under(a, '2'), b, under(b, '3'), anItem('4')]))
    assert.deepEqual(actionGroups(shown).map(({ heading, items }) => [heading, items.map(({ code }) => code)]), [
      ['Safer Testbury', ['0']], ['Comms', ['1', '2']], ['P Title of P', ['3']], ['Under no heading', ['4']],
    ])
  })
})

describe('the workbook and the CSV', () => {
  test('nothing in either is live, and the CSV says in each row what it is taken from', async () => {
    const { text } = await take(`/editions/${editionId}/plan.csv`)
    assert.doesNotMatch(text, /(^|[,\n])"?[=+@]/)
    assert.match(text, /'=HYPERLINK/)
    assert.match(text.split('\r\n')[1]!, /Edition 1, published/)
    assert.match((await take(`/plans/${planId}/plan.csv`)).text, /Draft, not published, as at/)
    const workbook = await paperAt(`/editions/${editionId}/plan.xlsx`)
    assert.ok(tablesOf(workbook).some(({ rows }) => rows.some((row) => row.some((cell) => cell.text === LIVE))))
  })

  test('the workbook keeps evidence once with its quantity as a number, dates as dates, and ratings on their colours', async () => {
    const tables = tablesOf(await paperAt(`/editions/${editionId}/plan.xlsx`))
    assert.deepEqual(tables.map(({ sheet }) => sheet), ['Plan', 'Evidence', 'Findings', 'Changes', 'About'].filter((name) => tables.some(({ sheet }) => sheet === name)))
    const evidence = tables.find(({ sheet }) => sheet === 'Evidence')!
    assert.deepEqual(evidence.rows[1]!.map(({ value, text }) => value ?? text), ['activity', today.toString(), today.toString(), '@SUM(A1)', 34, 'kits', '1.1'])
    const plan = tables.find(({ sheet }) => sheet === 'Plan')!
    assert.equal(plan.rows[2]!.find(({ text }) => text === 'Amber')?.fill, '#FFE8B3')
  })
})

test('a file is named after the partnership, the kind of plan and the edition, and no one’s free text', () => {
  const shown = { partnership: 'Safer City Partnership', kind: 'dashboard' } as const
  const [board, actions] = PAPERS
  assert.ok(board && actions)
  assert.equal(fileName(shown, 'edition-3', board), 'safer-city-partnership-dashboard-edition-3.docx')
  assert.equal(fileName(shown, 'edition-3', actions), 'safer-city-partnership-dashboard-actions-edition-3.docx')
  assert.notEqual(fileName({ ...shown, kind: 'action plan' }, 'edition-3', board), fileName({ ...shown, kind: 'action plan' }, 'edition-3', actions))
  assert.equal(fileName({ ...shown, partnership: 'Partneriaeth Môn / Ynys' }, 'draft-2026-01-02', { ...board, ending: 'csv' }), 'partneriaeth-mon-ynys-dashboard-draft-2026-01-02.csv')
})

test('every download is sent as a file, is not kept by the browser, and is logged as a disclosure', async () => {
  const lead = await world.ours.account('information governance lead')
  const logged = () => asUser(lead, (tx) => tx.selectFrom('audit_entry').select(['subject_kind', 'details']).where('act', '=', 'disclosed').orderBy('entry').execute())
  const before = (await logged()).length
  const addresses = [`/editions/${editionId}`, `/plans/${planId}`].flatMap((root) => ['board-paper.docx', 'action-plan.docx', 'plan.xlsx', 'plan.csv'].map((paper) => `${root}/${paper}`))
  for (const url of addresses) {
    const { headers } = await take(url)
    assert.match(String(headers['content-disposition']), /^attachment; filename="testbury-safer-together-dashboard-[a-z0-9-]+\.(docx|xlsx|csv)"$/)
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['x-content-type-options'], 'nosniff')
  }
  const entries = (await logged()).slice(before)
  assert.deepEqual(entries.map(({ subject_kind }) => subject_kind), [...Array(4).fill('edition'), ...Array(4).fill('plan')])
  assert.deepEqual(entries[0]!.details, { paper: 'board-paper.docx' })
})
