import type { REGIMES } from './disclosure-store.ts'
import type { Audience } from './gate.ts'
import type { Gateway } from './law.ts'

export const NATURES = ['fact', 'opinion'] as const
export type Nature = (typeof NATURES)[number]
/** What the person it is about is to the matter: Data Protection Act 2018, s.38(3). */
export const STANDINGS = ['suspect', 'convicted', 'victim', 'witness', 'other'] as const
export type Standing = (typeof STANDINGS)[number]
export type Regime = (typeof REGIMES)[number]

/** What one agency said in a case, as it is stored. It is shown as one of the types below, never as this. */
export type Contribution = {
  contributionId: string
  agencyId: string
  agency: string
  writtenBy: string | null
  writtenAt: Temporal.Instant
  audience: Audience
  namedAgencies: readonly string[]
  purpose: string
  gateway: Gateway
  /** Whose information it is, when not the agency's own. */
  informationOf: string | null
  nature: Nature
  subjectId: string | null
  standing: Standing | null
  regime: Regime
  necessity: string
  statement: string
  replacedBy: string | null
  replacedReason: string | null
}

type Said = Pick<Contribution, 'contributionId' | 'agencyId' | 'agency' | 'writtenAt' | 'nature' | 'informationOf' | 'subjectId' | 'standing' | 'statement' | 'replacedBy' | 'replacedReason'>

/** For those who lead the case, and for the agency that wrote it: all of it, with who wrote it and on what ground. */
export type ContributionForLead = Said & Pick<Contribution, 'writtenBy' | 'audience' | 'namedAgencies' | 'purpose' | 'gateway' | 'regime' | 'necessity'>
/** For another agency it was said to: on what ground they have it, and who else does not matter to them. */
export type ContributionForAgency = Said & Pick<Contribution, 'audience' | 'purpose' | 'gateway' | 'regime'>
/** For the panel: what was said, by which agency, and how far it can be leant on. */
export type ContributionForPanel = Said & Pick<Contribution, 'audience'>
/** For publication: words that were approved to be published, and nothing that leads to anybody. */
export type ContributionForPublication = Pick<Contribution, 'nature' | 'statement'>

const saidOf = ({ contributionId, agencyId, agency, writtenAt, nature, informationOf, subjectId, standing, statement, replacedBy, replacedReason }: Contribution): Said => ({
  contributionId, agencyId, agency, writtenAt, nature, informationOf, subjectId, standing, statement, replacedBy, replacedReason,
})

export const contributionForLead = (contribution: Contribution): ContributionForLead => {
  const { writtenBy, audience, namedAgencies, purpose, gateway, regime, necessity } = contribution
  return { ...saidOf(contribution), writtenBy, audience, namedAgencies, purpose, gateway, regime, necessity }
}

export const contributionForAgency = (contribution: Contribution): ContributionForAgency => {
  const { audience, purpose, gateway, regime } = contribution
  return { ...saidOf(contribution), audience, purpose, gateway, regime }
}

export const contributionForPanel = (contribution: Contribution): ContributionForPanel => ({ ...saidOf(contribution), audience: contribution.audience })

/** Null for whatever was not written to be published, and for what has since been replaced. */
export const contributionForPublication = ({ audience, nature, statement, replacedBy }: Contribution): ContributionForPublication | null =>
  audience === 'publication' && replacedBy === null ? { nature, statement } : null

/** Which agencies, of those that take part, hear what is said to an audience. */
export function recipientsOf({ audience, namedAgencies }: Pick<Contribution, 'audience' | 'namedAgencies'>, { parties, leadAgencyId }: { parties: readonly string[]; leadAgencyId: string }, writer: string): string[] {
  const heard = { panel: parties, publication: parties, 'case lead': [leadAgencyId], 'named agencies': namedAgencies, 'one agency': namedAgencies }[audience]
  return [...new Set(heard)].filter((agencyId) => agencyId !== writer && parties.includes(agencyId))
}
