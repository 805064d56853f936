import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paperOf as wordPaper, paragraph, tableOf } from '../intake/specimens.ts'
import { itemOf, planOf, raisedBy, sentencesBy, update } from './specimens.ts'

const dashboard = (position: string) =>
  `# Dashboard\n\n| KPA | Rating |\n|---|---|\n| 3.1.1a. Protect residents | Green |\n| 3.1.1b. Protect businesses | Green |\n| 3.1.1f. Raise awareness | Amber |\n\n${position}`

test('A code that no item has is found, with the one it resembles', () => {
  const [finding] = raisedBy('dangling-code', dashboard('For cyber crime see 3.1.1.1f above.'))
  assert.match(finding!.sentence, /refers to 3\.1\.1\.1f, which does not exist/)
  assert.equal(finding!.suggestion, 'Write 3.1.1f if that is meant.')
})

test('Codes that items have, sums of money and versions are let pass', () => {
  for (const text of [
    'For cyber crime see 3.1.1f above.',
    'It cost £3.1m and then £2.2b.',
    'Version 2.1.3 of the form is used.',
    'Section 3.2 of the code applies.',
  ])
    assert.deepEqual(sentencesBy('dangling-code', dashboard(text)), [], text)
})

const coded = (position: string) =>
  `# Plan\n\n| Ref | Action | Lead | RAG |\n|---|---|---|---|\n| P1 | Do one thing | Ann Lee | Green |\n| P2 | Do another | Bob Marsh | Green |\n| P3 | ${position} | Cy Okafor | Green |\n| P4 | Do the last | Cy Okafor | Green |`

test('Codes with letters are looked up when the plan numbers its actions so', () => {
  assert.equal(raisedBy('dangling-code', coded('Follow up P7')).length, 1)
  for (const text of ['Follow up P2', 'Close the A12 at night', 'Use form M7 for this'])
    assert.deepEqual(sentencesBy('dangling-code', coded(text)), [], text)
})

const counted = (position: string) =>
  `# Plan\n\n| No | Action | Lead | RAG |\n|---|---|---|---|\n| 1 | Do one thing | Ann Lee | Green |\n| 2 | Do another | Bob Marsh | Green |\n| 3 | ${position} | Cy Okafor | Green |\n| 4 | Do the last | Cy Okafor | Green |`

test('“Action 9” of four is found; nine actions, or nine items of clothing, are not', () => {
  assert.equal(raisedBy('dangling-code', counted('Depends on action 9')).length, 1)
  for (const text of ['Depends on action 2', 'There were 9 actions', 'Hand out items 200 at a time', 'Activity 12 months on'])
    assert.deepEqual(sentencesBy('dangling-code', counted(text)), [], text)
})

test('A code in a plan kept here is looked up among its items', () => {
  const narrative = (text: string) =>
    planOf(['1.1a', '1.1b', '1.1c'].map((code) => itemOf(code, { updates: [update({ declared: 'Green', narrative: text })] })))
  assert.equal(raisedBy('dangling-code-in-plan', narrative('As reported under 1.1d.')).length, 1)
  assert.equal(raisedBy('dangling-code-in-plan', narrative('As reported under 1.1b.')).length, 0)
})

const report = (text: string) =>
  `# Report\n\n1. One matter was considered.\n\n2. ${text}\n\n3. A third.\n\n4. A fourth.\n\n5. A fifth.\n\n6. A sixth.\n\n7. A seventh.\n\n8. An eighth.`

test('A paragraph that is not there is found', () => {
  assert.equal(raisedBy('dangling-reference', report('As paragraph 31 explains, costs have risen.')).length, 1)
})

test('Paragraphs that are there, and parts of laws and other papers, are let pass', () => {
  for (const text of [
    'As paragraph 7 explains, costs have risen.',
    'Section 17 of the Crime and Disorder Act 1998 applies.',
    'See section 40 of the statutory guidance.',
    'Paragraph 62 of the national strategy says so.',
    'An order under section 35 was made by the Act.',
    'Section 20(2) applies to the licence.',
  ])
    assert.deepEqual(sentencesBy('dangling-reference', report(text)), [], text)
})

test('An appendix that the paper neither has nor lists is found', () => {
  assert.equal(raisedBy('missing-attachment', '# Report\n\nThe figures are set out in Appendix 2.\n\nThat is all.').length, 1)
  for (const text of [
    'The figures are in Appendix 2.\n\n## Appendix 2: figures\n\nNone.',
    'The figures are in Appendix A.\n\nAppendices\n\nAppendix A – figures',
    'Appendix 3 of the national strategy gives more.',
    'Schedule 2 to the Act applies.',
  ])
    assert.deepEqual(sentencesBy('missing-attachment', `# Report\n\n${text}`), [], text)
})

test('What is said to follow at the end has to follow', () => {
  assert.equal(
    raisedBy('missing-attachment', '# Report\n\nThe monitoring tool follows at the end of this paper.\n\nAnn Lee\n\nManager').length,
    1,
  )
  assert.equal(
    raisedBy(
      'missing-attachment',
      '# Report\n\nThe monitoring tool follows at the end of this paper.\n\n| Action | Owner |\n|---|---|\n| Do it | Ann |',
    ).length,
    0,
  )
})

const figure = (alt: string | null) => ({ kind: 'figure' as const, alt, place: { label: 'figure 1' } })

test('A chart the text leans on has to be there', () => {
  assert.equal(
    raisedBy('missing-picture', wordPaper([paragraph('The chart below shows how violence rose.'), paragraph('Next.')])).length,
    1,
  )
  assert.equal(
    raisedBy('missing-picture', wordPaper([paragraph('The chart below shows how violence rose.'), figure('Violence 2014 to 2022')])).length,
    0,
  )
  assert.equal(
    raisedBy(
      'missing-picture',
      wordPaper([
        paragraph('As shown in the table below, it rose.'),
        tableOf([
          ['Year', 'Count'],
          ['2021', '4'],
        ]),
      ]),
    ).length,
    0,
  )
  assert.equal(
    raisedBy('missing-picture', wordPaper([paragraph('The road map sets out our aims.'), paragraph('See below for more on each.')])).length,
    0,
  )
})

test('Figures need a text alternative, and a file’s name is none', () => {
  assert.equal(
    raisedBy('no-text-alternative', wordPaper([figure(null), figure('image1.png'), figure('Violence rose from 200 to 300')]))[0]!.sentence,
    '2 of 3 figures have no text alternative.',
  )
  assert.equal(raisedBy('no-text-alternative', wordPaper([figure('Violence rose from 200 to 300')])).length, 0)
})

const strategy = (text: string) =>
  `# Strategy\n\n## Violence\n\nWe will act.\n\n## Neighbourhood crime\n\nWe will act.\n\n## Hate crime\n\nWe will act.\n\n${text}`

test('A priority by a name nobody set is found', () => {
  assert.equal(raisedBy('unknown-priority', strategy('The “Vulnerability” priority covers night-time safety.')).length, 1)
  for (const text of [
    'The “Hate crime” priority covers this.',
    'The “Neighbourhood” priority covers this.',
    'It is our “top” priority.',
    'Safety is a priority.',
  ])
    assert.deepEqual(sentencesBy('unknown-priority', strategy(text)), [], text)
})
