import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inline, oneSheet, outline, paperOf, tablesOf, textsOf, xlsx, xlsxParts, zipOf } from './specimens.ts'
import { addressOf } from './xlsx-sheet.ts'

const theOnly = async (file: Promise<Uint8Array>) => tablesOf(await paperOf('book.xlsx', await file))[0]!

test('shared strings, rich text, phonetic guides and escaped characters come out as the cell shows them', async () => {
  const strings =
    '<si><t>Plain</t></si><si><r><t>Rich </t></r><r><rPr><b/></rPr><t>text</t></r><rPh sb="0" eb="1"><t>guide</t></rPh></si><si><t>two_x000D_\nlines</t></si><si><t>_x005F_x000D_</t></si>'
  const cells = [0, 1, 2, 3].map((at) => `<c t="s"><v>${at}</v></c>`).join('')
  assert.deepEqual(textsOf(await theOnly(oneSheet([cells], { strings }))), [
    ['Plain', 'Rich text', 'two\nlines', '_x000D_'],
  ])
})

test('numbers keep fifteen digits, percentages read as percentages, codes keep their zeros', async () => {
  const styles =
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="000000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="10"/><xf numFmtId="164"/></cellXfs>'
  const table = await theOnly(
    oneSheet(
      [
        '<c><v>0.30000000000000004</v></c><c s="1"><v>0.45</v></c><c s="2"><v>0.12345</v></c><c s="3"><v>123</v></c><c t="b"><v>1</v></c>',
      ],
      { styles },
    ),
  )
  assert.deepEqual(textsOf(table), [['0.3', '45%', '12.35%', '000123', 'TRUE']])
  assert.deepEqual(
    table.rows[0]!.slice(0, 2).map(({ value }) => value),
    [0.30000000000000004, 0.45],
  )
})

test('dates are told by their number format, in both date systems, around the day that never was', async () => {
  const styles =
    '<numFmts count="3"><numFmt numFmtId="164" formatCode="[$-809]d mmmm yyyy"/><numFmt numFmtId="165" formatCode="&quot;day &quot;0"/><numFmt numFmtId="166" formatCode="dd/mm/yyyy hh:mm"/></numFmts><cellXfs><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="20"/></cellXfs>'
  const cells =
    '<c s="0"><v>45565</v></c><c s="1"><v>59</v></c><c s="1"><v>61</v></c><c s="1"><v>60</v></c><c s="2"><v>45565</v></c><c s="3"><v>45565.75</v></c><c s="4"><v>0.5</v></c>'
  const table = await theOnly(oneSheet([cells], { styles }))
  assert.deepEqual(textsOf(table), [
    ['2024-09-30', '1900-02-28', '1900-03-01', '60', '45565', '2024-09-30 18:00', '12:00'],
  ])
  assert.deepEqual(
    table.rows[0]!.map(({ value }) => value),
    ['2024-09-30', '1900-02-28', '1900-03-01', 60, 45565, '2024-09-30', 0.5],
  )
  const since1904 = await theOnly(
    oneSheet(['<c s="0"><v>0</v></c><c s="0"><v>44103</v></c>'], { styles, properties: '<workbookPr date1904="1"/>' }),
  )
  assert.deepEqual(textsOf(since1904), [['1904-01-01', '2024-09-30']])
})

test('formulas give their saved result, and one without is blank and noted', async () => {
  const paper = await paperOf(
    'book.xlsx',
    await oneSheet([
      '<c><f>1+1</f><v>2</v></c><c t="str"><f>A1&amp;"x"</f><v>2x</v></c><c><f>B1</f></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    ]),
  )
  assert.deepEqual(textsOf(tablesOf(paper)[0]), [['2', '2x', '', '#DIV/0!']])
  assert.equal(
    paper.notes.filter((note) => /1 formula without a saved result|1 cell that shows an error/.test(note)).length,
    2,
  )
})

test('fills come from plain, theme, tinted, indexed and custom colours; textures and white are none', async () => {
  const fills = [
    '<patternFill/>',
    ...['rgb="FF00B050"', 'theme="0"', 'theme="4" tint="0.5999"', 'indexed="13"', 'rgb="FFFFFFFF"'].map(
      (colour) => `<patternFill patternType="solid"><fgColor ${colour}/></patternFill>`,
    ),
    '<patternFill patternType="gray125"><fgColor rgb="FFFF0000"/></patternFill>',
  ]
  const styles = `<fills>${fills.map((fill) => `<fill>${fill}</fill>`).join('')}</fills><fonts><font/><font><b/></font></fonts><cellXfs>${fills.map((_, at) => `<xf fillId="${at}" fontId="${at === 1 ? 1 : 0}"/>`).join('')}</cellXfs>`
  const table = await theOnly(oneSheet([fills.map((_, at) => inline('x', `s="${at}"`)).join('')], { styles }))
  assert.deepEqual(
    table.rows[0]!.map(({ fill }) => fill),
    [null, '#00B050', null, '#B4C7E7', '#FFFF00', null, null],
  )
  assert.deepEqual(
    table.rows[0]!.map(({ bold }) => bold),
    [undefined, true, undefined, undefined, undefined, undefined, undefined],
  )
})

test('merged cells cover their range, cut at the edge of the text, and overlapping ranges do no harm', async () => {
  const after =
    '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/><mergeCell ref="C1:XFD1048576"/></mergeCells>'
  const table = await theOnly(
    oneSheet([inline('Title') + inline('lost') + inline('c'), inline('', 'r="A2"') + inline('z', 'r="C2"')], { after }),
  )
  assert.deepEqual(textsOf(table), [
    ['Title', '', 'c'],
    ['', '', ''],
  ])
  assert.deepEqual(
    table.rows.map((row) => row.map(({ covered }) => covered)),
    [
      [false, true, false],
      [true, true, true],
    ],
  )
  assert.deepEqual([table.rows[0]![0]!.columnSpan, table.rows[0]![0]!.rowSpan, table.rows[0]![2]!.rowSpan], [2, 2, 2])
  assert.deepEqual(
    table.rows[1]!.map(({ columnSpan, rowSpan }) => columnSpan * rowSpan),
    [1, 1, 1],
  )
})

test('rows and cells without addresses follow each other, sparse ones keep their place, trailing blanks go', async () => {
  const xml = `<sheetData><row>${inline('a')}</row><row r="3">${inline('c', 'r="C3"')}${inline('d')}</row><row r="9">${inline(' ', 'r="H9"')}<c r="I9"/></row></sheetData>`
  const table = await theOnly(xlsx([{ name: 'Plan', xml }]))
  assert.deepEqual(textsOf(table), [
    ['a', '', '', ''],
    ['', '', '', ''],
    ['', '', 'c', 'd'],
  ])
})

test('sheets are headed by name when several are in view; hidden ones are read and marked', async () => {
  const sheet = (name: string, text: string, state = '') => ({
    name,
    xml: text ? `<sheetData><row>${inline(text)}</row></sheetData>` : '<sheetData/>',
    state,
  })
  const paper = await paperOf(
    'book.xlsx',
    await xlsx([sheet('Plan', 'a'), sheet('Lists', 'b', 'veryHidden'), sheet('Notes', ''), sheet('Risks', 'c')]),
  )
  assert.deepEqual(outline(paper), [
    'heading 1: Plan',
    'table 1x1',
    'heading 1: Lists',
    'table 1x1',
    'heading 1: Risks',
    'table 1x1',
  ])
  assert.deepEqual(
    tablesOf(paper).map(({ sheet: name, hidden }) => [name, hidden ?? false]),
    [
      ['Plan', false],
      ['Lists', true],
      ['Risks', false],
    ],
  )
  assert.ok(paper.notes.includes('Sheet Notes is empty.'))
})

test('conditional formatting, hidden rows, comments and pictures are noted', async () => {
  const xml = `<sheetData><row hidden="1">${inline('a')}</row></sheetData><conditionalFormatting sqref="A1"/>`
  const rels =
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/comments" Target="../comments1.xml"/><Relationship Id="b" Type="x/drawing" Target="../drawing1.xml"/></Relationships>'
  const { notes } = await paperOf(
    'book.xlsx',
    await xlsx([{ name: 'Plan', xml }], { parts: { 'xl/worksheets/_rels/sheet1.xml.rels': rels } }),
  )
  assert.equal(notes.length, 4)
})

test('a workbook without strings, styles or its list of sheets is still read', async () => {
  const parts: Record<string, string> = xlsxParts([
    { name: 'Plan', xml: `<sheetData><row>${inline('kept')}</row></sheetData>` },
  ])
  for (const path of ['xl/workbook.xml', 'xl/styles.xml', 'xl/sharedStrings.xml', '[Content_Types].xml', '_rels/.rels'])
    delete parts[path]
  const paper = await paperOf('book.xlsx', await zipOf(parts))
  assert.deepEqual(textsOf(tablesOf(paper)[0]), [['kept']])
  assert.match(paper.notes[0]!, /lost its list of sheets/)
})

test('addresses are read with and without dollar signs, and nothing else is one', () => {
  assert.deepEqual(
    [addressOf('C7'), addressOf('$AA$10'), addressOf('XFD1048576')],
    [
      { row: 6, column: 2 },
      { row: 9, column: 26 },
      { row: 1_048_575, column: 16_383 },
    ],
  )
  assert.deepEqual([addressOf('7C'), addressOf(''), addressOf(undefined)], [null, null, null])
})
