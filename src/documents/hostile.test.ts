import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BOUNDS } from './bounds.ts'
import { parsePaper } from './parse.ts'
import { inWorker, readPaper } from './reading.ts'
import {
  docx,
  docxParts,
  inline,
  oneSheet,
  outline,
  p,
  paperOf,
  problemOf,
  relationships,
  tbl,
  tc,
  tr,
  xlsx,
  zipOf,
} from './specimens.ts'

const compound = (name: string) =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(1000),
    Buffer.from(name, 'utf16le'),
    Buffer.alloc(100),
  ])

test('renamed files are named for what they are, whatever their name says', async () => {
  const files: readonly [RegExp, Uint8Array | string][] = [
    [/a PDF/, '%PDF-1.7 …'],
    [/rich-text/, '{\\rtf1 text}'],
    [/PNG/, Buffer.from('89504e470d0a1a0a', 'hex')],
    [/JPEG/, Buffer.from('ffd8ffe000', 'hex')],
    [/web page/, '<!-- saved -->\n<!DOCTYPE html><html></html>'],
    [/an XML file/, '<?xml version="1.0"?><a/>'],
    [/saved web page/, 'MIME-Version: 1.0\nContent-Type: multipart/related\n'],
    [/program/, Buffer.concat([Buffer.from('MZ\x90', 'latin1'), Buffer.alloc(50)])],
    [/not text/, Buffer.from([1, 2, 3, 0, 5, 6, 200, 0, 0, 1])],
    [/virus scanners/, `X5O!P%@AP[4\\PZX54(P^)7CC)7}${'$EICAR-STANDARD'}-ANTIVIRUS-TEST-FILE!$H+H*`],
  ]
  for (const [what, content] of files) assert.match(await problemOf('plan.docx', content), what)
})

test('old and encrypted Office files are refused with the way out', async () => {
  assert.match(await problemOf('plan.docx', compound('EncryptedPackage')), /password.*[Rr]emove/)
  assert.match(await problemOf('plan.docx', compound('WordDocument')), /\.doc\).*save it as a Word document/)
  assert.match(await problemOf('plan.xlsx', compound('Workbook')), /\.xls\).*save it as a workbook/)
})

test('archives that are neither Word nor Excel are named', async () => {
  assert.match(
    await problemOf(
      'plan.docx',
      await zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<a/>' }),
    ),
    /OpenDocument text/,
  )
  assert.match(await problemOf('plan.docx', await zipOf({ 'plan.txt': 'words' })), /zip archive/)
  const types = docxParts('')
    ['[Content_Types].xml'].replace('wordprocessingml.document', 'presentationml.presentation')
    .replace('/word/document.xml', '/ppt/presentation.xml')
  assert.match(
    await problemOf(
      'plan.docx',
      await zipOf({
        '[Content_Types].xml': types,
        '_rels/.rels': relationships({ officeDocument: 'ppt/presentation.xml' }),
        'ppt/presentation.xml': '<a/>',
      }),
    ),
    /PowerPoint/,
  )
})

test('macros are refused, declared or merely present', async () => {
  assert.match(await problemOf('plan.docx', await docx(p('x'), { parts: { 'word/vbaProject.bin': 'x' } })), /macros/)
  const types = docxParts('')['[Content_Types].xml'].replace(
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main',
    'vnd.ms-word.document.macroEnabled.main',
  )
  assert.match(await problemOf('plan.docx', await docx(p('x'), { parts: { '[Content_Types].xml': types } })), /macros/)
  assert.match(
    await problemOf('plan.xlsx', await oneSheet([inline('x')], { parts: { 'xl/macrosheets/sheet1.xml': '<a/>' } })),
    /macros/,
  )
})

test('a DOCTYPE, deep nesting and broken XML are refused', async () => {
  const part = (xml: string) => docx('', { parts: { 'word/document.xml': xml } })
  assert.match(await problemOf('plan.docx', await part('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')), /DOCTYPE/)
  assert.match(
    await problemOf('plan.docx', await docx('<w:sdt>'.repeat(BOUNDS.xmlDepth) + '</w:sdt>'.repeat(BOUNDS.xmlDepth))),
    /nested more deeply/,
  )
  assert.match(await problemOf('plan.docx', await part('<a><b></a>')), /damaged/)
  assert.match(await problemOf('plan.docx', await part('<a>&undefined;</a>')), /damaged/)
})

test('more than 100,000 rows are refused with the limit and the count', async () => {
  const rows = `<sheetData>${`<row><c><v>1</v></c></row>`.repeat(100_001)}</sheetData>`
  assert.match(await problemOf('plan.xlsx', await xlsx([{ name: 'Plan', xml: rows.slice(0, 40) }])), /damaged/)
  const noise = Array.from(
    { length: 200_000 },
    (_, at) => `<row><c><v>${(at * 7919) % 99_991}.${at}</v></c></row>`,
  ).join('')
  assert.match(
    await problemOf('plan.xlsx', await xlsx([{ name: 'Plan', xml: `<sheetData>${noise}</sheetData>` }])),
    /Sheet Plan reaches 100,001 rows; at most 100,000/,
  )
  assert.match(await problemOf('rows.csv', 'a,b\n'.repeat(100_001)), /100,001 rows; at most 100,000/)
})

test('one cell at the far corner of a sheet does not make a giant grid', async () => {
  assert.match(
    await problemOf('plan.xlsx', await oneSheet([inline('x') + inline('far', 'r="XFD1048576"')])),
    /1,048,576 rows; at most 100,000/,
  )
  assert.match(
    await problemOf('plan.xlsx', await oneSheet([inline('x') + inline('far', 'r="XFD1"')])),
    /16,384 columns; at most 2,000/,
  )
  assert.match(
    await problemOf('plan.xlsx', await oneSheet([inline('x') + inline('far', 'r="BXX99999"')])),
    /cells; at most 2,000,000/,
  )
})

test('blank coloured cells painted to the end of the sheet are passed over', async () => {
  const styles =
    '<fills><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill></fill></fills><cellXfs><xf fillId="0"/><xf fillId="1"/></cellXfs>'
  const paper = await paperOf(
    'plan.xlsx',
    await oneSheet([inline('x') + '<c r="XFD1" s="1"/><c r="A1048576" s="1"/>'], { styles }),
  )
  assert.deepEqual(
    paper.blocks.map((block) => block.kind === 'table' && [block.rows.length, block.rows[0]!.length]),
    [[1, 1]],
  )
})

test('spans beyond the bounds are refused in Word and cut in HTML', async () => {
  assert.match(
    await problemOf('plan.docx', await docx(tbl(tr(tc('x', '<w:gridSpan w:val="999999"/>'))))),
    /columns; at most 2,000/,
  )
  const wide = tbl(...Array.from({ length: 1_100 }, () => tr(tc('x', '<w:gridSpan w:val="1900"/>'))))
  assert.match(await problemOf('plan.docx', await docx(wide)), /cells; at most 2,000,000/)
  const half = tbl(...Array.from({ length: 500 }, () => tr(tc('x', '<w:gridSpan w:val="1900"/>'))))
  assert.match(await problemOf('plan.docx', await docx(half.repeat(3))), /tables reach .* cells; at most 2,000,000/)
  const paper = await paperOf('plan.txt', '# T\n<table><tr><td colspan="99999" rowspan="99999">x</td></tr></table>')
  assert.equal(paper.blocks.length, 2)
})

test('empty files, files without words and oversized files are refused', async () => {
  assert.match(await problemOf('plan.docx', ''), /is empty/)
  assert.match(await problemOf('plan.txt', ' \n\n\t\n'), /holds no text/)
  assert.match(await problemOf('plan.docx', await docx('<w:p/>')), /holds no text/)
  assert.match(await problemOf('plan.xlsx', await xlsx([{ name: 'Plan', xml: '<sheetData/>' }])), /holds no text/)
  const reading = await readPaper('plan.txt', new Uint8Array(BOUNDS.fileBytes + 1))
  assert.match(reading.ok ? '' : reading.problem, /20,971,521 bytes; at most 20,971,520 \(20 MB\)/)
})

test('words that every object answers to are only words', async () => {
  const run =
    '<w:r><toString xmlns=""/><constructor xmlns="constructor"/><w:sym w:font="__proto__" w:char="constructor"/><w:rPr><w:highlight w:val="constructor"/></w:rPr><w:t>x</w:t></w:r>'
  assert.deepEqual(outline(await paperOf('plan.docx', await docx(`<w:p>${run}</w:p>`))), ['paragraph: x'])
  assert.deepEqual(outline(await paperOf('plan.txt', '&constructor; &amp;')), ['paragraph: &constructor; &'])
})

test('text made to tire regular expressions is read in good time', async () => {
  const tiring = [
    '*'.repeat(200_000),
    '<!--'.repeat(50_000),
    ' '.repeat(200_000),
    '_a'.repeat(100_000),
    '[['.repeat(100_000),
    '<p '.repeat(100_000),
    '|-'.repeat(100_000),
    '`'.repeat(99_999),
    '1.'.repeat(100_000),
    `**${'a'.repeat(200_000)}`,
    `# ${' #'.repeat(100_000)}x`,
  ]
  for (const line of tiring) await paperOf('plan.txt', `# T\n\nwords ${line}\n\n${line}\n`)
})

test('the reader works in a thread of its own, gives long tables whole, and stops at its time', async () => {
  const long =
    Array.from({ length: 3_000 }, (_, at) =>
      Array.from({ length: 12 }, (_, column) => `r${at}c${column}`).join(','),
    ).join('\n') + '\n"two\nlines"\n'
  const reading = await readPaper('rows.csv', Buffer.from(long))
  assert.deepEqual(reading, await parsePaper('rows.csv', Buffer.from(long)))
  const table = reading.ok ? reading.paper.blocks[0] : undefined
  assert.deepEqual(
    table?.kind === 'table' && [table.rows.length, table.rows[2_999]![11]!.text, table.rowLines?.length],
    [3_001, 'r2999c11', 3_001],
  )
  const late = await inWorker({ name: 'rows.csv', bytes: Buffer.from(long) }, { milliseconds: 1, heapMebibytes: 512 })
  assert.match(late.ok ? '' : late.problem, /longer than 30 seconds/)
})

test('a file that needs more memory than a reading may take is refused, and the server goes on', async () => {
  const rows = Buffer.from('one,two,three,four\n'.repeat(90_000))
  const reading = await inWorker({ name: 'rows.csv', bytes: rows }, { milliseconds: 60_000, heapMebibytes: 12 })
  assert.match(reading.ok ? '' : reading.problem, /needs more memory/)
})

test('ten files at once are all read, in their turn', async () => {
  const readings = await Promise.all(
    Array.from({ length: 10 }, (_, at) => readPaper('plan.txt', Buffer.from(`# Plan ${at}\n`))),
  )
  assert.deepEqual(
    readings.map((reading) => reading.ok && reading.paper.title),
    Array.from({ length: 10 }, (_, at) => `Plan ${at}`),
  )
  for (const _ of readings.slice(0, 3)) assert.ok((await readPaper('plan.txt', Buffer.from('# Plan\n'))).ok)
})
