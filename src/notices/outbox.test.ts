import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, describe, test } from 'node:test'
import { sql } from 'kysely'
import { openWorld } from '../../test/world.ts'
import { asSystem, asUser } from '../db/tx.ts'
import { smtpSender, startMailer } from './mailer.ts'
import { notify, selectUndelivered, type Send, sendWaiting } from './outbox.ts'

const world = await openWorld()
after(() => world.close())
const coordinator = await world.ours.account('coordinator')
const owner = await world.ours.account('owner')
const stranger = await world.theirs.account('coordinator')
const notice = (effect: string, accountId = owner.accountId) => ({ accountId, effect, subject: 'Updates are due', body: 'See /my-work' })
const write = (...effects: string[]) => asUser(coordinator, (tx) => notify(tx, effects.map((effect) => notice(effect))))
const rowOf = (effect: string) => asUser(coordinator, (tx) => tx.selectFrom('notice').selectAll().where('effect', '=', effect).executeTakeFirstOrThrow())
const accept: Send = async () => {}
const refuse: Send = async () => { throw new Error('mailbox full') }
/** As if this many minutes had gone by for every notice. */
const pass = (minutes: number) =>
  asSystem('let time pass in a test', (tx) => tx.updateTable('notice').set({ next_attempt_at: sql`next_attempt_at - make_interval(mins => ${minutes})`, created_at: sql`created_at - make_interval(mins => ${minutes})` }).execute())

/** A mail server on this machine that keeps the lines of every message; `hear` decides its answer to the end of one. */
async function sink(hear: (lines: string[]) => string | null = () => '250 kept') {
  const messages: string[][] = []
  const server = createServer((socket) => {
    let lines: string[] | null = null
    socket.on('error', () => {})
    socket.write('220 sink\r\n')
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').slice(0, -1)) {
        if (lines && line !== '.') lines.push(line)
        else if (lines) {
          messages.push(lines)
          const answer = hear(lines)
          lines = null
          if (answer) socket.write(`${answer}\r\n`)
          else socket.destroy()
        } else if (line.startsWith('DATA')) {
          lines = []
          socket.write('354 go on\r\n')
        } else socket.write(line.startsWith('QUIT') ? '221 bye\r\n' : '250 yes\r\n')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = address && typeof address === 'object' ? address.port : 0
  return { messages, mail: { smtpUrl: `smtp://127.0.0.1:${port}`, from: 'wardmote@testbury.example' }, close: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}
const idOf = (lines: readonly string[] | undefined) => lines?.find((line) => line.startsWith('Message-ID: '))

describe('the outbox', () => {
  test('the same effect is written once, in the transaction that causes it', async () => {
    assert.equal(await write('one', 'two'), 2)
    assert.equal(await write('one'), 0)
    await assert.rejects(asUser(coordinator, async (tx) => { await notify(tx, [notice('undone')]); throw new Error('changed my mind') }), /changed my mind/)
    await assert.rejects(rowOf('undone'))
  })

  test('an owner cannot write notices, reads only those to it, and another partnership sees none', async () => {
    await assert.rejects(asUser(owner, (tx) => notify(tx, [notice('forged')])), /row-level security/)
    await asUser(coordinator, (tx) => notify(tx, [notice('to the coordinator', coordinator.accountId)]))
    const seenBy = (actor: typeof owner) => asUser(actor, async (tx) => (await tx.selectFrom('notice').select('effect').execute()).length)
    assert.deepEqual([await seenBy(coordinator), await seenBy(owner), await seenBy(stranger)], [3, 2, 0])
  })

  test('what waits is sent once', async () => {
    const sent: string[] = []
    assert.equal(await sendWaiting(async ({ to, messageId }) => { sent.push(`${to} ${messageId}`) }), 3)
    assert.equal(await sendWaiting(accept), 0)
    assert.equal(new Set(sent).size, 3)
  })

  test('every link in a notice is whole when it leaves, whichever way its room wrote it', async () => {
    const bodies = ['See /my-work', 'See where it stands at\n\n/referrals/1-2?step=3\n', 'Look at it (/cases/9), then at /panels.', 'At https://elsewhere.example/my-work\n', 'Either/or, 9/10, and / alone']
    await asUser(coordinator, (tx) => notify(tx, bodies.map((body, n) => ({ ...notice(`link ${n}`), body }))))
    const sent: string[] = []
    await sendWaiting(async ({ text }) => { sent.push(text) })
    const base = 'http://127.0.0.1'
    assert.deepEqual(new Set(sent), new Set([`See ${base}/my-work`, `See where it stands at\n\n${base}/referrals/1-2?step=3\n`, `Look at it (${base}/cases/9), then at ${base}/panels.`, 'At https://elsewhere.example/my-work\n', 'Either/or, 9/10, and / alone']))
  })

  test('a refusal keeps its reason, waits longer each time, and is sent when the server takes it', async () => {
    await write('refused')
    assert.equal(await sendWaiting(refuse), 0)
    assert.equal((await rowOf('refused')).failed, 'mailbox full')
    assert.equal(await sendWaiting(accept), 0)
    await pass(1)
    await sendWaiting(refuse)
    await pass(1)
    assert.equal(await sendWaiting(accept), 0)
    await pass(1)
    assert.equal(await sendWaiting(accept), 1)
    assert.equal((await rowOf('refused')).failed, null)
  })

  test('one that fails ten times is given up and never lost: the coordinator sees to whom and why, a stranger does not', async () => {
    await write('hopeless')
    for (let n = 0; n < 10; n++) {
      await sendWaiting(refuse)
      await pass(600)
    }
    assert.equal(await sendWaiting(accept), 0)
    const seenBy = (actor: typeof owner) => asUser(actor, (tx) => selectUndelivered(tx, 'hope'))
    const [undelivered] = await seenBy(coordinator)
    assert.match(undelivered!.name, /Testbury owner/)
    assert.deepEqual([undelivered!.failed, undelivered!.givenUp], ['mailbox full', true])
    assert.equal((await seenBy(stranger)).length, 0)
  })

  test('a server that is away costs three notices a try, not all of them', async () => {
    await write('away 1', 'away 2', 'away 3', 'away 4', 'away 5')
    let tries = 0
    await sendWaiting(async () => { tries++; throw new Error('no route') })
    assert.equal(tries, 3)
    assert.equal(await sendWaiting(accept), 2)
  })

  test('a reminder that waited a week, and one to a closed account, are not sent', async () => {
    const leaver = await world.ours.account('owner')
    await asUser(coordinator, (tx) => notify(tx, [notice('to one who left', leaver.accountId)]))
    await asSystem('close an account', (tx) => tx.updateTable('account').set({ disabled_at: Temporal.Now.instant().toString() }).where('account_id', '=', leaver.accountId).execute())
    await write('stale')
    await pass(8 * 24 * 60)
    await write('fresh')
    assert.equal(await sendWaiting(accept), 1)
  })

  test('two senders at once never take the same notice', async () => {
    await write(...Array.from({ length: 12 }, (_, n) => `shared ${n}`))
    const sent: string[] = []
    const send: Send = async ({ messageId }) => { sent.push(messageId) }
    await Promise.all([sendWaiting(send), sendWaiting(send), sendWaiting(send)])
    assert.equal(sent.length, 12)
    assert.equal(new Set(sent).size, 12)
  })
})

describe('over SMTP', () => {
  test('a message carries its own Message-ID, its words as plain text, and nothing else of anyone', async () => {
    const { messages, mail, close } = await sink()
    await smtpSender(mail)({ to: 'a@testbury.example', subject: 'Due', text: 'See /my-work', messageId: '<n1@wardmote>' })
    await close()
    assert.equal(idOf(messages[0]), 'Message-ID: <n1@wardmote>')
    assert.ok(messages[0]!.includes('See /my-work'))
    assert.ok(messages[0]!.some((line) => line.startsWith('Content-Type: text/plain')))
  })

  test('killed after the server took the message and before that was noted, it goes again under the same Message-ID', async () => {
    await write('killed')
    const { messages, mail, close } = await sink()
    const send = smtpSender(mail)
    let taken = () => {}
    const sent = new Promise<void>((resolve) => { taken = resolve })
    // The sender that never comes back leaves what a killed process leaves: the notice taken, the message gone, nothing marked.
    void sendWaiting(async (message) => { await send(message); taken(); await new Promise(() => {}) })
    await sent
    assert.equal((await rowOf('killed')).sent_at, null)
    assert.equal(await sendWaiting(send), 0)
    await pass(1)
    assert.equal(await sendWaiting(send), 1)
    await close()
    assert.equal(messages.length, 2)
    assert.equal(idOf(messages[0]), idOf(messages[1]))
    assert.match(idOf(messages[0])!, /[0-9a-f-]{36}@wardmote>$/)
  })

  test('a server that refuses, or hangs up, has its words kept', async () => {
    for (const [effect, answer, words] of [['refusing', '550 no such mailbox', /no such mailbox/], ['hanging up', null, /closed|hang|reset/i]] as const) {
      await write(effect)
      const { mail, close } = await sink(() => answer)
      await sendWaiting(smtpSender(mail))
      await close()
      assert.match((await rowOf(effect)).failed ?? '', words)
    }
  })

  test('the mailer sends what waits when it starts, and stops when asked', async () => {
    await write('at the start')
    const { messages, mail, close } = await sink()
    let told = () => {}
    const sent = new Promise<void>((resolve) => { told = resolve })
    const stop = startMailer(mail, () => told())
    await sent
    await stop()
    await close()
    assert.equal(messages.length, 1)
    await write('after the stop')
    assert.equal((await rowOf('after the stop')).sent_at, null)
  })
})
