import assert from 'node:assert/strict'
import { crc32, deflateRawSync } from 'node:zlib'
import { test } from 'node:test'
import { BOUNDS } from './bounds.ts'
import { docx, docxParts, outline, p, paperOf, problemOf, xlsxParts, zipOf } from './specimens.ts'

/** A zip made byte for byte, so that its directory can lie. Sizes and checksums are as given. */
function rawZip(
  entries: readonly { name: string; data: Buffer; method?: number; claimed?: number; flags?: number; crc?: number }[],
  count = entries.length,
): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, data, method = 0, claimed = data.length, flags = 0, crc = 0 } of entries) {
    const local = Buffer.alloc(30)
    local.write('PK\x03\x04', 'latin1')
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(method, 8)
    local.writeUInt32LE(data.length, 18)
    local.writeUInt32LE(claimed, 22)
    local.writeUInt16LE(name.length, 26)
    const central = Buffer.alloc(46)
    central.write('PK\x01\x02', 'latin1')
    central.writeUInt16LE(flags, 8)
    central.writeUInt16LE(method, 10)
    central.writeUInt32LE(crc, 16)
    central.writeUInt32LE(data.length, 20)
    central.writeUInt32LE(claimed, 24)
    central.writeUInt16LE(name.length, 28)
    central.writeUInt32LE(offset, 42)
    files.push(local, Buffer.from(name), data)
    directory.push(central, Buffer.from(name))
    offset += 30 + name.length + data.length
  }
  const end = Buffer.alloc(22)
  const listed = Buffer.concat(directory)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, listed, end])
}

test('a zip bomb is stopped while it inflates', async () => {
  const bomb = await docx(p('x') + ' '.repeat(30 * 1024 * 1024))
  assert.ok(bomb.length < 100_000)
  assert.match(await problemOf('plan.docx', bomb), /unpacks to far more/)
})

test('a part that claims to be small and is not is stopped', async () => {
  const data = deflateRawSync(Buffer.alloc(5_000_000, 'a'))
  assert.match(
    await problemOf('plan.docx', rawZip([{ name: '[Content_Types].xml', data, method: 8, claimed: 100 }])),
    /damaged/,
  )
})

test('a zip whose declared sizes exceed the bound is refused before anything is unpacked', async () => {
  assert.match(
    await problemOf('plan.docx', rawZip([{ name: 'a.xml', data: Buffer.from('x'), method: 8, claimed: 0xf0000000 }])),
    /unpacks to far more/,
  )
})

test('too many parts, two parts of one name, paths that lead outside, and passwords are refused', async () => {
  const many = Array.from({ length: BOUNDS.archiveEntries + 1 }, (_, at) => ({
    name: `p${at}.xml`,
    data: Buffer.alloc(0),
  }))
  assert.match(await problemOf('plan.docx', rawZip(many)), /2,001 parts; at most 2,000/)
  const data = Buffer.from('<a/>')
  assert.match(
    await problemOf(
      'plan.docx',
      rawZip([
        { name: 'word/document.xml', data },
        { name: 'WORD/document.xml', data },
      ]),
    ),
    /two parts with one name/,
  )
  assert.match(await problemOf('plan.docx', rawZip([{ name: '../../etc/passwd', data }])), /leads outside/)
  assert.match(
    await problemOf('plan.docx', rawZip([{ name: 'word/document.xml', data: Buffer.alloc(16), claimed: 4, flags: 1 }])),
    /password/,
  )
})

test('a file cut off at any place is damaged, never a crash', async () => {
  const whole = await docx(p('x'.repeat(5000)))
  for (const share of [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
    assert.match(await problemOf('plan.docx', whole.subarray(0, Math.floor(whole.length * share))), /damaged/)
})

test('bytes changed on the way are noticed by the checksum', async () => {
  const entries = Object.entries(docxParts(p('The board met'))).map(([name, xml]) => {
    const data = Buffer.from(xml)
    return { name, data, crc: crc32(data) }
  })
  const whole = rawZip(entries)
  assert.deepEqual(outline(await paperOf('plan.docx', whole)), ['paragraph: The board met'])
  const changed = Buffer.from(whole.toString('latin1').replace('board met', 'board mat'), 'latin1')
  assert.match(await problemOf('plan.docx', changed), /damaged/)
})

test('a part pointing outside the archive is missing, not fetched', async () => {
  const parts = xlsxParts([{ name: 'Plan', xml: '' }])
  const rels = parts['xl/_rels/workbook.xml.rels'].replace('worksheets/sheet1.xml', '../../../../etc/passwd')
  assert.match(
    await problemOf('plan.xlsx', await zipOf({ ...parts, 'xl/_rels/workbook.xml.rels': rels })),
    /sheet Plan is missing/,
  )
})
