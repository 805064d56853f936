import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openArchive } from './archive.ts'
import { outline, paperOf, tablesOf, textsOf } from './specimens.ts'
import { writeWord, type WordDocument } from './word.ts'

const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')

const REPORT: WordDocument = {
  title: 'Performance report',
  subtitle: ['Example partnership', 'Quarter 2'],
  author: 'Community safety team',
  footer: 'Example partnership',
  landscape: true,
  blocks: [
    { kind: 'heading', level: 1, number: '1', text: 'Summary' },
    { kind: 'paragraph', number: '1.1', text: [{ text: 'Noise', bold: true }, { text: ' is up\nand theft is down.' }] },
    { kind: 'list', items: ['One', { text: 'Below one', depth: 1 }, 'Two'] },
    { kind: 'heading', level: 2, text: 'Ratings', newPage: true },
    {
      kind: 'table',
      caption: 'Table 1: Ratings',
      columns: [
        { title: 'Priority', width: 3 },
        { title: 'Rating', width: 1 },
        { title: 'Count', width: 1, align: 'right' },
      ],
      rows: [
        ['Theft\nof cycles', { text: 'Green', fill: '#00B050', bold: true }, '12'],
        ['Noise', { text: 'Red', fill: '#C00000' }],
      ],
    },
    {
      kind: 'figure',
      image: { format: 'svg', data: SVG },
      alt: 'Theft fell from 40 to 12',
      caption: 'Figure 1: Theft',
      width: 10,
      height: 5,
    },
    { kind: 'list', ordered: true, items: ['First', 'Second'] },
    { kind: 'list', ordered: true, items: ['Again first'] },
    { kind: 'page break' },
    { kind: 'paragraph', text: 'The last words.' },
  ],
}

async function partOf(document: WordDocument, path: RegExp): Promise<string> {
  const archive = await openArchive(await writeWord(document))
  let text = ''
  await archive.read(
    archive.names.find((name) => path.test(name))!,
    (bytes) => void (text += Buffer.from(bytes).toString()),
  )
  return text
}

test('what is written is read back: title, headings, numbers, lists, table, figure and captions', async () => {
  const paper = await paperOf('report.docx', await writeWord(REPORT))
  assert.equal(paper.title, 'Performance report')
  assert.deepEqual(outline(paper), [
    'paragraph: Performance report',
    'paragraph: Example partnership',
    'paragraph: Quarter 2',
    'heading 1 [1]: Summary',
    'paragraph [1.1]: Noise is up\nand theft is down.',
    'list item 0: One',
    'list item 1: Below one',
    'list item 0: Two',
    'heading 2: Ratings',
    'table 3x3',
    'figure Theft fell from 40 to 12 (Figure 1: Theft)',
    'list item 0 ordered [1.]: First',
    'list item 0 ordered [2.]: Second',
    'list item 0 ordered [1.]: Again first',
    'paragraph: The last words.',
  ])
  const [table] = tablesOf(paper)
  assert.deepEqual(textsOf(table), [
    ['Priority', 'Rating', 'Count'],
    ['Theft\nof cycles', 'Green', '12'],
    ['Noise', 'Red', ''],
  ])
  assert.deepEqual(
    table!.rows.slice(1).map((row) => row[1]!.fill),
    ['#00B050', '#C00000'],
  )
  assert.deepEqual([table!.headerRows, table!.caption], [1, 'Table 1: Ratings'])
})

test('header rows repeat, rows stay whole, the language is British English, the page is A4 on its side', async () => {
  const body = await partOf(REPORT, /word\/document\.xml/)
  assert.equal(body.match(/<w:cantSplit\/>/g)?.length, 3)
  assert.equal(body.match(/<w:tblHeader\/>/g)?.length, 1)
  assert.match(body, /<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"\/>/)
  assert.match(await partOf(REPORT, /word\/styles\.xml/), /<w:lang w:val="en-GB"\/>/)
})

test('the footer counts the pages, and the properties name the title and the author', async () => {
  const footer = await partOf(REPORT, /word\/footer1\.xml/)
  assert.match(footer, /Example partnership.*Page .*PAGE.* of .*NUMPAGES/)
  const core = await partOf(REPORT, /core\.xml/)
  assert.match(core, /<dc:title>Performance report<\/dc:title>.*<dc:creator>Community safety team<\/dc:creator>/)
})

test('dark colours carry white words, light ones black', async () => {
  const body = await partOf(REPORT, /word\/document\.xml/)
  assert.match(body, /w:fill="C00000".*?<w:color w:val="FFFFFF"\/>.*?Red/)
  assert.match(body, /w:fill="00B050".*?<w:color w:val="000000"\/>.*?Green/)
})

test('a colour without a word and a picture without words are mistakes of ours', async () => {
  const withTable = (cell: { text: string; fill: string }): WordDocument => ({
    title: 'T',
    footer: '',
    blocks: [{ kind: 'table', columns: [{ title: 'A', width: 1 }], rows: [[cell]] }],
  })
  await assert.rejects(writeWord(withTable({ text: ' ', fill: '#FF0000' })), RangeError)
  await assert.rejects(
    writeWord({
      title: 'T',
      footer: '',
      blocks: [{ kind: 'figure', image: { format: 'png', data: SVG }, alt: ' ', width: 1, height: 1 }],
    }),
    RangeError,
  )
})

test('control characters and broken halves of characters do not break the file', async () => {
  const paper = await paperOf(
    'report.docx',
    await writeWord({ title: 'A\0B', footer: '\x07', blocks: [{ kind: 'paragraph', text: 'x\x01y\ud800z <&>\tw' }] }),
  )
  assert.deepEqual(outline(paper), ['paragraph: AB', 'paragraph: xy\ufffdz <&> w'])
})
