import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AuditEntry, type AuditRecord, sealRecord } from './audit.ts'
import { type AuditFault, type AuditHead, faultInWords, verifyChain } from './audit-verify.ts'

const KEY = Buffer.from('the key that seals this log')
const PARTNERSHIP = '11111111-1111-4111-8111-111111111111'

const anyEntry = fc.record({
  at: fc.date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2030-01-01') }).map((date) => date.toISOString()),
  accountId: fc.option(fc.uuid()),
  act: fc.constantFrom('altered' as const, 'consulted' as const, 'disclosed' as const),
  subjectKind: fc.constantFrom('plan', 'edition'),
  subjectId: fc.option(fc.uuid()),
  details: fc.dictionary(fc.string(), fc.jsonValue()),
})
const anyLog = fc.array(anyEntry, { minLength: 1, maxLength: 25 }).map((entries) => chain(entries))

function chain(entries: readonly Omit<AuditEntry, 'partnershipId' | 'entry'>[], key = KEY): AuditRecord[] {
  const records: AuditRecord[] = []
  for (const entry of entries) records.push(sealRecord(key, records.at(-1)?.seal ?? '', { ...entry, partnershipId: PARTNERSHIP, entry: records.length + 1 }))
  return records
}

const plainLog = (length: number, key = KEY) =>
  chain(Array.from({ length }, (_, index) => ({ at: '2026-01-01T00:00:00.000000Z', accountId: null, act: 'altered', subjectKind: 'plan', subjectId: `plan ${index + 1}`, details: { fields: ['title'] } })), key)

const headOf = (records: readonly AuditRecord[]): AuditHead => ({ entries: records.length, seal: records.at(-1)?.seal ?? '' })

/** What the verifier says of these records, in small batches. */
async function verdictOn(records: readonly AuditRecord[], head: AuditHead, checkpoint: AuditHead | null = null, key = KEY) {
  async function* read() {
    for (let start = 0; start < records.length; start += 7) yield records.slice(start, start + 7)
  }
  return (await verifyChain(key, read, head, checkpoint)).faults
}

const renumbered = (records: readonly AuditRecord[]) => records.map((record, index) => ({ ...record, entry: index + 1 }))
const has = (faults: readonly AuditFault[], fault: AuditFault['fault'], entry: number) => faults.some((each) => each.fault === fault && each.first <= entry && entry <= each.last)

test('a log that nobody touched is whole, whatever is in it and in whatever order the database gives back its details', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog, async (records) => {
      const back = records.map((record) => ({ ...record, details: Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(record.details))).reverse()) }))
      assert.deepEqual(await verdictOn(back, headOf(records), headOf(records.slice(0, 1 + records.length / 2))), [])
    }),
  )
})

test('dates in an entry’s details are sealed as they come back from the database', async () => {
  const [record] = chain([{ at: 'now', accountId: null, act: 'altered', subjectKind: 'plan', subjectId: null, details: { due: Temporal.PlainDate.from('2026-03-01'), left: undefined } }])
  assert.deepEqual(await verdictOn([{ ...record!, details: JSON.parse(JSON.stringify(record!.details)) }], headOf([record!])), [])
})

const alterations: readonly ((record: AuditRecord) => AuditRecord)[] = [
  (record) => ({ ...record, at: `${record.at} ` }),
  (record) => ({ ...record, accountId: record.accountId === null ? PARTNERSHIP : null }),
  (record) => ({ ...record, act: 'erased' }),
  (record) => ({ ...record, subjectKind: 'account' }),
  (record) => ({ ...record, subjectId: record.subjectId === null ? '' : null }),
  (record) => ({ ...record, details: { ...record.details, more: 1 } }),
  (record) => ({ ...record, partnershipId: crypto.randomUUID() }),
  (record) => ({ ...record, previousSeal: 'f'.repeat(64) }),
  (record) => ({ ...record, seal: 'f'.repeat(64) }),
  (record) => sealRecord(Buffer.from('another key'), record.previousSeal, { ...record, act: 'erased' }),
]

test('any one entry altered in any one way is found and named, and no other is blamed', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog, fc.nat(), fc.constantFrom(...alterations), async (records, at, alter) => {
      const index = at % records.length
      const tampered = records.with(index, alter(records[index]!))
      assert.deepEqual(await verdictOn(tampered, headOf(records)), [{ fault: 'altered', first: index + 1, last: index + 1 }])
    }),
  )
})

test('any stretch removed is found and named, whether or not what follows is given its numbers', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog, fc.nat(), fc.nat(), fc.boolean(), async (records, at, many, renumber) => {
      const first = at % records.length
      const count = 1 + (many % (records.length - first))
      const left = records.toSpliced(first, count)
      const faults = await verdictOn(renumber ? renumbered(left) : left, headOf(records))
      const fault = first + count === records.length ? 'cut off' : 'removed'
      if (!renumber || fault === 'cut off') assert.deepEqual(faults, [{ fault, first: first + 1, last: first + count }])
      else for (let entry = first + 1; entry <= first + count; entry++) assert.ok(has(faults, 'removed', entry), JSON.stringify(faults))
    }),
  )
})

test('any two entries that changed places are found and named', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog.filter(({ length }) => length > 1), fc.nat(), fc.nat(), async (records, a, b) => {
      const [first, second] = [a % records.length, b % records.length]
      fc.pre(first !== second)
      const tampered = renumbered(records.with(first, records[second]!).with(second, records[first]!))
      const faults = await verdictOn(tampered, headOf(records))
      assert.ok(faults.every(({ fault }) => fault === 'reordered'))
      assert.ok(has(faults, 'reordered', first + 1) && has(faults, 'reordered', second + 1), JSON.stringify(faults))
    }),
  )
})

test('any entry added from outside is found and named, forged or copied from another place', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog, fc.nat(), fc.nat(), fc.boolean(), async (records, at, from, copied) => {
      const index = at % (records.length + 1)
      const source = records[from % records.length]!
      const forged = copied ? source : sealRecord(Buffer.from('another key'), records[index - 1]?.seal ?? '', { ...source, subjectId: 'forged', entry: index + 1 })
      const faults = await verdictOn(renumbered(records.toSpliced(index, 0, forged)), headOf(records))
      const copyBesideItself = copied && (from % records.length === index || from % records.length === index - 1)
      assert.ok(faults.length > 0)
      if (!copied || !copyBesideItself) assert.ok(has(faults, 'added', index + 1) || has(faults, 'reordered', index + 1), JSON.stringify(faults))
    }),
  )
})

test('an altered record of where the log ends is found', async () => {
  const records = plainLog(5)
  assert.deepEqual(await verdictOn(records, { ...headOf(records), seal: records[2]!.seal }), [{ fault: 'head altered', first: 5, last: 5 }])
  assert.deepEqual(await verdictOn(records, { entries: 3, seal: records[2]!.seal }), [{ fault: 'head altered', first: 3, last: 3 }])
  assert.deepEqual(await verdictOn(records, { entries: 1e12, seal: records[4]!.seal }), [{ fault: 'cut off', first: 6, last: 1e12 }])
  assert.deepEqual(await verdictOn([], headOf(records)), [{ fault: 'cut off', first: 1, last: 5 }])
})

test('a log cut short together with its end is found against a checkpoint kept elsewhere, and only so', async () => {
  const records = plainLog(9)
  const cut = records.slice(0, 6)
  assert.deepEqual(await verdictOn(cut, headOf(cut)), [])
  assert.deepEqual(await verdictOn(cut, headOf(cut), headOf(records)), [{ fault: 'cut off', first: 7, last: 9 }])
})

test('a whole log sealed anew with the right key is found against a checkpoint kept elsewhere', async () => {
  const records = plainLog(9)
  const anew = chain(records.map((record) => (record.entry === 3 ? { ...record, act: 'erased' } : record)))
  assert.deepEqual(await verdictOn(anew, headOf(anew)), [])
  assert.deepEqual(await verdictOn(anew, headOf(anew), headOf(records.slice(0, 6))), [{ fault: 'sealed anew', first: 1, last: 6 }])
  assert.deepEqual(await verdictOn(anew, headOf(anew), headOf(records.slice(0, 2))), [], 'what stood before the change is as it was')
})

test('a whole log sealed anew with another key is found without one', async () => {
  const anew = plainLog(9, Buffer.from('another key'))
  assert.deepEqual(await verdictOn(anew, headOf(anew)), [{ fault: 'sealed anew', first: 1, last: 9 }])
})

test('part of another copy of the log, rightly sealed, is found where it begins', async () => {
  const records = plainLog(8)
  const other = chain([...records.slice(0, 3), ...records.slice(3).map((record) => ({ ...record, subjectId: 'otherwise' }))])
  const mixed = [...records.slice(0, 5), ...other.slice(5)]
  assert.deepEqual(await verdictOn(mixed, headOf(mixed)), [{ fault: 'spliced', first: 6, last: 6 }])
})

test('faults far apart are each named', async () => {
  const records = plainLog(5000)
  const tampered = records.toSpliced(3999, 10).with(99, { ...records[99]!, act: 'erased' })
  assert.deepEqual(await verdictOn(tampered, headOf(records)), [{ fault: 'altered', first: 100, last: 100 }, { fault: 'removed', first: 4000, last: 4009 }])
  const farSwap = renumbered(records.with(10, records[4800]!).with(4800, records[10]!))
  assert.deepEqual(await verdictOn(farSwap, headOf(records)), [{ fault: 'reordered', first: 11, last: 11 }, { fault: 'reordered', first: 4801, last: 4801 }])
})

test('a fault is told in a sentence', () => {
  assert.equal(faultInWords({ fault: 'removed', first: 5, last: 9 }), 'Entries 5 to 9 were removed.')
  assert.equal(faultInWords({ fault: 'altered', first: 5, last: 5 }), 'Entry 5 was altered.')
})
