import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { asUser } from '../../db/tx.ts'
import type { Person } from '../incident.ts'
import { selectRejections } from '../load-store.ts'
import { rejectedRowsAsCsv } from './rejected-csv.ts'
import { addSource, load, report } from './specimens.ts'

const world = await openWorld()
after(() => world.close())
const { partnershipId } = world.ours
const [analyst, coordinator, board] = [await world.ours.account('analyst'), await world.ours.account('coordinator'), await world.ours.account('board member')]
const stranger = await world.theirs.account('analyst')

const caller: Person = { part: 'caller', forename: 'Ann', surname: 'Invented', born: '1980-02-29', address: '1 Nowhere Street', postcode: 'ZZ1 1ZZ', phone: '+447700900123', email: null }
const rejections = [
  { line: 5, column: 'Date', value: '31/02/2024', reason: 'February has no day 31', fields: ['=cmd|x', '31/02/2024', 'a\0b'] },
  { line: 6, column: null, value: null, reason: 'It ends before its last column', fields: ['Ann', '-0.09', '-2-', 'beyond'] },
]
const content = { rows: [report({ people: [caller] }), report({ place: 'Elsewhere', people: [] })], rejections, header: ['Name', 'Date', 'Name'] }
const personal = await addSource(partnershipId, { name: 'Calls', layout: 'mapped', personal: true, fileIs: 'added' })
const open = await addSource(partnershipId, { name: 'Depersonalised', layout: 'mapped', fileIs: 'added' })
const { loadId } = await load(partnershipId, personal, { 'calls.csv': content })
const openly = await load(partnershipId, open, { 'open.csv': { ...content, rows: [report({ people: [caller] })] } })

const people = (actor: typeof analyst) => asUser(actor, (tx) => tx.selectFrom('incident_person').selectAll().execute())
const refused = async (actor: typeof analyst, id: number) => (await asUser(actor, (tx) => selectRejections(tx, id))).length

test('people are kept of a personal source only, and read only by who may', async () => {
  const [one, ...others] = await people(analyst)
  assert.deepEqual([one!.load_id, one!.forename, one!.born, one!.phone, one!.email], [loadId, 'Ann', '1980-02-29', '+447700900123', null])
  assert.equal(others.length, 0, 'none of the depersonalised source')
  for (const actor of [coordinator, board, stranger]) assert.deepEqual(await people(actor), [])
})

test('rejected rows of a personal source are for who may read people; others for who loads', async () => {
  assert.equal(await refused(analyst, loadId), 2)
  assert.equal(await refused(coordinator, loadId), 0)
  assert.equal(await refused(coordinator, openly.loadId), 2)
  assert.equal(await refused(board, openly.loadId), 0)
  assert.equal(await refused(stranger, openly.loadId), 0)
})

test('rejected rows come as they were, with the reason, and no spreadsheet runs what is in them', async () => {
  let text = ''
  for await (const piece of (await rejectedRowsAsCsv((work) => asUser(analyst, work), loadId))!) text += piece
  assert.deepEqual(text.replace('\ufeff', '').split('\r\n'), [
    'Name,Date,Name,,Why it was not taken',
    `'=cmd|x,31/02/2024,a␀b,,February has no day 31`.replace("'=cmd|x", `"'=cmd|x"`),
    "Ann,-0.09,'-2-,beyond,It ends before its last column",
    '',
  ])
})
