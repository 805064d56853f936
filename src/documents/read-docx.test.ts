import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  docx,
  docxParts,
  outline,
  p,
  paperOf,
  relationships,
  tablesOf,
  tbl,
  tc,
  textsOf,
  tr,
  zipOf,
} from './specimens.ts'

const style = (id: string, name: string, inside = '') =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${inside}</w:style>`
const styled = (id: string) => `<w:pStyle w:val="${id}"/>`
const read = async (body: string, more = {}) => await paperOf('paper.docx', await docx(body, more))

test('headings are known by their style, by what the style is based on, and by their own outline level', async () => {
  const styles =
    style('H2', 'heading 2') +
    style('Chapter', 'Chapter', '<w:basedOn w:val="H2"/>') +
    style('Deep', 'Anything', '<w:pPr><w:outlineLvl w:val="3"/></w:pPr>')
  const paper = await read(
    p('Own style', styled('H2')) +
      p('Inherited', styled('Chapter')) +
      p('By outline', styled('Deep')) +
      p('Direct', '<w:outlineLvl w:val="0"/>') +
      p('Body', '<w:pStyle w:val="H2"/><w:outlineLvl w:val="9"/>'),
    { styles },
  )
  assert.deepEqual(outline(paper), [
    'heading 2: Own style',
    'heading 2: Inherited',
    'heading 4: By outline',
    'heading 1: Direct',
    'paragraph: Body',
  ])
})

test('a style that inherits from itself does not hang the reader', async () => {
  const styles = style('A', 'A', '<w:basedOn w:val="B"/>') + style('B', 'B', '<w:basedOn w:val="A"/>')
  assert.deepEqual(outline(await read(p('Text', styled('A')), { styles })), ['paragraph: Text'])
})

test('the title style names the paper and is no heading', async () => {
  const paper = await read(p('The plan', styled('Title')) + p('Chapter', styled('Heading1')), {
    styles: style('Title', 'Title') + style('Heading1', 'heading 1'),
  })
  assert.equal(paper.title, 'The plan')
  assert.deepEqual(outline(paper), ['paragraph: The plan', 'heading 1: Chapter'])
})

test('typed numbers are told from the words, and amounts and dates are not taken for numbers', async () => {
  const paper = await read(
    p('9.17 We will act') +
      p('12. Members note') +
      p('(a) first') +
      p('2.1 million people') +
      p('28.11.16 Meeting') +
      p('1 in 4 people'),
  )
  assert.deepEqual(outline(paper), [
    'paragraph [9.17]: We will act',
    'paragraph [12.]: Members note',
    'paragraph [(a)]: first',
    'paragraph: 2.1 million people',
    'paragraph: 28.11.16 Meeting',
    'paragraph: 1 in 4 people',
  ])
})

test('bare figures number headings only in sequence', async () => {
  const styles = style('H', 'heading 1')
  const heads = ['1 Introduction', '2 Priorities', '16 Days of Action', '3 Delivery']
    .map((text) => p(text, styled('H')))
    .join('')
  assert.deepEqual(outline(await read(heads, { styles })), [
    'heading 1 [1]: Introduction',
    'heading 1 [2]: Priorities',
    'heading 1: 16 Days of Action',
    'heading 1 [3]: Delivery',
  ])
})

test('tabs, line breaks, non-breaking characters and symbols keep their meaning', async () => {
  const run =
    '<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:br w:type="page"/><w:noBreakHyphen/><w:sym w:font="Wingdings" w:char="F0E8"/><w:t>\u00a0d</w:t></w:r>'
  assert.deepEqual(outline(await read(`<w:p>${run}</w:p>`)), ['paragraph: a\tb\nc-➡ d'])
})

test('insertions are taken, deletions and moved-away text left, and the paper says so', async () => {
  const paper = await read(
    '<w:p><w:r><w:t>We will </w:t></w:r><w:ins><w:r><w:t>now </w:t></w:r></w:ins><w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:moveFrom><w:r><w:t>gone </w:t></w:r></w:moveFrom><w:r><w:t>act</w:t></w:r></w:p>',
  )
  assert.deepEqual(outline(paper), ['paragraph: We will now act'])
  assert.match(paper.notes[0]!, /tracked changes/)
})

test('a deleted paragraph mark joins two paragraphs', async () => {
  assert.deepEqual(outline(await read(p('One ', '<w:rPr><w:del/></w:rPr>') + p('sentence.'))), [
    'paragraph: One sentence.',
  ])
})

test('fields give their result and not their code, also when nested', async () => {
  const char = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`
  const code = '<w:r><w:instrText>REF x</w:instrText></w:r>'
  const body = `<w:p><w:r><w:t>See </w:t></w:r>${char('begin')}${code}${char('begin')}${code}${char('separate')}<w:r><w:t>hidden</w:t></w:r>${char('end')}${char('separate')}<w:r><w:t>page 4</w:t></w:r>${char('end')}<w:fldSimple><w:r><w:t>!</w:t></w:r></w:fldSimple></w:p>`
  assert.deepEqual(outline(await read(body)), ['paragraph: See page 4!'])
})

test('links, content controls and smart tags are read through; placeholders are not', async () => {
  const run = (text: string) => `<w:r><w:t>${text}</w:t></w:r>`
  const body = `<w:p><w:hyperlink r:id="x">${run('the ')}</w:hyperlink><w:smartTag>${run('City ')}</w:smartTag><w:sdt><w:sdtContent>${run('plan')}</w:sdtContent></w:sdt></w:p>`
  const placeholder = `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${p('Click to enter text')}</w:sdtContent></w:sdt>`
  assert.deepEqual(
    outline(await read(`${body}${placeholder}<w:sdt><w:sdtContent>${p('in a control')}</w:sdtContent></w:sdt>`)),
    ['paragraph: the City plan', 'paragraph: in a control'],
  )
})

test('a text box is read once, after its paragraph, although Word writes it twice', async () => {
  const box = `<w:txbxContent>${p('In the box')}</w:txbxContent>`
  const body = `<w:p><w:r><w:t>Before</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>${box}</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>${box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`
  assert.deepEqual(outline(await read(body)), ['paragraph: Before', 'paragraph: In the box'])
})

test('pictures give their alternative text, and captions find their picture or table', async () => {
  const picture =
    '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr="A map of the wards"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"/></a:graphic></wp:inline></w:drawing></w:r></w:p>'
  const styles = style('Caption', 'caption')
  const paper = await read(
    picture + p('Figure 1: Wards', styled('Caption')) + p('Table 1: Owners', styled('Caption')) + tbl(tr(tc('x'))),
    { styles },
  )
  assert.deepEqual(outline(paper), ['figure A map of the wards (Figure 1: Wards)', 'table 1x1'])
  assert.equal(tablesOf(paper)[0]!.caption, 'Table 1: Owners')
})

test('footnotes follow the paragraph that points to them, numbered in order', async () => {
  const mark = (id: number) => `<w:r><w:footnoteReference w:id="${id}"/></w:r>`
  const footnotes = `<w:footnote w:id="7">${p('Source: survey')}</w:footnote><w:footnote w:id="3">${p('As amended')}</w:footnote>`
  const paper = await read(`<w:p><w:r><w:t>Claim</w:t></w:r>${mark(7)}${mark(3)}</w:p>`, { footnotes })
  assert.deepEqual(outline(paper), ['paragraph: Claim', 'footnote [1]: Source: survey', 'footnote [2]: As amended'])
})

test('a table with merged cells becomes a full grid that says what covers what', async () => {
  const body = tbl(
    tr(tc('Priority', '<w:gridSpan w:val="2"/>'), tc('Owner')),
    tr(tc('Theft', '<w:vMerge w:val="restart"/>'), tc('Cycles'), tc('Police')),
    tr(tc('', '<w:vMerge/>'), tc('Phones'), tc('Council')),
  )
  const [table] = tablesOf(await read(body))
  assert.deepEqual(textsOf(table), [
    ['Priority', '', 'Owner'],
    ['Theft', 'Cycles', 'Police'],
    ['', 'Phones', 'Council'],
  ])
  assert.deepEqual([table!.rows[0]![0]!.columnSpan, table!.rows[1]![0]!.rowSpan], [2, 2])
  assert.deepEqual(
    [table!.rows[0]![1]!.covered, table!.rows[2]![0]!.covered, table!.rows[2]![1]!.covered],
    [true, true, false],
  )
})

test('a merge interrupted by another row ends there', async () => {
  const merged = (text: string, how: string) => tc(text, `<w:vMerge${how}/>`)
  const rows = [
    tr(merged('Theft', ' w:val="restart"'), tc('a')),
    tr(tc('Across', '<w:gridSpan w:val="2"/>')),
    tr(merged('Alone', ''), tc('b')),
  ]
  const [table] = tablesOf(await read(tbl(...rows)))
  assert.deepEqual(textsOf(table), [
    ['Theft', 'a'],
    ['Across', ''],
    ['Alone', 'b'],
  ])
  assert.ok(table!.rows.every((row) => row[0]!.rowSpan === 1))
})

test('short rows are filled, rows set in from the left keep their columns, and repeating header rows are counted', async () => {
  const header = `<w:tr><w:trPr><w:tblHeader/></w:trPr>${tc('A')}${tc('B')}${tc('C')}</w:tr>`
  const indented = `<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>${tc('b')}</w:tr>`
  const [table] = tablesOf(await read(tbl(header, indented)))
  assert.deepEqual(textsOf(table), [
    ['A', 'B', 'C'],
    ['', 'b', ''],
  ])
  assert.equal(table!.headerRows, 1)
})

test('a cell keeps its paragraphs, the printed numbers of its lists, and the words of a table inside it', async () => {
  const numbering =
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
  const item = (text: string) => p(text, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
  const nested = tbl(tr(tc('left'), tc('right')))
  const [table] = tablesOf(
    await read(tbl(tr(`<w:tc>${p('Do')}${item('this')}${item('that')}${nested}${p('')}</w:tc>`)), { numbering }),
  )
  assert.deepEqual(table!.rows[0]![0]!.paragraphs, ['Do', '1. this', '2. that', 'left\tright'])
  assert.equal(table!.rows[0]![0]!.text, 'Do\n1. this\n2. that\nleft\tright')
})

test('a cell is coloured by its shading, or by shading or a highlighter over all of its words', async () => {
  const run = (properties: string, text: string) => `<w:r><w:rPr>${properties}</w:rPr><w:t>${text}</w:t></w:r>`
  const cells = [
    tc('Green', '<w:shd w:fill="00b050"/>'),
    tc('White', '<w:shd w:fill="FFFFFF"/>'),
    tc('Auto', '<w:shd w:fill="auto"/>'),
    tc(`<w:p>${run('<w:highlight w:val="yellow"/>', 'All')}</w:p>`),
    tc(`<w:p>${run('<w:highlight w:val="yellow"/>', 'Some')}${run('', ' plain')}</w:p>`),
    tc(`<w:p>${run('<w:shd w:fill="FFC000"/><w:b/>', 'Amber')}</w:p>`),
    tc(p('Red', '<w:shd w:fill="FF0000"/>')),
  ]
  const [table] = tablesOf(await read(tbl(tr(...cells))))
  assert.deepEqual(
    table!.rows[0]!.map(({ fill }) => fill),
    ['#00B050', null, null, '#FFFF00', null, '#FFC000', '#FF0000'],
  )
  assert.deepEqual(
    table!.rows[0]!.map(({ bold }) => bold ?? false),
    [false, false, false, false, false, true, false],
  )
})

test('rows and cells deleted by a tracked change are left out', async () => {
  const gone = `<w:tr><w:trPr><w:del/></w:trPr>${tc('Old')}</w:tr>`
  assert.deepEqual(textsOf(tablesOf(await read(tbl(tr(tc('Kept')), gone)))[0]), [['Kept']])
})

test('hidden text, comments and the table of contents are left out, and the paper says so', async () => {
  const body = `${p('1 Introduction 3', styled('TOC1'))}<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:commentReference w:id="1"/></w:r><w:r><w:t>Shown</w:t></w:r></w:p>`
  const paper = await read(body, { styles: style('TOC1', 'toc 1') })
  assert.deepEqual(outline(paper), ['paragraph: Shown'])
  assert.equal(paper.notes.length, 3)
})

test('bulleted lists, typed bullets and lists by style are list items with their depth', async () => {
  const numbering =
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
  const item = (text: string, level: number) =>
    p(text, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="1"/></w:numPr>`)
  const paper = await read(
    item('top', 0) +
      item('below', 1) +
      p('- typed') +
      p('- again') +
      p('Prose') +
      p('• typed alone') +
      p('By style', styled('LB')),
    { numbering, styles: style('LB', 'List Bullet') },
  )
  assert.deepEqual(outline(paper), [
    'list item 0: top',
    'list item 1: below',
    'list item 2: typed',
    'list item 2: again',
    'paragraph: Prose',
    'list item 0: typed alone',
    'list item 0: By style',
  ])
})

test('a strict document, another prefix, a byte-order mark and another path are all the same document', async () => {
  const strict = `\ufeff<d:document xmlns:d="http://purl.oclc.org/ooxml/wordprocessingml/main"><d:body><d:p><d:r><d:t>Same</d:t></d:r></d:p></d:body></d:document>`
  const parts: Record<string, string> = docxParts('')
  delete parts['word/document.xml']
  const types = parts['[Content_Types].xml']!.replace('/word/document.xml', '/story/main.xml')
  const file = await zipOf({
    ...parts,
    '[Content_Types].xml': types,
    '_rels/.rels': relationships({ officeDocument: '/story/main.xml' }),
    'story/main.xml': strict,
  })
  assert.deepEqual(outline(await paperOf('paper.docx', file)), ['paragraph: Same'])
})

test('a document without styles, numbering or footnotes parts is still read', async () => {
  const parts: Record<string, string> = docxParts(p('Bare', styled('Heading1')))
  for (const path of ['word/styles.xml', 'word/numbering.xml', 'word/footnotes.xml', 'word/_rels/document.xml.rels'])
    delete parts[path]
  assert.deepEqual(outline(await paperOf('paper.docx', await zipOf(parts))), ['heading 1: Bare'])
})
