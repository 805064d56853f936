import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Recurrence } from '../../../calendar/recurrence.ts'
import type { RegisteredGroup, SeriesRow } from '../register-store.ts'
import type { AgendaLine } from '../store.ts'
import { RULES, findingsOf } from './all.ts'
import type { Governance } from './finding.ts'
import { looksAlike } from './names.ts'
import { governance, group, says, seat, terms } from './specimens.ts'

type Row = [words: string, groups: RegisteredGroup[], expected: RegExp | null, given?: Partial<Governance>]
const table = (id: string, rows: readonly Row[]) => {
  for (const [words, groups, expected, given] of rows)
    test(words, () => {
      const said = says(id, groups, given)
      if (!expected) assert.deepEqual(said, [])
      else {
        assert.equal(said.length, 1, said.join('\n'))
        assert.match(said[0]!, expected)
      }
    })
}

const priority = { itemId: 'p1', code: 'P1', title: 'Prevent', plan: 'Plan 2026' }
const delivers = (since: string | null = null, until: string | null = null) => [{ itemId: 'p1', code: 'P1', title: 'Prevent', since, until }]

table('priority-undelivered', [
  ['a priority that no group delivers is a gap', [group('A')], /No group delivers priority P1 \(Prevent\) of Plan 2026/, { priorities: [priority] }],
  ['a priority that a delivery group delivers is none', [group('A', { delivers: delivers() })], null, { priorities: [priority] }],
  ['a priority whose group ended is a gap', [group('A', { delivers: delivers(), ends: '2026-05-31' })], /No group delivers/, { priorities: [priority] }],
  ['a priority that was delivered until last month is a gap', [group('A', { delivers: delivers(null, '2026-05-01') })], /No group delivers/, { priorities: [priority] }],
  ['a priority that only a related partnership delivers is a gap', [group('A', { kind: 'related', delivers: delivers() })], /only by A, which the partnership does not run/, { priorities: [priority] }],
])

table('delivery-and-related', [
  ['a related partnership that delivers a priority is two things at once (E-28)', [group('NTE Group', { kind: 'related', delivers: delivers() })], /NTE Group is a related partnership, and at the same time delivers P1/],
  ['one that delivered before it became related is not', [group('NTE Group', { kind: 'related', begins: '2024-01-01', delivers: delivers('2011-01-01', '2023-12-31') })], null],
  ['a delivery group that delivers is one thing', [group('NTE Group', { delivers: delivers() })], null],
])

table('overlapping-remits', [
  ['a matter of two groups has no one who decides (E-85)', [group('NTE Group', { handles: ['late licences'] }), group('LLP', { handles: ['late licences', 'taxis'] })], /“Late licences” is handled by NTE Group and LLP, and nothing says which decides/],
  ['a board may leave a matter to the group under it', [group('Board', { kind: 'board', handles: ['begging'] }), group('ASB', { parentId: 'Board', handles: ['begging'] })], null],
  ['two groups under one board are still two', [group('Board', { kind: 'board', handles: ['begging'] }), group('ASB', { parentId: 'Board', handles: ['begging'] }), group('Wards', { parentId: 'Board', handles: ['begging'] })], /handled by ASB and Wards/],
  ['a group that ended handles nothing', [group('A', { handles: ['taxis'], ends: '2020-01-01' }), group('B', { handles: ['taxis'] })], null],
])

table('parent-ended', [
  ['a group under one that ended is asked about, and the successor named', [group('Old', { ends: '2026-01-01', wentInto: [{ groupId: 'New', on: null, note: null }] }), group('New'), group('Child', { parentId: 'Old' })], /Child reports to Old, which has ended\. Let it report to New/],
  ['a group under one in force is not', [group('Board'), group('Child', { parentId: 'Board' })], null],
])

table('no-terms', [
  ['a group without terms is a gap (E-18)', [group('Strategy Group', { kind: 'board', terms: [] })], /Strategy Group has no terms of reference/],
  ['a group with a draft only is a gap', [group('A', { terms: [terms({ adoptedOn: null })] })], /works from a draft/],
  ['a linked group’s terms are not the partnership’s to write', [group('A', { kind: 'linked', terms: [] })], null],
  ['a group with adopted terms and a newer draft is none', [group('A', { terms: [terms({ number: 2, adoptedOn: null }), terms()] })], null],
])

table('terms-incomplete', [
  ['terms without an agenda or dates lack both (E-20)', [group('PPO', { terms: [terms({ agenda: [], dates: '' })] })], /The terms of PPO lack a standard agenda and meeting dates/],
  ['terms that have everything lack nothing', [group('A')], null],
])

const lines = (...titles: string[]): AgendaLine[] => titles.map((title) => ({ title, kind: title.startsWith('Confid') ? 'confidentiality' : 'discussion', restricted: false }))
const offenders = terms({ agenda: lines('Confidentiality statement', 'Review of PPOs', 'Removals', 'Proposed additions') })
table('agenda-unsuited', [
  ['a communications group with an offender panel’s agenda has the wrong one, and the panel is named (E-20)',
    [group('Communications and Engagement', { terms: [offenders] }), group('PPO Delivery Group', { confidential: true, terms: [terms({ agenda: [], dates: '' })] })],
    /Communications and Engagement is about people one by one.*It reads like the agenda of PPO Delivery Group/],
  ['the same agenda suits the confidential group it was written for', [group('PPO Delivery Group', { confidential: true, terms: [offenders] })], null],
  ['a panel without a confidentiality statement is asked for one', [group('Channel', { kind: 'panel', terms: [terms({ agenda: lines('Cases') })] })], /no confidentiality statement/],
  ['a board that looks at no plan is asked to', [group('Board', { kind: 'board' })], /looks at neither the plan/],
  ['a board that looks at its plan is not', [group('Board', { kind: 'board', terms: [terms({ agenda: [{ title: 'Plan', kind: 'plan', restricted: false }] })] })], null],
])

table('statutory-seat-vacant', [
  ['a statutory seat that nobody fills is a gap', [group('Board', { kind: 'board', seats: [seat({ role: 'chair' }), seat({ statutory: true, person: null, organisation: 'Fire Brigade', post: 'Borough Commander' })] })], /The seat of Fire Brigade \(Borough Commander\) on Board is vacant/],
  ['a seat by invitation that nobody fills is none', [group('Board', { seats: [seat({ person: null })] })], null],
  ['a statutory seat of the past is none', [group('Board', { seats: [seat({ statutory: true, person: null, until: '2020-01-01' })] })], null],
])

table('statutory-partner-without-seat', [
  ['a partner by law without a seat on the board is a gap', [group('Board', { kind: 'board' })], /Testbury Police is a partner by law and has no seat on Board/, { partners: [{ value: 'police', text: 'Testbury Police', statutory: true }, { value: 'council', text: 'Testbury Council', statutory: true }, { value: 'shop', text: 'A shop', statutory: false }] }],
  ['without a board there is nothing to sit on', [group('A')], null, { partners: [{ value: 'police', text: 'Testbury Police', statutory: true }] }],
])

table('quorum-out-of-reach', [
  ['a quorum above the seats that are filled is asked about', [group('Board', { quorum: 2, seats: [seat({ role: 'chair' }), seat({ person: null })] })], /Board needs 2 seats filled to decide, and has 1/],
  ['a quorum of the seats that are filled is not', [group('Board', { quorum: 1 })], null],
])

table('no-chair', [
  ['a group without a chair is asked about', [group('A', { seats: [seat()] })], /Nobody is named as chair of A/],
  ['a co-chair is enough', [group('A', { seats: [seat({ role: 'co-chair' })] })], null],
])

const facilitated = (since: string | null, until: string | null, organisationId: string, organisation: string) => seat({ role: 'facilitator', since, until, organisationId, organisation })
table('two-facilitators', [
  ['two facilitators of different partners at once are asked about (E-92)', [group('NTE', { seats: [facilitated('2011-01-01', null, 'clerk', 'Town Clerk'), facilitated('2023-01-01', null, 'joint', 'Joint officers')] })], /by Town Clerk and by Joint officers at once, from 1 January 2023/],
  ['one after the other is not', [group('NTE', { seats: [facilitated('2011-01-01', '2022-12-31', 'clerk', 'Town Clerk'), facilitated('2023-01-01', null, 'joint', 'Joint officers')] })], null],
  ['two people of one partner are not', [group('NTE', { seats: [facilitated(null, null, 'clerk', 'Town Clerk'), facilitated(null, null, 'clerk', 'Town Clerk')] })], null],
])

const series = (recurrence: Recurrence, given: Partial<SeriesRow> = {}): SeriesRow => ({ seriesId: 's', recurrence, beginsAt: '10:00', minutes: 90, place: 'North Wing', starts: '2026-01-01', ends: null, ...given })
const firstMonday: Recurrence = { kind: 'in the month', nths: [1], weekday: 1, everyMonths: 1, from: null }
const fortnightly: Recurrence = { kind: 'weekly', weekdays: [2], everyWeeks: 2, anchor: '2026-01-06' }
const three = [seat({ role: 'chair', person: 'Ann' }), seat({ person: 'Ben' }), seat({ person: 'Cat' })]
const shut = (name: string, given: Partial<RegisteredGroup> = {}) => group(name, { confidential: true, seats: three, series: [series(firstMonday)], ...given })
table('confidential-same-slot', [
  ['two confidential groups with the same people at one hour clash, as often as their series meet (E-22)', [shut('ASB Perpetrators'), shut('ASB Victims')], /meet at the same hour 12 times in the year ahead, first on 1 June 2026, and share 3 people/],
  ['one after the other does not clash', [shut('ASB Perpetrators'), shut('ASB Victims', { series: [series(firstMonday, { beginsAt: '11:30' })] })], null],
  ['a group that overlaps by a minute does', [shut('ASB Perpetrators'), shut('ASB Victims', { series: [series(firstMonday, { beginsAt: '11:29' })] })], /12 times/],
  ['different people do not clash', [shut('ASB Perpetrators'), shut('ASB Victims', { seats: [seat({ role: 'chair', person: 'Dee' }), seat({ person: 'Eve' })] })], null],
  ['open groups do not clash', [shut('ASB Perpetrators'), shut('ASB Victims', { confidential: false })], null],
  ['meetings that are written down count in place of the series', [shut('ASB Perpetrators'), shut('ASB Victims')], /on 6 July 2026, and share/, {
    sittings: ['ASB Perpetrators', 'ASB Victims'].map((groupId) => ({ meetingId: groupId, groupId, heldOn: '2026-07-06', beginsAt: '10:00', minutes: 60, place: null, state: 'planned' })),
  }],
])

table('task-group-end', [
  ['a task group without an end is a gap', [group('Vehicle Crime', { kind: 'task and finish' })], /without an end/],
  ['a task group past its end is a gap', [group('Vehicle Crime', { kind: 'task and finish', ends: '2011-09-27' })], /was to end on 27 September 2011/],
  ['one that was ended with a reason is none', [group('Vehicle Crime', { kind: 'task and finish', ends: '2011-09-27', endedReason: 'Reported' })], null],
  ['one that ends later is none', [group('Vehicle Crime', { kind: 'task and finish', ends: '2026-09-27' })], null],
])

table('two-recurrences', [
  ['a series and terms that disagree are asked about (E-21)', [group('LLP', { series: [series(fortnightly)] })], /“Every two weeks on Tuesday, from 6 January 2026” in a series, and “First Monday of every month” in its terms/],
  ['two series that disagree are asked about', [group('LLP', { terms: [terms({ dates: '' })], series: [series(fortnightly), series(firstMonday)] })], /in a series.*in another series/],
  ['a remit and terms that disagree are asked about', [group('LLP', { remit: 'It meets fortnightly with the trade.' })], /meets in two rhythms/],
  ['one series after another is not', [group('LLP', { terms: [terms({ dates: '' })], series: [series(fortnightly, { ends: '2026-05-31' }), series(firstMonday, { starts: '2026-06-01' })] })], null],
  ['the same day in series and terms is not', [group('A', { series: [series(firstMonday)] })], null],
  ['another weekday at the same rhythm is', [group('A', { series: [series({ ...firstMonday, weekday: 3 })] })], /two rhythms/],
  ['a word read in two ways is asked about', [group('Tasking', { terms: [terms({ dates: 'Bi-weekly at Guildhall' })] })], /“Bi-weekly”/],
])

for (const [one, other, alike] of [
  ['Licensing Liaison Panel', 'Licensing Liaison Partnership', true], // E-90
  ['Prolific Offenders Group', 'Persistent Offender Group', true], // E-19
  ['City Community MARAC', 'Community MARAC', true], // E-90
  ['CoT MARAC', 'MARAC', true],
  ['ASB Delivery Group', 'ASB Working Group', true], // E-19
  ['ASB Victims Working Group', 'ASB Perpetrators Working Group', false],
  ['Domestic Abuse Forum', 'Hate Crime Forum', false],
  ['Strategy Group', 'Working Group', false],
] as const)
  test(`“${one}” and “${other}” are ${alike ? '' : 'not '}easily taken for one another`, () => assert.equal(looksAlike(one, other, 'City of Testbury'), alike))

const succeeds = (groupId: string) => [{ groupId, on: null, note: null }]
table('names-alike', [
  ['two groups whose names look alike are asked about (E-90)', [group('Licensing Liaison Panel'), group('Licensing Liaison Partnership')], /easily taken for one another\. If they are one group/],
  ['an ended group that looks like a forerunner is asked about', [group('DV Forum', { ends: '2012-01-01' }), group('DV Group')], /If one took over from the other, say so/],
  ['one that is tied as forerunner is not', [group('DV Forum', { ends: '2012-01-01', wentInto: succeeds('DV Group') }), group('DV Group', { cameFrom: succeeds('DV Forum') })], null],
  ['a name that is no longer used is not compared', [group('A Panel', { names: [{ nameId: '1', name: 'Licensing Panel', kind: 'alias', since: null, until: '2020-01-01' }] }), group('Licensing Group')], null],
])

table('many-names', [
  ['one group under three names is noted (E-19)', [group('DA Delivery Group', { names: ['DA Delivery Group', 'DA Forum', 'DV Forum'].map((name, at) => ({ nameId: name, name, kind: at === 0 ? 'name' as const : 'alias' as const, since: null, until: null })) })], /known by 3 names at once/],
  ['codes are no names', [group('A', { names: [{ nameId: '1', name: 'A', kind: 'name', since: null, until: null }, { nameId: '2', name: 'B', kind: 'code', since: null, until: null }, { nameId: '3', name: 'C', kind: 'code', since: null, until: null }] })], null],
])

test('nothing is amiss with a group that has everything', () => {
  assert.deepEqual(findingsOf(governance([group('A', { delivers: delivers() })], { priorities: [priority] })), [])
})

test('every rule says why, and gaps come first', () => {
  for (const { id, title, why } of RULES) assert.ok(id && title && why.length > 10)
  const severities = findingsOf(governance([group('A', { seats: [] }), group('B', { terms: [] })])).map(({ severity }) => severity)
  assert.deepEqual(severities, ['gap', 'question'])
})
