import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day, itemOf, paperOf, planOf, raisedBy, sentencesBy, update } from './specimens.ts'

const long = 'We will work with every partner to reduce the harm that drugs and alcohol do to people and places.'
const chapter = (opening: string, rest: number) =>
  `# Strategy\n\n## Substance misuse\n\n${opening}\n\n${Array.from({ length: rest }, () => long).join('\n\n')}\n\n## Violence\n\n${long}`

test('A section that says it has gone elsewhere, and goes on, is found', () => {
  assert.equal(
    raisedBy('moved-but-present', chapter('This priority is now led by the drugs partnership and is coming out of this strategy.', 6))
      .length,
    1,
  )
  assert.equal(
    raisedBy('moved-but-present', chapter(long, 6).replace('## Substance misuse', '## Substance misuse (moved to the health strategy)'))
      .length,
    1,
  )
})

test('A section that has gone, or only speaks of moving, is let pass', () => {
  assert.deepEqual(
    sentencesBy('moved-but-present', chapter('This priority is now led by the drugs partnership and is coming out of this strategy.', 1)),
    [],
  )
  assert.deepEqual(sentencesBy('moved-but-present', chapter('People are moved to safe places. The team moved to the town hall.', 6)), [])
})

const written = (text: string) => paperOf(`# Safer Wexmere Strategy 2022-2025: update\n\nMay 2024\n\n${text}`, 's.md')

test('A strategy past its years is found where it is written of as in force', () => {
  assert.equal(raisedBy('expired-strategy', written('Survivors will be supported through the Wexmere VAWG strategy 2019-23.')).length, 1)
  for (const text of [
    'Survivors will be supported through the Wexmere VAWG strategy 2023-26.',
    'The VAWG strategy 2019-23 was reviewed in March.',
    'This builds on the Housing Strategy 2018-2023.',
    'The Safer Wexmere Strategy 2022-2025 is in force.',
    'Crime fell over the years 2019-23 and is low.',
  ])
    assert.deepEqual(sentencesBy('expired-strategy', written(text)), [], text)
})

test('A strand worded otherwise in one section is noted', () => {
  const section = (number: number, prevent: string) =>
    `## ${number} Theme ${number}\n\n${number}.1 An opening to the theme that says why it matters to people here.\n\n### Inform\n\n${long}\n\n### ${prevent}\n\n${long}\n\n### Pursue\n\n${long}\n`
  const strategy = (...prevents: string[]) =>
    paperOf(`# Strategy\n\n${prevents.map((prevent, at) => section(at + 1, prevent)).join('\n')}`, 's.md')
  assert.equal(raisedBy('strand-named-two-ways', strategy('Prevent', 'Prevent', 'Prevention', 'Prevent')).length, 1)
  assert.equal(raisedBy('strand-named-two-ways', strategy('Prevent', 'Prevent', 'Prevent', 'Prevent')).length, 0)
  assert.equal(raisedBy('strand-named-two-ways', strategy('Prevent', 'Prevent', 'Background', 'Prevent')).length, 0)
})

test('A word of another area is noted in a paper of the City, and “neighbouring boroughs” is not', () => {
  const city = (text: string) => paperOf(`# City of London Strategy 2024\n\n${text}`, 's.md')
  assert.equal(raisedBy('word-of-another-area', city('There are hot spots in the borough.')).length, 1)
  assert.equal(raisedBy('word-of-another-area', city('We work with neighbouring boroughs.')).length, 0)
  assert.equal(raisedBy('word-of-another-area', paperOf('# Wexmere Strategy\n\nThere are hot spots in the borough.')).length, 0)
})

test('One meeting at two rhythms is found', () => {
  assert.equal(
    raisedBy(
      'two-rhythms',
      '# Plan\n\nEngage with the Licensing Liaison Panel fortnightly.\n\n## Licensing Liaison Panel\n\nMeets monthly to discuss premises.',
    ).length,
    1,
  )
  for (const text of [
    'The Licensing Liaison Panel meets monthly.\n\nThe Cluster Panel meets quarterly.',
    'The Licensing Liaison Panel meets monthly and sends a quarterly report to the board.',
    'The Licensing Liaison Panel meets monthly.\n\nThe Licensing Liaison Panel is held monthly.',
  ])
    assert.deepEqual(sentencesBy('two-rhythms', `# Plan\n\n${text}`), [], text)
})

test('An oral update is noted, and an update in writing is not', () => {
  assert.equal(raisedBy('oral-update', '# Report\n\nAn oral update will be provided on the meeting of 27 January.').length, 1)
  assert.equal(raisedBy('oral-update', '# Report\n\nAn update will be provided in writing. Oral evidence was heard.').length, 0)
})

test('What was ended and is still updated is questioned', () => {
  const ended = { state: 'discharged' as const, stateSince: day('2024-06-01') }
  assert.equal(raisedBy('ended-but-updated', planOf([itemOf('1', ended)])).length, 1)
  assert.equal(
    raisedBy(
      'ended-but-updated',
      planOf([itemOf('1', { ...ended, updates: [update({ declared: 'Green', positionOn: day('2024-05-01') })] })]),
    ).length,
    0,
  )
})
