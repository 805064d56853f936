import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, describe, test } from 'node:test'
import { openWorld } from '../../test/world.ts'
import { asUser } from '../db/tx.ts'
import { smtpSender } from './mailer.ts'
import { notify, type Send, sendWaiting } from './outbox.ts'

const world = await openWorld()
after(() => world.close())
const coordinator = await world.ours.account('coordinator')
const owner = await world.ours.account('owner')
const stranger = await world.theirs.account('coordinator')
const notice = (effect: string) => ({ accountId: owner.accountId, effect, subject: 'Updates are due', body: 'See /my-work' })

describe('the outbox', () => {
  test('the same effect is written once, and another partnership sees none of it', async () => {
    assert.equal(await asUser(coordinator, (tx) => notify(tx, [notice('one')])), 1)
    assert.equal(await asUser(coordinator, (tx) => notify(tx, [notice('one')])), 0)
    assert.equal(await asUser(stranger, async (tx) => (await tx.selectFrom('notice').selectAll().execute()).length), 0)
  })

  test('an owner cannot write notices', async () => {
    await assert.rejects(asUser(owner, (tx) => notify(tx, [notice('forged')])), /row-level security/)
  })

  test('what waits is sent once; a refusal keeps its reason and waits for later', async () => {
    const sent: string[] = []
    const refuse: Send = async () => { throw new Error('mailbox full') }
    assert.equal(await sendWaiting(refuse), 0)
    const failed = await asUser(coordinator, (tx) => tx.selectFrom('notice').select(['failed', 'sent_at']).executeTakeFirstOrThrow())
    assert.equal(failed.failed, 'mailbox full')
    assert.equal(failed.sent_at, null)
    await asUser(coordinator, (tx) => notify(tx, [notice('two')]))
    const accept: Send = async ({ to, messageId }) => { sent.push(`${to} ${messageId}`) }
    assert.equal(await sendWaiting(accept), 1)
    assert.equal(await sendWaiting(accept), 0)
    assert.equal(sent.length, 1)
  })
})

test('a message goes out over SMTP with its own Message-ID, and carries nothing but its words', async () => {
  const said: string[] = []
  const server = createServer((socket) => {
    let data = false
    socket.write('220 sink\r\n')
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
        if (data) { said.push(line); if (line === '.') { data = false; socket.write('250 kept\r\n') } }
        else if (line.startsWith('DATA')) { data = true; socket.write('354 go on\r\n') }
        else socket.write(line.startsWith('QUIT') ? '221 bye\r\n' : '250 yes\r\n')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await smtpSender({ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'wardmote@testbury.example' })({ to: 'a@testbury.example', subject: 'Due', text: 'See /my-work', messageId: '<n1@wardmote>' })
  server.close()
  assert.ok(said.includes('Message-ID: <n1@wardmote>'))
  assert.ok(said.includes('See /my-work'))
})
