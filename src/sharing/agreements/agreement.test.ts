import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standingOf, whatCloses, ifLeft, ifWithdrawn, type RegisteredAgreement } from './agreement.ts'

const now = Temporal.Instant.from('2026-03-10T12:00:00Z')
const past = Temporal.Instant.from('2026-01-01T00:00:00Z')
const party = (agencyId: string, signed: Temporal.Instant | null = past, left: Temporal.Instant | null = null) => ({ agencyId, name: agencyId, signed, signedBy: null, signatory: null, left })
const agreement = (given: Partial<RegisteredAgreement> = {}): RegisteredAgreement => ({
  agreementId: 'a', partnershipId: 'p', title: 'A', purposes: ['anti-social behaviour'], gateways: [], dataClasses: [], retention: '', assessmentLink: null, starts: Temporal.PlainDate.from('2025-01-01'), ends: null,
  reviewOn: Temporal.PlainDate.from('2027-01-01'), withdrawn: null, withdrawnReason: null, documentName: null, replaces: null, madeBy: null, madeAt: past, parties: [party('council'), party('police'), party('health', null)], ...given,
})
const day = (text: string) => Temporal.PlainDate.from(text)

const STATES: [string, Partial<RegisteredAgreement>, string][] = [
  ['two have signed, on a day between', {}, 'live'],
  ['its last day', { ends: day('2026-03-10') }, 'live'],
  ['the day after its last', { ends: day('2026-03-09') }, 'expired'],
  ['the day before its first', { starts: day('2026-03-11') }, 'not begun'],
  ['its first day', { starts: day('2026-03-10') }, 'live'],
  ['one of three has signed', { parties: [party('council'), party('police', null), party('health', null)] }, 'awaiting signatures'],
  ['one of two has left', { parties: [party('council'), party('police', past, past)] }, 'left'],
  ['one of three has left and one has not signed', { parties: [party('council'), party('police', past, past), party('health', null)] }, 'awaiting signatures'],
  ['withdrawn', { withdrawn: past }, 'withdrawn'],
  ['withdrawn after it expired', { withdrawn: past, ends: day('2026-02-01') }, 'withdrawn'],
]
for (const [told, given, state] of STATES)
  test(`an agreement, ${told}, is ${state}`, () => assert.equal(standingOf(agreement(given), now).state, state))

test('a live agreement is lapsing in its last sixty days, and past its review on the day after', () => {
  assert.equal(standingOf(agreement({ ends: day('2026-05-09') }), now).isLapsing, true)
  assert.equal(standingOf(agreement({ ends: day('2026-05-10') }), now).isLapsing, false)
  assert.equal(standingOf(agreement({ ends: day('2026-03-01') }), now).isLapsing, false)
  assert.equal(standingOf(agreement({ reviewOn: day('2026-03-10') }), now).isReviewOverdue, false)
  assert.equal(standingOf(agreement({ reviewOn: day('2026-03-09') }), now).isReviewOverdue, true)
  assert.equal(standingOf(agreement({ reviewOn: day('2026-03-09'), withdrawn: past }), now).isReviewOverdue, false)
})

test('midnight is London’s: in summer an agreement ends an hour before it does in UTC', () => {
  const ended = agreement({ ends: day('2026-06-30') })
  assert.equal(standingOf(ended, Temporal.Instant.from('2026-06-30T22:59:59Z')).state, 'live')
  assert.equal(standingOf(ended, Temporal.Instant.from('2026-06-30T23:00:00Z')).state, 'expired')
})

const scheme = { schemeId: 's', name: 'ASB', purpose: 'anti-social behaviour', hostAgencyId: 'council', members: [{ agencyId: 'police', people: 3 }] }

test('withdrawing closes the way in for every other agency, and what those read of each other', () => {
  const all = [agreement({ parties: [party('council'), party('police'), party('health')] })]
  assert.deepEqual(whatCloses(all, ifWithdrawn(all, 'a', now), [scheme], now), [{ schemeId: 's', name: 'ASB', shutOut: [{ agencyId: 'police', people: 3 }, { agencyId: 'health', people: 0 }], pairs: 1 }])
})

test('leaving closes the leaver’s way in alone, and nothing closes where a second agreement covers the same agencies or the purpose is another', () => {
  const all = [agreement({ parties: [party('council'), party('police'), party('health')] })]
  assert.deepEqual(whatCloses(all, ifLeft(all, 'a', 'police', now), [scheme], now).map(({ shutOut, pairs }) => [shutOut.map(({ agencyId }) => agencyId), pairs]), [[['police'], 1]])
  const twice = [agreement(), agreement({ agreementId: 'b' })]
  assert.deepEqual(whatCloses(twice, ifWithdrawn(twice, 'a', now), [scheme], now), [])
  assert.deepEqual(whatCloses(all, ifWithdrawn(all, 'a', now), [{ ...scheme, purpose: 'channel' }], now), [])
})
