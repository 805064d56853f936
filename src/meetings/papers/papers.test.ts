import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addGroup, addMeeting } from '../../../test/meeting-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asSystem } from '../../db/tx.ts'
import { openArchive } from '../../documents/archive.ts'
import { chasePapers } from './chase.ts'
import { lastDayForPapers, noticeInWords } from './notice.ts'

describe('Notice of a board', () => {
  const group = { name: 'Board', kind: 'board', confidential: false, keeps: true, seated: true, reads: true }
  test('five clear working days lie between the papers and the meeting, bank holidays not among them', () => {
    // Thursday 16 April 2026: clear days are 15, 14, 13, 10 and 9 April.
    assert.equal(lastDayForPapers('2026-04-16'), '2026-04-08')
    // Good Friday and Easter Monday 2026 are 3 and 6 April.
    assert.equal(lastDayForPapers('2026-04-09'), '2026-03-30')
    assert.equal(lastDayForPapers('2051-04-09'), null)
  })
  test('what is owed is said before its day, and that it ended after it; other groups owe none', () => {
    const board = { group, heldOn: '2026-04-16', state: 'planned' as const }
    assert.match(noticeInWords(board, [{ receivedAt: null }], Temporal.PlainDate.from('2026-04-08'))!, /go out by Wednesday 8 April 2026.*One paper is still to come/)
    assert.match(noticeInWords(board, [], Temporal.PlainDate.from('2026-04-09'))!, /ended on Wednesday 8 April 2026\.$/)
    assert.equal(noticeInWords({ ...board, group: { ...group, kind: 'working' } }, [], Temporal.PlainDate.from('2026-04-08')), null)
  })
})

const world = await openWorld()
after(() => world.close())
let [secretary, member, reader, writer, stranger] = [] as unknown as [Actor, Actor, Actor, Actor, Actor]
let [meeting, openItem, restrictedItem, shutMeeting] = ['', '', '', '']
before(async () => {
  secretary = await world.ours.account('owner')
  member = await world.ours.account('board member')
  reader = await world.ours.account('analyst')
  writer = await world.ours.account('board member')
  stranger = await world.theirs.account('coordinator')
  const seats = [{ account: secretary.accountId, role: 'secretary' }, { account: member.accountId }]
  const made = await addMeeting(world.ours, await addGroup(world.ours, { name: 'The Board', kind: 'board', seats }), { heldOn: '2027-06-10' })
  ;[meeting, openItem, restrictedItem] = [made.meetingId, made.openItemId, made.restrictedItemId]
  shutMeeting = (await addMeeting(world.ours, await addGroup(world.ours, { name: 'Sealed Group', confidential: true, seats }), { heldOn: '2027-06-10' })).meetingId
})
const url = () => `/meetings/${meeting}`
async function page(address: string, actor: Actor) {
  const { statusCode, body } = await world.get(address, actor)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  return { statusCode, body }
}
async function ask(fields: Record<string, string>, actor = secretary) {
  const { statusCode } = await world.post(`${url()}/papers`, actor, { agendaItemId: '', dueOn: '', ...fields })
  if (statusCode !== 303) return { statusCode, paper: '' }
  const row = await asSystem('find a paper', (tx) => tx.selectFrom('meeting_paper').select('meeting_paper_id').where('title', '=', fields.title!).executeTakeFirstOrThrow(), world.ours.partnershipId)
  return { statusCode, paper: `${url()}/papers/${row.meeting_paper_id}` }
}
async function upload(to: string, actor: Actor, bytes: Buffer, name: string) {
  const cookie = await world.signIn(actor)
  const token = /name="_csrf" value="([^"]+)"/.exec((await world.app.inject({ url: '/my-work', headers: { cookie } })).body)![1]!
  const edge = 'edge-of-the-form'
  const payload = Buffer.concat([Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\n`), bytes, Buffer.from(`\r\n--${edge}--\r\n`)])
  return world.app.inject({ method: 'POST', url: to, headers: { cookie, 'content-type': `multipart/form-data; boundary=${edge}` }, payload })
}

describe('Papers', () => {
  test('are asked of a person, told and reminded, handed in by them alone, and handed out to be saved', async () => {
    const { paper } = await ask({ title: 'Lighting survey', agendaItemId: openItem, askedOf: writer.accountId, dueOn: '1 6 2027' })
    assert.equal((await ask({ title: 'By a member', askedOf: writer.accountId }, member)).statusCode, 404)
    assert.match((await page('/my-work', writer)).body, /Papers to hand in[\s\S]*Lighting survey/)
    assert.match((await page('/meetings', writer)).body, /What waits on you[\s\S]*Lighting survey/)
    const on = (day: string) => asSystem('remind of papers', (tx) => chasePapers(tx, 'http://x', Temporal.PlainDate.from(day)), world.ours.partnershipId)
    assert.deepEqual([await on('2027-05-20'), await on('2027-05-30'), await on('2027-05-31'), await on('2027-06-02')], [0, 1, 0, 1])
    assert.match((await page(`${url()}/papers`, secretary)).body, /Lighting survey[\s\S]*To come[\s\S]*Asked of Testbury board member/)
    assert.equal((await upload(`${paper}/file`, reader, Buffer.from('words'), 'a.txt')).statusCode, 404)
    assert.equal((await upload(`${paper}/file`, member, Buffer.from('words'), 'a.txt')).statusCode, 404)
    const refused = await upload(`${paper}/file`, writer, Buffer.from('<html><script>1</script></html>'), 'a.txt')
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /This is a web page/)
    assert.equal((await upload(`${paper}/file`, writer, Buffer.from('Eleven lamps were out.\n\nNine work again.'), 'survey.txt')).statusCode, 303)
    assert.match((await page(paper, writer)).body, /The paper is handed in|Here/)
    const out = await world.get(`${paper}/file`, reader)
    assert.equal(out.body, 'Eleven lamps were out.\n\nNine work again.')
    assert.match(String(out.headers['content-disposition']), /^attachment; filename="survey\.txt"/)
    assert.match(String(out.headers['content-security-policy']), /sandbox/)
    assert.equal((await world.get(`${paper}/file`, stranger)).statusCode, 404)
    assert.equal(await on('2027-06-09'), 0)
  })

  test('may be an address of the product, and nothing outside it', async () => {
    const { paper } = await ask({ title: 'The dashboard', askedOf: writer.accountId })
    for (const address of ['https://evil.example/x', '/sign-out', 'javascript:alert(1)', '//evil.example/editions/x']) assert.equal((await world.post(`${paper}/address`, writer, { address })).statusCode, 422, address)
    assert.equal((await world.post(`${paper}/address`, writer, { address: 'https://wardmote.example/editions/6f9c' })).statusCode, 303)
    assert.match((await page(`${url()}/papers`, reader)).body, /href="\/editions\/6f9c"/)
    assert.equal((await world.post(`${paper}/take`, writer, { way: 'out' })).statusCode, 404)
    assert.equal((await world.post(`${paper}/take`, secretary, { way: 'again' })).statusCode, 303)
    assert.match((await page(paper, secretary)).body, /Hand in the file/)
  })

  test('of a restricted item, or of a confidential group, are for its own people: others are neither asked nor shown them', async () => {
    const { statusCode } = await ask({ title: 'About a person', agendaItemId: restrictedItem, askedOf: writer.accountId })
    assert.equal(statusCode, 422)
    const { paper } = await ask({ title: 'About a person', agendaItemId: restrictedItem, askedOf: member.accountId })
    assert.equal((await upload(`${paper}/file`, member, Buffer.from('What is said of them'), 'p.txt')).statusCode, 303)
    assert.equal((await world.get(`${paper}/file`, reader)).statusCode, 404)
    assert.doesNotMatch((await page(`${url()}/papers`, reader)).body, /About a person/)
    assert.equal((await world.get(`${paper}/file`, secretary)).statusCode, 200)
    const looks = await asSystem('look at the looks', (tx) => tx.selectFrom('audit_entry').select('account_id').where('act', '=', 'consulted').where('subject_id', '=', meeting).execute(), world.ours.partnershipId)
    assert.ok(looks.some(({ account_id }) => account_id === secretary.accountId) && looks.every(({ account_id }) => account_id !== reader.accountId))
    assert.equal((await world.get(`/meetings/${shutMeeting}/papers`, reader)).statusCode, 404)
    assert.equal((await world.post(`/meetings/${shutMeeting}/papers`, secretary, { title: 'x', agendaItemId: '', dueOn: '', askedOf: writer.accountId })).statusCode, 422)
  })
})

describe('The pack', () => {
  const wordOf = async (address: string, actor: Actor) => {
    const cookie = await world.signIn(actor)
    const { statusCode, rawPayload } = await world.app.inject({ url: address, headers: { cookie } })
    assert.equal(statusCode, 200)
    const archive = await openArchive(rawPayload)
    const taken: Uint8Array[] = []
    await archive.read('word/document.xml', (bytes) => taken.push(Buffer.from(bytes)))
    return String(Buffer.concat(taken))
  }
  test('has its agenda, last minutes, actions and papers on one page, with what is text within it', async () => {
    const { statusCode, body } = await page(`${url()}/pack`, member)
    assert.equal(statusCode, 200)
    for (const shows of ['Contents', 'href="#agenda"', 'Lighting of the square', 'The group has not met before', 'No action is open', 'Eleven lamps were out.', 'People of concern', 'What is said of them']) assert.ok(body.includes(shows), shows)
    assert.match(body, /Restricted: for those who have a seat in the group/)
  })
  test('made for everybody leaves out what is restricted, and says how much to the group’s own people alone', async () => {
    const own = (await page(`${url()}/pack?for=partnership`, member)).body
    assert.doesNotMatch(own, /People of concern|About a person|What is said of them/)
    assert.match(own, /Left out as restricted: 1 item of the agenda, 1 paper/)
    const others = (await page(`${url()}/pack`, reader)).body
    assert.doesNotMatch(others, /People of concern|About a person|What is said of them|Left out/)
    assert.match(others, /Eleven lamps were out/)
    assert.equal((await world.get(`${url()}/pack`, stranger)).statusCode, 404)
    assert.equal((await world.get(`/meetings/${shutMeeting}/pack`, reader)).statusCode, 404)
    assert.equal((await world.get(`/meetings/${shutMeeting}/pack.docx`, reader)).statusCode, 404)
  })
  test('leaves as Word with real headings and header rows, without what its reader may not have', async () => {
    const whole = await wordOf(`${url()}/pack.docx`, member)
    assert.match(whole, /w:pStyle w:val="Heading1"/)
    assert.match(whole, /<w:tblHeader/)
    assert.match(whole, /What is said of them/)
    for (const [address, actor] of [[`${url()}/pack.docx`, reader], [`${url()}/pack.docx?for=partnership`, member]] as const) assert.doesNotMatch(await wordOf(address, actor), /People of concern|About a person|What is said of them|Left out/)
  })
  test('has the last minutes as its readers have them, and restricted actions for the group alone', async () => {
    const groupId = await addGroup(world.ours, { name: 'With a past', seats: [{ account: member.accountId }] })
    const past = (await addMeeting(world.ours, groupId, { heldOn: '2027-05-10', state: 'held' })).meetingId
    const next = (await addMeeting(world.ours, groupId, { heldOn: '2027-06-14' })).meetingId
    const shown = (audience: string, minuted: string) => JSON.stringify({
      group: 'With a past', heldOn: '2027-05-10', beginsAt: '10:00', place: null, audience, present: [{ name: 'A Chair', organisation: 'Testbury Council', role: 'chair', guest: false }], apologies: [], quorum: null, statement: null, interests: [],
      items: [{ number: 1, title: 'Lamps', restricted: false, minuted, decisions: [{ reference: 'D1/2027', kind: 'decided', statement: 'Mend them', withoutQuorum: false }], actions: [] }], otherActions: [], nextOn: null, approvedBy: null, sentTo: [], notSentTo: [],
    })
    await asSystem('issue minutes and agree actions', async (tx) => {
      const of = { partnership_id: world.ours.partnershipId, meeting_id: past, group_id: groupId }
      await tx.insertInto('issued_minutes').values([{ ...of, audience: 'group', issue: 1, shown: shown('group', 'Whole words') }, { ...of, audience: 'partnership', issue: 1, shown: shown('partnership', 'Fewer words') }]).execute()
      const action = { ...of, owner_agency_id: world.ours.council, due_on: '2027-06-01', state: 'open' }
      await tx.insertInto('action').values([{ ...action, reference: '1/2027', statement: 'Mend the lamps' }, { ...action, reference: '2/2027', statement: 'Visit him', restricted: true }]).execute()
    }, world.ours.partnershipId)
    const whole = (await page(`/meetings/${next}/pack`, member)).body
    for (const shows of ['A Chair', 'Whole words', 'D1/2027 Mend them', '1/2027', 'Visit him']) assert.ok(whole.includes(shows), shows)
    for (const [address, actor] of [[`/meetings/${next}/pack`, reader], [`/meetings/${next}/pack?for=partnership`, member]] as const) {
      const { body } = await page(address, actor)
      assert.match(body, /Fewer words[\s\S]*Mend the lamps/)
      assert.doesNotMatch(body, /Whole words|Visit him|2\/2027/)
    }
  })
})
