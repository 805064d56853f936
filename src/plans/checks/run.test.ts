import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SEVERITIES } from './finding.ts'
import { findingsAsJson, hasBlocking, printFindings, summary } from './print-findings.ts'
import { CHECKS } from './register.ts'
import { runPaperChecks, runPlanChecks } from './run.ts'
import { itemOf, paperOf, planOf, TODAY, update } from './specimens.ts'

test('Every check has an id of its own, a title, and a reason that ends', () => {
  assert.equal(new Set(CHECKS.map(({ id }) => id)).size, CHECKS.length)
  for (const { id, title, why, errors } of CHECKS) {
    assert.match(id, /^[a-z0-9-]+$/)
    assert.match(title, /^[A-Z]/)
    assert.match(why, /\.$/, id)
    for (const error of errors) assert.match(error, /^E-\d\d$/)
  }
})

test('A sound plan has no findings', () => {
  assert.deepEqual(runPlanChecks(planOf([itemOf('1'), itemOf('2', { title: 'Fit lights on the towpath' })]), TODAY), [])
})

test('Findings stand by severity, and then in the order of the plan', () => {
  const items = [
    itemOf('1', { due: null }),
    itemOf('2', { owners: [] }),
    itemOf('2', { itemId: 'again', owners: [], title: 'Another thing' }),
  ]
  const found = runPlanChecks(planOf(items), TODAY)
  assert.deepEqual(
    found.map(({ severity }) => SEVERITIES.indexOf(severity)),
    found.map(({ severity }) => SEVERITIES.indexOf(severity)).toSorted(),
  )
  assert.equal(found[0]!.check, 'code-used-twice')
})

test('The same finding in several places of a paper is one, with its places', () => {
  const found = runPaperChecks(paperOf('# Plan\n\nThe panel meets bi-weekly.\n\nMore.\n\nThe other panel meets bi-weekly.'), TODAY)
  assert.deepEqual(
    found.map(({ check, place }) => `${check} ${place}`),
    ['ambiguous-frequency line 3 and line 7'],
  )
})

test('The same words in two items of a plan are two findings, so that one can be dismissed', () => {
  const said = { updates: [update({ declared: 'Green', narrative: 'The panel meets bi-weekly.' })] }
  const found = runPlanChecks(planOf([itemOf('1', said), itemOf('2', { ...said, title: 'Other thing' })]), TODAY)
  assert.equal(new Set(found.map(({ check, subject }) => `${check} ${subject}`)).size, 2)
})

test('Sentences begin with a capital, end, and quote no more than a dozen words at a time', () => {
  const long = `The panel meets bi-weekly ${'and talks about many other things at great length '.repeat(10)}.`
  for (const { sentence, suggestion } of runPaperChecks(paperOf(`# Plan\n\n${long}`), TODAY)) {
    assert.match(sentence, /^[^\p{Ll}].*\.$/u)
    assert.match(suggestion, /\.$/)
    for (const [, quoted] of sentence.matchAll(/“([^”]*)”/g)) assert.ok(quoted!.split(' ').length <= 12)
  }
})

test('Two thousand items are checked in a few seconds at most', { timeout: 20_000 }, () => {
  const items = Array.from({ length: 2000 }, (_, at) =>
    itemOf(`${Math.floor(at / 50) + 1}.${at % 50}`, {
      title: `Do thing ${at} with ward ${at % 97} and group ${at % 31} on crime ${at % 13}`,
    }),
  )
  assert.ok(runPlanChecks(planOf(items), TODAY).length >= 0)
})

test('Findings are printed under their severity and counted; nothing found is said', () => {
  const found = runPlanChecks(planOf([itemOf('1', { due: null }), itemOf('1', { itemId: 'again', title: 'Other' })]), TODAY)
  const printed = printFindings('plan', found)
  assert.match(printed, /Stops an edition\n[\s\S]*code-used-twice[\s\S]*Notes\n/)
  assert.match(printed, /1 stops an edition and 1 note\.\n$/)
  assert.equal(summary([]), 'Nothing found.')
  assert.equal(hasBlocking(found), true)
  assert.deepEqual(JSON.parse(findingsAsJson('plan', found)).counts, { blocks: 1, question: 0, note: 1 })
})
