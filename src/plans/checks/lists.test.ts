import assert from 'node:assert/strict'
import { test } from 'node:test'
import { raisedBy, sentencesBy } from './specimens.ts'

const report = (items: string[], headings: string[]) =>
  `# Report\n\nMembers are asked to note the following contained within this report.\n\n${items.map((item) => `- ${item}`).join('\n')}\n\n${headings.map((heading) => `## ${heading}\n\nWork on this went on during the quarter and is described at some length here, so that members can follow it.`).join('\n\n')}`

test('A list of what the paper holds is held against its headings, both ways', () => {
  const [sentence] = sentencesBy(
    'list-against-headings',
    report(
      ['Christmas campaign', 'Prevent', 'Implementation plan', 'Forthcoming work'],
      ['Christmas campaign', 'Prevent', 'Membership of the board', 'Forthcoming work', 'Monitoring tool'],
    ),
  )
  assert.match(
    sentence!,
    /lists “Implementation plan”, with no such heading after it and leaves out “Membership of the board” and “Monitoring tool”/,
  )
})

test('A list that matches, in its own words, is let pass', () => {
  assert.deepEqual(
    sentencesBy(
      'list-against-headings',
      report(['The Christmas campaign', 'Prevent', 'Forthcoming work'], ['Christmas campaign', 'Prevent', 'Forthcoming work']),
    ),
    [],
  )
})

test('A list of something else is let pass', () => {
  assert.deepEqual(
    sentencesBy(
      'list-against-headings',
      report(['the fall in burglary', 'the rise in robbery', 'the need for more wardens'], ['Background', 'Performance', 'Next steps']),
    ),
    [],
  )
})

const announced = (intro: string, ...items: string[]) => `# Strategy\n\n${intro}\n\n${items.map((item) => `- ${item}`).join('\n')}`

test('A count that its list does not bear out is found', () => {
  assert.equal(raisedBy('count-against-list', announced('The strategy has four priorities:', 'violence', 'theft', 'hate crime')).length, 1)
  assert.equal(raisedBy('count-against-list', announced('A person is chosen on the following 3 criteria:', 'age', 'area')).length, 1)
})

test('Counts of other things are let pass', () => {
  for (const intro of [
    'The strategy has three priorities:',
    'Over the next five years we will:',
    'One of the seven priorities is violence, and it covers:',
    'Two officers and four wardens will:',
    'In 12 months the partnership has:',
    'The four partners agreed three aims:',
  ])
    assert.deepEqual(sentencesBy('count-against-list', announced(intro, 'violence', 'theft', 'hate crime')), [], intro)
})

test('Sub-points do not count, unless the count says that they do', () => {
  assert.deepEqual(
    sentencesBy('count-against-list', '# S\n\nThere are two aims:\n\n- safer streets\n  - lighting\n  - patrols\n- safer homes'),
    [],
  )
  assert.deepEqual(
    sentencesBy('count-against-list', '# S\n\nThere are four aims:\n\n- safer streets\n  - lighting\n  - patrols\n- safer homes'),
    [],
  )
})

const priorities = (second: string) =>
  `# Strategy\n\n## Introduction\n\nFive key areas have been agreed:\n\n- neighbourhood crime\n- substance misuse\n- violence against women and girls\n- hate crime\n- reoffending\n\n## Statutory priorities\n\nThese priorities are set by law:\n\n- reducing reoffending\n- tackling substance misuse\n\n## Our priorities\n\nWe have chosen these priorities:\n\n- neighbourhood crime\n- hate crime\n${second}`

test('A priority of one list that no other has is found', () => {
  assert.match(
    sentencesBy('priority-lists-differ', priorities(''))[0]!,
    /lists 5 priorities, and “violence against women and girls” is in none/,
  )
  assert.deepEqual(sentencesBy('priority-lists-differ', priorities('- violence against women and girls')), [])
})

test('A paper with one list of priorities is let pass', () => {
  assert.deepEqual(
    sentencesBy(
      'priority-lists-differ',
      '# S\n\nOur priorities are:\n\n- violence\n- theft\n- noise\n- speeding\n\nPartners are:\n\n- police\n- council',
    ),
    [],
  )
})

const pathways = (...items: string[]) => `We use the three pathways:\n\n${items.map((item) => `- ${item}`).join('\n')}\n`

test('One set listed twice in other words is noted', () => {
  assert.equal(
    raisedBy(
      'list-given-twice',
      `# S\n\n${pathways('Education, training and employment', 'Health', 'Housing')}\n${pathways('Education, employment and training', 'Health', 'Housing')}`,
    ).length,
    1,
  )
  assert.equal(
    raisedBy('list-given-twice', `# S\n\n${pathways('Health', 'Housing', 'Work')}\n${pathways('Health', 'Housing', 'Work')}`).length,
    0,
  )
  assert.equal(
    raisedBy('list-given-twice', `# S\n\n${pathways('Health', 'Housing', 'Work')}\n${pathways('Prisons', 'Courts', 'Police')}`).length,
    0,
  )
})
