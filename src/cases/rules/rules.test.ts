import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Facts, inWords } from './condition.ts'
import { findContradictions } from './contradictions.ts'
import { decide, RuleSetShape } from './rule-set.ts'
import { OFFENDER_COHORT, STARTING_CRITERIA } from './starting-rules.ts'

const outcomesOf = (facts: Facts) => {
  const { outcome, byText } = decide(OFFENDER_COHORT, facts)
  return [outcome, ...byText.map((text) => `${text.text} ${text.outcome}`)]
}
const offender: Facts = { ogrs: 80, supervised: true, offences: ['vehicle'], resident: true, mappa: 'none', da_marac: false }

describe('The offender cohort, by the two paragraphs of the City’s strategy', () => {
  for (const [says, facts, ...expected] of [
    ['OGRS 80, neighbourhood crime, supervised, resident, no MAPPA is in', {}, 'meets', '15.4 meets', '15.6 meets'],
    ['OGRS 60 with robbery is in by 15.4 and out by 15.6', { ogrs: 60, offences: ['robbery'] }, 'contradiction', '15.4 meets', '15.6 does not meet'],
    ['OGRS 60 with vehicle crime is out by both', { ogrs: 60 }, 'does not meet', '15.4 does not meet', '15.6 does not meet'],
    ['MAPPA level 2 is out by both', { mappa: '2' }, 'does not meet', '15.4 does not meet', '15.6 does not meet'],
    ['MAPPA level 1 is out by 15.4 and in by 15.6', { mappa: '1' }, 'contradiction', '15.4 does not meet', '15.6 meets'],
    ['the domestic abuse MARAC excludes by 15.4 only', { da_marac: true }, 'contradiction', '15.4 does not meet', '15.6 meets'],
    ['one not supervised is out', { supervised: false }, 'does not meet', '15.4 does not meet', '15.6 does not meet'],
    ['one who lives elsewhere is not in the local cohort', { resident: false }, 'does not meet', '15.4 does not meet', '15.6 does not meet'],
    ['OGRS 75 is high', { ogrs: 75 }, 'meets', '15.4 meets', '15.6 meets'],
    ['OGRS 74 is medium', { ogrs: 74 }, 'does not meet', '15.4 does not meet', '15.6 does not meet'],
    ['a robber of OGRS 49 is out by both', { ogrs: 49, offences: ['robbery'] }, 'does not meet', '15.4 does not meet', '15.6 does not meet'],
  ] as [string, Facts, ...string[]][])
    test(says, () => assert.deepEqual(outcomesOf({ ...offender, ...facts }), expected))

  test('who lives elsewhere is told to be referred there, by the clause that says so', () => {
    const { fired } = decide(OFFENDER_COHORT, { ...offender, resident: false })
    assert.ok(fired.some(({ clause, gaveWay }) => clause.id === 'resident' && !gaveWay))
    assert.ok(fired.some(({ clause, gaveWay }) => clause.id === '15.6' && gaveWay), 'what gives way is still shown')
  })

  test('the clauses that contradict each other are listed when the rules are written, with somebody they would trip over', () => {
    const pairs = findContradictions(OFFENDER_COHORT)
    assert.deepEqual(pairs.map(({ admits, excludes }) => `${admits.id} against ${excludes.id}`), ['15.4 b against 15.6 (2)', '15.6 against 15.4 c', '15.6 against 15.4 d'])
    for (const { example } of pairs) assert.equal(decide(OFFENDER_COHORT, { ...offender, ...example }).outcome, 'contradiction')
  })
})

describe('The domestic abuse MARAC', () => {
  const rules = STARTING_CRITERIA['domestic abuse marac']!.rules
  const nothing: Facts = { dash_ticks: 5, professional_judgement: false, reports_in_year: 1, last_heard: '2025-01-15', incident: '2027-01-01', same_people: true, repeat_kind: true }
  for (const [says, facts, outcome, by] of [
    ['14 ticks meet', { dash_ticks: 14 }, 'meets', '1'],
    ['13 ticks alone do not', { dash_ticks: 13 }, 'does not meet', null],
    ['judgement meets at any number of ticks', { dash_ticks: 0, professional_judgement: true }, 'meets', '2'],
    ['three reports in a year are an escalation', { reports_in_year: 3 }, 'meets', '3'],
    ['11 months and 30 days after the last referral is a repeat', { incident: '2026-01-14' }, 'meets', '4'],
    ['12 months to the day is a repeat', { incident: '2026-01-15' }, 'meets', '4'],
    ['12 months and a day is new', { incident: '2026-01-16' }, 'does not meet', null],
    ['an incident before the last referral is no repeat of it', { incident: '2025-01-14' }, 'does not meet', null],
    ['another perpetrator is no repeat', { incident: '2026-01-14', same_people: false }, 'does not meet', null],
  ] as const)
    test(says, () => {
      const decision = decide(rules, { ...nothing, ...facts })
      assert.equal(decision.outcome, outcome)
      assert.equal(decision.fired[0]?.clause.id ?? null, by)
    })
})

describe('The City Community MARAC and the groups', () => {
  const { rules } = STARTING_CRITERIA['community marac']!
  const fitting: Facts = { at_risk: true, many_agencies: true, unusual: true, elsewhere: 'no', hotspot: false }
  test('somebody at risk, complex, unusual, on no other panel, meets', () => assert.equal(decide(rules, fitting).outcome, 'meets'))
  test('what belongs to another panel does not', () => assert.equal(decide(rules, { ...fitting, elsewhere: 'channel' }).outcome, 'does not meet'))
  test('it is not met while another panel may have it', () => {
    const { outcome, missing } = decide(rules, { ...fitting, elsewhere: null })
    assert.deepEqual([outcome, missing], ['not enough known', ['elsewhere']])
  })
  test('a hotspot that takes several agencies meets', () => assert.equal(decide(rules, { ...fitting, at_risk: false, unusual: false, hotspot: true }).outcome, 'meets'))
  test('nothing known decides nothing', () => assert.equal(decide(rules, {}).outcome, 'not enough known'))
  test('under ten no perpetrators’ group, whatever was done', () =>
    assert.equal(decide(STARTING_CRITERIA['asb perpetrators']!.rules, { incidents: 9, harm: true, order_thought_of: true, tried: false, age: 9 }).outcome, 'does not meet'))
})

describe('Rules as they are kept', () => {
  test('every set of rules that schemes begin with can be kept, and contradicts itself nowhere but where its source does', () => {
    for (const { rules } of Object.values(STARTING_CRITERIA)) {
      assert.deepEqual(RuleSetShape.parse(JSON.parse(JSON.stringify(rules))).clauses.length, rules.clauses.length)
      assert.deepEqual(findContradictions(rules), [])
    }
    assert.ok(RuleSetShape.safeParse(JSON.parse(JSON.stringify(OFFENDER_COHORT))).success)
  })
  const clause = { id: '1', says: 'Yes', source: 'Us', effect: 'admits', when: { fact: 'a', is: true } }
  for (const [says, rules] of [
    ['a clause on something nobody is asked', { questions: [], clauses: [clause] }],
    ['two clauses of one number', { questions: [{ key: 'a', asks: 'A?', kind: 'yes or no' }], clauses: [clause, clause] }],
    ['a condition that is none', { questions: [{ key: 'a', asks: 'A?', kind: 'yes or no' }], clauses: [{ ...clause, when: { fact: 'a', like: 'b' } }] }],
    ['a clause over one that is not there', { questions: [{ key: 'a', asks: 'A?', kind: 'yes or no' }], clauses: [{ ...clause, outranks: ['9'] }] }],
  ] as const)
    test(`${says} is refused`, () => assert.equal(RuleSetShape.safeParse({ title: 'T', judgement: 'J', ...rules }).success, false))

  test('a condition reads as words', () =>
    assert.equal(inWords({ all: [{ fact: 'ogrs', atLeast: 75 }, { fact: 'mappa', oneOf: ['2', '3'] }] }, OFFENDER_COHORT.questions), 'OGRS score: 75 or more, and Managed through MAPPA: at level 2 or at level 3'))
})
