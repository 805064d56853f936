import type { SharingWorld } from './sharing-world.ts'

/** Everything one account may see and do in a world, by id: worked out with sets from the rows, without the gate, to be held against it. */
export type Sight = {
  reads: Set<string>
  contributes: Set<string>
  leads: Set<string>
  hears: Set<string>
  protectedFacts: Set<string>
  documents: Set<string>
  /** As `case account holder`. */
  looks: Set<string>
  /** As `panel case`. */
  panelCases: Set<string>
}
export const NOTHING = (): Sight => ({ reads: new Set(), contributes: new Set(), leads: new Set(), hears: new Set(), protectedFacts: new Set(), documents: new Set(), looks: new Set(), panelCases: new Set() })

// What each role may do in casework, written down here a second time on purpose.
const WORKS_CASES = new Set(['coordinator', 'case worker'])
const OVERSEES = 'information governance lead'

const MINUTE = 60_000
const LONDON = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' })

/** What an account of the world's own partnership may see of it at `now`, in milliseconds. `loaded`: the moment the world's minutes and days count from. */
export function sightOf(world: SharingWorld, accountId: string, now: number, loaded = now): Sight {
  const sight = NOTHING()
  const me = world.accounts.find((account) => account.accountId === accountId)!
  if (me.disabled) return sight
  const mine = me.agencyId
  const has = (minutes: number | null) => minutes !== null && loaded + minutes * MINUTE <= now
  const dayOf = (days: number) => {
    const [year, month, day] = LONDON.format(loaded).split('-').map(Number) as [number, number, number]
    return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10)
  }
  const today = LONDON.format(now)

  const shutOut = new Set(world.exclusions.filter((row) => row.accountId === accountId && !row.lifted).map((row) => row.caseId))
  const erased = new Set(world.cases.filter((row) => row.stage === 'erased').map((row) => row.caseId))
  const is = new Map(world.members.filter((row) => row.accountId === accountId).map((row) => [row.schemeId, row.role]))
  const works = me.roles.some((role) => WORKS_CASES.has(role))
  const oversees = me.roles.includes(OVERSEES)

  // Agencies that may pass information to mine, for each purpose.
  const shares = new Map<string, Set<string>>()
  for (const { purpose } of world.schemes) {
    const circle = new Set([mine])
    for (const paper of world.agreements) {
      if (!paper.purposes.includes(purpose) || dayOf(paper.starts) > today || (paper.ends !== null && dayOf(paper.ends) < today) || has(paper.withdrawn)) continue
      const bound = paper.parties.filter((party) => has(party.signed) && !has(party.left)).map((party) => party.agencyId)
      if (bound.includes(mine)) for (const agency of bound) circle.add(agency)
    }
    shares.set(purpose, circle)
  }
  const circleOf = (schemeId: string) => shares.get(world.schemes.find((scheme) => scheme.schemeId === schemeId)!.purpose)!

  const ordinary = new Set<string>()
  const emergency = new Set<string>()
  if (works) {
    for (const row of world.cases)
      if (is.has(row.schemeId) && row.parties.some((party) => party.agencyId === mine && !party.left) && circleOf(row.schemeId).has(row.leadAgencyId)) ordinary.add(row.caseId)
    for (const row of world.glass)
      if (row.accountId === accountId && has(row.opened) && !has(row.opened + row.minutes) && row.ended === null) emergency.add(row.caseId)
    for (const caseId of [...shutOut, ...erased]) {
      ordinary.delete(caseId)
      emergency.delete(caseId)
    }
  }
  sight.reads = ordinary.union(emergency)
  for (const row of world.cases)
    if (ordinary.has(row.caseId)) {
      if (row.stage === 'open' || row.stage === 'referred') sight.contributes.add(row.caseId)
      if (is.get(row.schemeId) === 'chair' || is.get(row.schemeId) === 'coordinator') sight.leads.add(row.caseId)
    }

  for (const row of world.contributions) {
    const ownWord = works && row.agencyId === mine && is.has(row.schemeId) && !shutOut.has(row.caseId) && !erased.has(row.caseId)
    const reaches = emergency.has(row.caseId) || (ordinary.has(row.caseId) && circleOf(row.schemeId).has(row.agencyId))
    const meant = row.audience === 'panel' || row.audience === 'publication' || (row.audience === 'case lead' ? sight.leads.has(row.caseId) : row.named.includes(mine))
    if (ownWord || (reaches && meant)) sight.hears.add(row.contributionId)
  }
  const named = new Set(world.readers.filter((row) => row.accountId === accountId && !row.ended).map((row) => row.caseId))
  for (const row of world.protectedFacts)
    if (ordinary.has(row.caseId) && (named.has(row.caseId) || row.recordedBy === accountId)) sight.protectedFacts.add(row.protectedFactId)
  for (const row of world.documents)
    if (sight.reads.has(row.caseId) && (row.contributionId === null || sight.hears.has(row.contributionId))) sight.documents.add(row.documentId)
  for (const row of world.looks) {
    const leadsScheme = is.get(row.schemeId) === 'chair' || is.get(row.schemeId) === 'coordinator'
    const mayKnow = oversees || (works && row.holder === mine && is.has(row.schemeId)) || (sight.reads.has(row.caseId) && leadsScheme)
    if (mayKnow && !shutOut.has(row.caseId)) sight.looks.add(`${row.caseId} ${row.accountId} ${row.holder}`)
  }
  for (const { panelId, caseIds } of world.panels) for (const caseId of caseIds) if (sight.reads.has(caseId)) sight.panelCases.add(`${panelId} ${caseId}`)
  return sight
}
