import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addCase, addCasework, type Casework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { asUser } from '../../db/tx.ts'
import { RiskMatrixShape, scoreRisk, STARTING_RISK } from '../rules/risk-matrix.ts'
import { selectAssessments } from './risk-store.ts'

const { rules: matrix } = STARTING_RISK['community marac']!
const answered = (points: number): Record<string, string> => {
  let left = points
  return Object.fromEntries(matrix.questions.map(({ key, answers }) => {
    const best = answers.filter(({ score }) => score <= left).toSorted((one, other) => other.score - one.score)[0]!
    left -= best.score
    return [key, best.value]
  }))
}

describe('The matrix of the community MARAC', () => {
  for (const [score, band] of [[0, 'standard'], [15, 'standard'], [16, 'medium'], [31, 'medium'], [32, 'high'], [60, 'high']] as const)
    test(`${score} is ${band}: above 31 is high`, () => assert.deepEqual([scoreRisk(matrix, answered(score)).score, scoreRisk(matrix, answered(score)).band], [score, band]))
  test('what is not answered is named', () => assert.equal(scoreRisk(matrix, {}).unanswered.length, matrix.questions.length))
  test('14 ticks of 24 are high in domestic abuse, 13 medium, 9 standard', () => {
    const dash = STARTING_RISK['domestic abuse marac']!.rules
    assert.deepEqual([14, 13, 10, 9].map((ticks) => scoreRisk(dash, { ticks: String(ticks) }).band), ['high', 'medium', 'medium', 'standard'])
  })
  test('a matrix whose bands do not rise is refused', () => {
    assert.ok(RiskMatrixShape.safeParse(matrix).success)
    assert.equal(RiskMatrixShape.safeParse({ ...matrix, bands: [{ band: 'low', from: 0 }, { band: 'high', from: 0 }] }).success, false)
    assert.equal(RiskMatrixShape.safeParse({ ...matrix, bands: [{ band: 'low', from: 3 }] }).success, false)
  })
})

const world = await openWorld()
after(() => world.close())
let casework: Casework
let found: Awaited<ReturnType<typeof addCase>>
before(async () => {
  casework = await addCasework(world.ours)
  found = await addCase(casework)
})
const form = (points: number, more: Record<string, string> = {}) => ({ subject: found.subjectId, assessed_on: '1 2 2026', ...Object.fromEntries(Object.entries(answered(points)).map(([key, value]) => [`answer_${key}`, value])), ...more })

describe('Risk in a case', () => {
  test('is assessed, scored, and shown with what changed since', async () => {
    const url = `/cases/${found.caseId}/risk`
    assert.match((await world.get(url, casework.officer)).body, /Not yet assessed/)
    assert.equal((await world.post(`${url}/new`, casework.officer, form(20))).statusCode, 303)
    assert.equal((await world.post(`${url}/new`, casework.worker, form(33, { assessed_on: '1 3 2026' }))).statusCode, 303)
    const { body } = await world.get(url, casework.coordinator)
    for (const expected of [/33 of 60/, /Up 13 points since 1 February 2026/, /First assessment/, /High/, /version 1/]) assert.match(body, expected)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  })
  test('judgement sets another band only with its reason, and both stay', async () => {
    const url = `/cases/${found.caseId}/risk/new`
    const refused = await world.post(url, casework.officer, form(5, { judged_band: 'high' }))
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /Say why the band should be another/)
    assert.equal((await world.post(url, casework.officer, form(5, { judged_band: 'high', judgement: 'Threats made last night', assessed_on: '2 3 2026' }))).statusCode, 303)
    const [latest] = await asUser(casework.officer, (tx) => selectAssessments(tx, found.caseId))
    assert.deepEqual([latest?.band, latest?.judgedBand], ['standard', 'high'])
  })
  test('an unanswered question is asked for, and nothing typed is lost', async () => {
    const sent = await world.post(`/cases/${found.caseId}/risk/new`, casework.officer, { ...form(5), answer_harm: '', judgement: 'kept words' })
    assert.equal(sent.statusCode, 422)
    assert.match(sent.body, /Choose an answer/)
    assert.match(sent.body, /kept words/)
  })
  test('is there for nobody who does not see the case', async () => {
    for (const actor of [casework.patrol, casework.governance, await world.ours.account('administrator'), await world.theirs.account('case worker')]) {
      assert.equal((await world.get(`/cases/${found.caseId}/risk`, actor)).statusCode, 404)
      assert.equal((await world.post(`/cases/${found.caseId}/risk/new`, actor, form(5))).statusCode, 404)
    }
  })
})
