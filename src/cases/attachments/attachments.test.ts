import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addCase, addCasework, type Casework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { asSystem } from '../../db/tx.ts'
import type { Actor } from '../../db/tx.ts'

const PDF = '%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n'
const world = await openWorld()
after(() => world.close())
let casework: Casework
let url = ''
before(async () => {
  casework = await addCasework(world.ours)
  url = `/cases/${(await addCase(casework)).caseId}/documents`
})
async function upload(actor: Actor, bytes: Buffer, name: string) {
  const cookie = await world.signIn(actor)
  const token = /name="_csrf" value="([^"]+)"/.exec((await world.app.inject({ url: '/my-work', headers: { cookie } })).body)![1]!
  const edge = 'edge-of-the-form'
  const payload = Buffer.concat([Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/html\r\n\r\n`), bytes, Buffer.from(`\r\n--${edge}--\r\n`)])
  return world.app.inject({ method: 'POST', url, headers: { cookie, 'content-type': `multipart/form-data; boundary=${edge}` }, payload })
}

describe('Files with a case', () => {
  test('are handed out to be saved and never opened here, and each time is written down', async () => {
    assert.equal((await upload(casework.officer, Buffer.from(PDF), 'Statement é.pdf')).statusCode, 303)
    const { body } = await world.get(url, casework.worker)
    assert.match(body, /Statement é\.pdf/)
    assert.match(body, /Not scanned for viruses/)
    const href = /href="(\/cases\/[^"]+\/documents\/[^"]+)"/.exec(body)![1]!
    const file = await world.get(href, casework.worker)
    assert.equal(file.body, PDF)
    assert.match(String(file.headers['content-disposition']), /^attachment; filename="Statement e\.pdf"; filename\*=UTF-8''Statement%20%C3%A9\.pdf$/)
    assert.match(String(file.headers['content-security-policy']), /sandbox/)
    assert.deepEqual([file.headers['x-content-type-options'], file.headers['content-type'], file.headers['cache-control']], ['nosniff', 'application/pdf', 'no-store'])
    const looks = await asSystem('look at the looks', (tx) => tx.selectFrom('access_entry').select(['part', 'account_id']).where('part', '=', 'document').execute(), world.ours.partnershipId)
    assert.deepEqual(looks, [{ part: 'document', account_id: casework.worker.accountId }])
    for (const actor of [casework.patrol, casework.governance, await world.theirs.account('case worker')]) {
      assert.equal((await world.get(href, actor)).statusCode, 404)
      assert.equal((await world.get(url, actor)).statusCode, 404)
      assert.equal((await upload(actor, Buffer.from(PDF), 'x.pdf')).statusCode, 404)
    }
  })
  test('a hostile one is refused with the reason beside the field, and nothing is kept', async () => {
    const sent = await upload(casework.officer, Buffer.from('<html><script>1</script></html>'), 'x.pdf')
    assert.equal(sent.statusCode, 422)
    assert.match(sent.body, /This is a web page/)
    assert.match((await upload(casework.officer, Buffer.alloc(0), '')).body, /Choose a file/)
    const kept = await asSystem('count files', (tx) => tx.selectFrom('case_document').select('name').execute(), world.ours.partnershipId)
    assert.equal(kept.length, 1)
  })
})
