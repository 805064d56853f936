import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outline, paperOf, tablesOf, textsOf } from './specimens.ts'

const read = async (text: string) => await paperOf('paper.txt', text)

test('Markdown gives headings, lists with depth, numbered items, and paragraphs joined over lines', async () => {
  const paper = await read(
    '# Plan\n\nFirst  line\nsecond line  \nnew line\n\n## 1 Aims ##\n\n- one\n  - two\n    goes on\n- three\n\n1. first\n2. second\n\nTitle\n=====\n',
  )
  assert.deepEqual(outline(paper), [
    'heading 1: Plan',
    'paragraph: First line second line\nnew line',
    'heading 2 [1]: Aims',
    'list item 0: one',
    'list item 1: two goes on',
    'list item 0: three',
    'list item 0 ordered [1.]: first',
    'list item 0 ordered [2.]: second',
    'heading 1: Title',
  ])
  assert.deepEqual([paper.format, paper.title], ['markdown', 'Plan'])
})

test('Markdown marks come off the words, and escaped signs stay', async () => {
  const paper = await read(
    '# T\n\n**Bold** and *thin* and `code` and [a link](https://example.org) and snake_case_name and 2 \\* 3, <u>under</u> &amp; over\n\n![A map](map.png)\n',
  )
  assert.deepEqual(outline(paper).slice(1), [
    'paragraph: Bold and thin and code and a link and snake_case_name and 2 * 3, under & over',
    'figure A map',
  ])
})

test('Markdown tables are read with and without outer bars', async () => {
  const paper = await read(
    '# T\n\n| Action | Owner |\n|---|:-:|\n| **Do** a \\| b | Police |\n| short |\n\nName | Date\n--- | ---\nA | B\n',
  )
  assert.deepEqual(tablesOf(paper).map(textsOf), [
    [
      ['Action', 'Owner'],
      ['Do a | b', 'Police'],
      ['short', ''],
    ],
    [
      ['Name', 'Date'],
      ['A', 'B'],
    ],
  ])
  assert.deepEqual(tablesOf(paper)[0]!.rowLines, [3, 5, 6])
  assert.equal(tablesOf(paper)[0]!.headerRows, 1)
})

test('HTML tables inside text keep spans, colours, lists and line breaks', async () => {
  const html =
    '<table><caption>Ratings</caption><tr><th colspan="2">Priority</th><th>RAG</th></tr><tr><td rowspan=2>Theft</td><td><p>a</p><ol start="3"><li>b</li><li>c<br>d</li></ol></td><td style="background-color: #00b050">Green</td></tr><tr><td>x</td><td bgcolor="#FFC000">Amber</td></tr></table>'
  const [table] = tablesOf(await read(`# T\n\nBefore ${html} after\n`))
  assert.deepEqual(textsOf(table), [
    ['Priority', '', 'RAG'],
    ['Theft', 'a\n3. b\n4. c\nd', 'Green'],
    ['', 'x', 'Amber'],
  ])
  assert.deepEqual(
    table!.rows.map((row) => row[2]!.fill),
    [null, '#00B050', '#FFC000'],
  )
  assert.deepEqual([table!.caption, table!.headerRows, table!.rows[1]![0]!.rowSpan], ['Ratings', 1, 2])
})

test('plain text: short lines standing alone are headings, those at the end are names', async () => {
  const paper = await read(
    'Main report\n\nThis paragraph is long enough to be taken for the body of the report, and it ends.\n\nNext steps\n\n3. The team will look into it.\n\nKEY:\n\nIt is over.\n\nA. Person\n\nCommunity Safety Manager\n',
  )
  assert.deepEqual(outline(paper), [
    'heading 2: Main report',
    'paragraph: This paragraph is long enough to be taken for the body of the report, and it ends.',
    'paragraph: Next steps',
    'paragraph [3.]: The team will look into it.',
    'paragraph: KEY:',
    'paragraph: It is over.',
    'paragraph: A. Person',
    'paragraph: Community Safety Manager',
  ])
  assert.equal(paper.title, null)
})

test('plain text: typed numbers, numbered headings, lists and lines broken at a margin', async () => {
  const wrapped =
    '3.2 The partnership is made up of core members as outlined in\nthe Act of 1998, who meet four times in a year to consider what\nhas been done.\n\n(a) the council and its officers, who attend to these matters here\n(b) the police\n\n4 Delivery plan for the year\n\n• a point of some length which goes over the end of this first\n  line to the next\n'
  assert.deepEqual(outline(await read(`1 Scope of the paper\n\n${wrapped}`)), [
    'heading 1 [1]: Scope of the paper',
    'paragraph [3.2]: The partnership is made up of core members as outlined in the Act of 1998, who meet four times in a year to consider what has been done.',
    'list item 0 ordered [(a)]: the council and its officers, who attend to these matters here',
    'list item 0 ordered [(b)]: the police',
    'heading 2: 4 Delivery plan for the year',
    'list item 0: a point of some length which goes over the end of this first line to the next',
  ])
})

test('rows parted by tabs are tables; a number before a tab is a numbered paragraph; an indent is nothing', async () => {
  const paper = await read(
    'Owner\tCommunity safety team\nVersion\t1.1\n\n3.2\tThe board will meet in March.\n\n\tIndented words.\n',
  )
  assert.deepEqual(outline(paper), [
    'table 2x2',
    'paragraph [3.2]: The board will meet in March.',
    'paragraph: Indented words.',
  ])
})

test('a table cut by a page break goes on, a row cut by one is joined and noted, and a new header begins a new table', async () => {
  const long = 'This cell holds so many words that nobody would take the row it stands in for a header of a table.'
  const paper = await read(
    `Action\tOwner\tImpact\n1. Do\tPolice\t${long}\n\n2. Act\tCouncil\t${long}\n\n\t\tand more of it.\n\nAction\tOwner\tImpact\n3. Stop\tFire\tnone\n\nKPA 1: ${long}\t\t\n--\t--\t--\n`,
  )
  assert.deepEqual(
    tablesOf(paper).map(({ rows }) => rows.length),
    [3, 2, 1],
  )
  assert.equal(tablesOf(paper)[0]!.rows[2]![2]!.text, `${long} and more of it.`)
  assert.match(paper.notes[0]!, /^Line 6 goes on with the row above it/)
})

test('HTML left in plain text by converters is flattened, and characters written by name are themselves', async () => {
  const paper = await read(
    '<p>Comms</p> <p>1. Raise &pound;5 &#8211; now</p>\tPolice\n<ul><li>• one</li><li>two</li></ul>\tCouncil <5 staff\n',
  )
  assert.deepEqual(
    tablesOf(paper)[0]!.rows.map((row) => row.map(({ paragraphs }) => paragraphs)),
    [
      [['Comms', '1. Raise £5 – now'], ['Police']],
      [['one', 'two'], ['Council <5 staff']],
    ],
  )
})

test('footnotes are blocks of their own, and their marks leave the words; other raised figures stay', async () => {
  const paper = await read(
    'The crime<sup>1</sup> fell over 5 m<sup>2</sup> in the year to March.\n\n---\n\n<sup>1</sup> As counted by the police.\n',
  )
  assert.deepEqual(outline(paper), [
    'paragraph: The crime fell over 5 m2 in the year to March.',
    'footnote [1]: As counted by the police.',
  ])
})

test('every block says on which line it stands', async () => {
  const paper = await read('# One\n\nText\n\n<!-- not\nread -->\n- item\n')
  assert.deepEqual(
    paper.blocks.map(({ place }) => place.line),
    [1, 3, 7],
  )
})
