import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { decide, QUESTIONS, type Question, SHEETS, type Situation, situationInWords } from '../src/sharing/matrix.ts'
import { together } from './sharing-any-world.ts'
import { sightOf } from './sharing-oracle.ts'
import { everythingIn, sightInSql } from './sharing-sight.ts'
import { EMPTY_WORLD, loadSharingWorld, type SharingWorld } from './sharing-world.ts'
import { openWorld } from './world.ts'

// Every answer of the printed matrix three ways: the gate (against an independent reading of the rules), the database, and the pages.
const house = await openWorld()
after(() => house.close())
const { ours, theirs } = house

const id = () => crypto.randomUUID()
type Things = Record<'own' | 'other' | 'third' | 'asker' | 'scheme' | 'agreement' | 'plainCase' | 'namedCase' | 'said' | 'toLead' | 'toPanel' | 'toOwn' | 'toThird' | 'published' | 'plainFact' | 'namedFact', string>
const thingsOf = (): Things => ({
  own: id(), other: id(), third: id(), asker: id(), scheme: id(), agreement: id(), plainCase: id(), namedCase: id(),
  said: id(), toLead: id(), toPanel: id(), toOwn: id(), toThird: id(), published: id(), plainFact: id(), namedFact: id(),
})

/** A situation as rows: a case in which the asker is not named for protected fields, and another, alike, in which they are. */
function worldOf({ person, relation, agreement, stage, excluded, emergency }: Situation, things: Things): SharingWorld {
  const { own, other, third, asker, scheme, plainCase, namedCase } = things
  const elsewhere = relation === 'another partnership'
  const cases = [plainCase, namedCase]
  const parties = relation === 'leads the case' || relation === 'takes part' ? [own, other] : [other]
  const said = (contributionId: string, audience: 'case lead' | 'panel' | 'one agency' | 'named agencies' | 'publication', named: string[], agencyId: string) => ({ contributionId, caseId: plainCase, schemeId: scheme, agencyId, audience, named })
  return {
    ...EMPTY_WORLD,
    agencies: [own, other, third],
    accounts: [{ accountId: asker, organisationId: own, agencyId: own, roles: person.roles, disabled: person.disabled ?? false }],
    schemes: [{ schemeId: scheme, purpose: 'community safety casework', hostAgencyId: other }],
    members: person.schemeRole ? [{ schemeId: scheme, accountId: asker, role: person.schemeRole }] : [],
    agreements: agreement === 'none' ? [] : [{
      agreementId: things.agreement, purposes: [agreement === 'for another purpose' ? 'domestic abuse' : 'community safety casework'], starts: agreement === 'not yet begun' ? 1 : -30,
      ends: agreement === 'expired' ? -1 : null, withdrawn: agreement === 'withdrawn' ? -60 : null,
      parties: [
        { agencyId: own, signed: agreement === 'not signed by their agency' ? null : -60, left: agreement === 'left by their agency' ? -30 : null },
        { agencyId: other, signed: agreement === 'not signed by the other agency' ? null : -60, left: null },
      ],
    }],
    cases: cases.map((caseId) => ({ caseId, schemeId: scheme, stage, leadAgencyId: relation === 'leads the case' ? own : other, parties: [...parties.map((agencyId) => ({ agencyId, left: false })), ...(relation === 'took part and left' ? [{ agencyId: own, left: true }] : [])] })),
    exclusions: excluded ? cases.map((caseId) => ({ caseId, accountId: asker, lifted: false })) : [],
    glass: emergency === 'none' ? [] : cases.map((caseId) => ({ breakGlassId: id(), caseId, accountId: asker, agencyId: own, opened: emergency === 'run out' ? -90 : -10, minutes: 60, ended: emergency === 'closed by hand' ? -5 : null })),
    contributions: stage === 'erased' ? [] : [
      said(things.said, 'case lead', [], elsewhere ? other : own), said(things.toLead, 'case lead', [], other), said(things.toPanel, 'panel', [], other),
      said(things.toOwn, 'one agency', [own], other), said(things.toThird, 'named agencies', [third], other), said(things.published, 'publication', [], other),
    ],
    protectedFacts: [{ protectedFactId: things.plainFact, caseId: plainCase, agencyId: other, recordedBy: id() }, { protectedFactId: things.namedFact, caseId: namedCase, agencyId: other, recordedBy: id() }],
    readers: [{ caseId: namedCase, accountId: asker, ended: false }],
    looks: [{ caseId: plainCase, schemeId: scheme, accountId: asker, agencyId: own, holder: other }],
  }
}

/** What of a sight answers each question. */
const answersIn = (sight: ReturnType<typeof sightOf>, things: Things): Record<Question, boolean> => ({
  'Read the case': sight.reads.has(things.plainCase), 'Add to it': sight.contributes.has(things.plainCase), 'Decide on it': sight.leads.has(things.plainCase),
  'What their own agency said': sight.hears.has(things.said), 'Said to the case lead': sight.hears.has(things.toLead), 'Said to the panel': sight.hears.has(things.toPanel), 'Said to their agency': sight.hears.has(things.toOwn),
  'Said to a third agency': sight.hears.has(things.toThird), 'Said for publication': sight.hears.has(things.published), 'Protected, when named': sight.protectedFacts.has(things.namedFact), 'Protected, not named': sight.protectedFacts.has(things.plainFact),
  'Who looked at it': sight.looks.has(`${things.plainCase} ${things.asker} ${things.other}`),
})

/** The asker's own partnership knows only of them; everything else is in ours. */
function apart(world: SharingWorld): { ours: SharingWorld; theirs: SharingWorld } {
  const { agencies, accounts, schemes, members } = world
  return { ours: { ...world, accounts: [], members: [], exclusions: [], glass: [], readers: [] }, theirs: { ...EMPTY_WORLD, agencies, accounts, schemes, members } }
}

const sheets = SHEETS.map(({ heading, situations }) => ({ heading, rows: situations.map((situation) => {
  const things = thingsOf()
  return { situation, things, world: worldOf(situation, things) }
}) }))
const all = sheets.flatMap(({ rows }) => rows)
const homes = all.filter(({ situation }) => situation.relation !== 'another partnership').map(({ world }) => world)
const foreign = all.filter(({ situation }) => situation.relation === 'another partnership').map(({ world }) => apart(world))
await loadSharingWorld(together([...homes, ...foreign.map((each) => each.ours)]), ours.partnershipId)
await loadSharingWorld(together(foreign.map((each) => each.theirs)), theirs.partnershipId)

// The cover, and the page that says what each agency said: the first two every page of a file is behind.
const PAGES = ['/cases/:caseId', '/cases/:caseId/information']

for (const { heading, rows } of sheets)
  describe(heading, () => {
    for (const { situation, things, world } of rows)
      test(`${situationInWords(situation)}: the rule, the database and the pages answer alike`, async () => {
        const elsewhere = situation.relation === 'another partnership'
        const actor = { accountId: things.asker, partnershipId: (elsewhere ? theirs : ours).partnershipId }
        const expected = decide(situation, Temporal.Now.instant())
        const said = (answers: Record<Question, boolean>) => QUESTIONS.map((question) => `${question}: ${answers[question] ? 'yes' : 'no'} (${expected[question].clause})`)
        const byGate = said(Object.fromEntries(QUESTIONS.map((question) => [question, expected[question].allowed])) as Record<Question, boolean>)
        if (!elsewhere) assert.deepEqual(byGate, said(answersIn(sightOf(world, things.asker, Date.now()), things)), 'an independent reading of the rules')
        const { checked } = await sightInSql(actor, world, everythingIn(world), expected['Read the case'].allowed)
        assert.deepEqual(byGate, said(answersIn(checked, things)), 'the database')
        for (const pattern of PAGES) {
          const { statusCode, body } = await house.get(pattern.replace(':caseId', things.plainCase), actor)
          const isThere = statusCode === 200
          assert.equal(isThere, expected['Read the case'].allowed, `${pattern}: ${statusCode}`)
          // Nothing that may not be read is on a page that is there, nor on one that is not.
          for (const [question, contribution] of [['What their own agency said', things.said], ['Said to the case lead', things.toLead], ['Said to the panel', things.toPanel], ['Said to their agency', things.toOwn], ['Said to a third agency', things.toThird], ['Said for publication', things.published]] as const) {
            if (!expected[question].allowed || !isThere) assert.doesNotMatch(body, new RegExp(contribution), `${pattern}: ${question}`)
            else if (pattern.endsWith('/information')) assert.match(body, new RegExp(`Statement ${contribution}`), `${pattern}: ${question}`)
          }
          for (const fact of [things.plainFact, things.namedFact]) assert.doesNotMatch(body, new RegExp(`Protected ${fact}`), `${pattern}: a protected field stands on no page but its own`)
        }
      })
  })

test('the matrix is printed answer by answer, for the governance lead and for whoever works cases, and for nobody else', async () => {
  for (const [url, role, other] of [['/sharing/matrix', 'information governance lead', 'case worker'], ['/cases/matrix', 'case worker', 'administrator']] as const) {
    const { statusCode, body } = await house.get(url, await ours.account(role))
    assert.equal(statusCode, 200)
    assert.equal(body.match(/class="wm-matrix__clause"/g)?.length, all.length * QUESTIONS.length)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
    assert.equal((await house.get(url, await ours.account(other))).statusCode, 404)
  }
})
