import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isNothingRecorded, type Look, manyCasesInAnHour, unusualLooks, usualHoursOf } from './unusual.ts'

const at = (text: string) => Temporal.Instant.from(text)
const look = (given: Partial<Look> = {}): Look => ({ accountId: 'ann', agencyId: 'police', holderAgencyId: 'council', caseId: 'case', schemeId: 'scheme', at: at('2026-03-11T10:00:00Z'), isEmergency: false, ...given })
const minutesAfterTen = (minutes: number) => at('2026-03-11T10:00:00Z').add({ minutes })

test('more cases than the most within any hour are flagged, and the same case again is no other case', () => {
  const opened = [0, 20, 40, 59].map((minutes, index) => look({ caseId: `case ${index}`, at: minutesAfterTen(minutes) }))
  assert.equal(manyCasesInAnHour(opened, 3).size, 4)
  assert.equal(manyCasesInAnHour(opened, 4).size, 0)
  assert.equal(manyCasesInAnHour(opened.map((each, index) => ({ ...each, caseId: `case ${index % 2}` })), 3).size, 0)
})

test('an hour is sixty minutes and not the hour on the clock, and each person’s own', () => {
  const spread = [0, 20, 40, 60].map((minutes, index) => look({ caseId: `case ${index}`, at: minutesAfterTen(minutes) }))
  assert.equal(manyCasesInAnHour(spread, 3).size, 0)
  const acrossTheHour = [50, 55, 65, 70].map((minutes, index) => look({ caseId: `case ${index}`, at: minutesAfterTen(minutes) }))
  assert.equal(manyCasesInAnHour(acrossTheHour, 3).size, 4)
  assert.equal(manyCasesInAnHour(acrossTheHour.map((each, index) => ({ ...each, accountId: `person ${index % 2}` })), 3).size, 0)
})

test('with few looks the usual hours are seven to eight on working days, in London', () => {
  const isUsual = usualHoursOf([])
  for (const [moment, usual] of [
    ['2026-03-11T07:00:00Z', true], ['2026-03-11T06:59:00Z', false], ['2026-03-11T19:59:00Z', true], ['2026-03-11T20:00:00Z', false], ['2026-03-14T10:00:00Z', false], ['2026-04-06T10:00:00Z', false],
    ['2026-06-17T06:00:00Z', true], ['2026-06-17T19:00:00Z', false],
  ] as const) assert.equal(isUsual(at(moment)), usual, moment)
})

test('with enough looks the usual hours are those the scheme keeps, nights and weekends among them', () => {
  const nights = Array.from({ length: 300 }, (_, index) => look({ at: at(`2026-03-${String(9 + (index % 5)).padStart(2, '0')}T${index % 2 ? '22' : '23'}:10:00Z`) }))
  const isUsual = usualHoursOf([...nights, look({ at: at('2026-03-11T10:00:00Z') })])
  assert.equal(isUsual(at('2026-03-12T22:30:00Z')), true)
  assert.equal(isUsual(at('2026-03-12T10:30:00Z')), false)
  assert.equal(isUsual(at('2026-03-14T22:30:00Z')), false)
})

test('nothing recorded around a look is said once a week has passed, and not when something was in the month before or the week after', () => {
  const [looked, later] = [at('2026-03-11T10:00:00Z'), at('2026-04-30T00:00:00Z')]
  assert.equal(isNothingRecorded(looked, [], later), true)
  assert.equal(isNothingRecorded(looked, [], at('2026-03-18T09:59:00Z')), false)
  assert.equal(isNothingRecorded(looked, [at('2026-02-10T10:00:00Z')], later), false)
  assert.equal(isNothingRecorded(looked, [at('2026-02-08T10:00:00Z')], later), true)
  assert.equal(isNothingRecorded(looked, [at('2026-03-18T10:00:00Z')], later), false)
  assert.equal(isNothingRecorded(looked, [at('2026-03-18T10:01:00Z')], later), true)
})

test('a look in office hours at a case that is worked, by somebody an agreement covers, is not unusual; each departure is named', () => {
  const ordinary = { now: at('2026-03-12T00:00:00Z'), recorded: new Map(), isCovered: () => true }
  assert.deepEqual(unusualLooks([look()], ordinary), [])
  assert.deepEqual(unusualLooks([look({ isEmergency: true })], { ...ordinary, isCovered: () => false })[0]!.reasons, ['emergency access'])
  assert.deepEqual(unusualLooks([look({ at: at('2026-03-11T03:00:00Z') })], ordinary)[0]!.reasons, ['outside the usual hours'])
  assert.deepEqual(unusualLooks([look()], { ...ordinary, isCovered: () => false })[0]!.reasons, ['agency since left'])
  assert.deepEqual(unusualLooks([look({ agencyId: 'council' })], { ...ordinary, isCovered: () => false }), [])
  assert.deepEqual(unusualLooks([look()], { ...ordinary, now: at('2026-05-01T00:00:00Z') })[0]!.reasons, ['nothing recorded around it'])
  assert.deepEqual(unusualLooks([look()], { ...ordinary, now: at('2026-05-01T00:00:00Z'), recorded: null }), [])
})
