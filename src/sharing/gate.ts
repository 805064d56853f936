/** How a case stands. Work is done on those referred and open; the rest are only read, and an erased one not even that. */
export const STAGES = ['referred', 'open', 'advised', 'elsewhere', 'transferred', 'closed', 'erased'] as const
export type Stage = (typeof STAGES)[number]
export const WORKED_STAGES: readonly Stage[] = ['referred', 'open']

/** What an account is in a scheme. A coordinator and a chair lead its cases. */
export const SCHEME_ROLES = ['worker', 'coordinator', 'chair'] as const
export type SchemeRole = (typeof SCHEME_ROLES)[number]
export const leads = (role: SchemeRole | undefined): boolean => role === 'coordinator' || role === 'chair'

/** Who hears what an agency says in a case, widest last but one; what may be published is heard by the panel too. */
export const AUDIENCES = ['case lead', 'one agency', 'named agencies', 'panel', 'publication'] as const
export type Audience = (typeof AUDIENCES)[number]

export type Asker = {
  accountId: string
  partnershipId: string
  /** The organisation in its own right that the account belongs to. */
  agencyId: string
  /** Holds the power `cases.work`, in an account that is not disabled. */
  isCaseWorker: boolean
  /** Holds the power `sharing.manage`: reads the records of who looked, and opens no case by it. */
  overseesSharing: boolean
  schemeRoles: ReadonlyMap<string, SchemeRole>
  /** Emergency access this account has opened. */
  brokenGlass: readonly { caseId: string; opened: Temporal.Instant; ends: Temporal.Instant; ended: Temporal.Instant | null }[]
}

export type Cover = {
  caseId: string
  partnershipId: string
  schemeId: string
  purpose: string
  stage: Stage
  leadAgencyId: string
  /** Agencies that take part now. */
  parties: readonly string[]
  /** Accounts shut out by name now. */
  excluded: readonly string[]
}

export type Agreement = {
  partnershipId: string
  purposes: readonly string[]
  starts: Temporal.PlainDate
  ends: Temporal.PlainDate | null
  withdrawn: Temporal.Instant | null
  parties: readonly { agencyId: string; signed: Temporal.Instant | null; left: Temporal.Instant | null }[]
}

/** What is true beside the asker and the record: the moment, and every agreement there is. */
export type Circumstances = { now: Temporal.Instant; agreements: readonly Agreement[] }

export type Said = { agencyId: string; audience: Audience; namedAgencies: readonly string[] }

/** The clause that decided, in the words shown to those who may know of the case at all. */
export const CLAUSES = [
  'another partnership', 'excluded by name', 'erased',
  'takes part', 'leads', 'emergency access', 'its own information', 'in the audience', 'named reader', 'oversees sharing',
  'not a case worker', 'takes no part', 'no role in the scheme', 'no live agreement', 'does not lead', 'case no longer worked', 'emergency access only reads', 'not in the audience', 'not a named reader',
] as const
export type Clause = (typeof CLAUSES)[number]
export type Decision = { allowed: boolean; clause: Clause }
export type CaseAct = 'read' | 'contribute' | 'lead'

const allow = (clause: Clause): Decision => ({ allowed: true, clause })
const refuse = (clause: Clause): Decision => ({ allowed: false, clause })

const compare = Temporal.Instant.compare
const hasCome = (moment: Temporal.Instant | null, now: Temporal.Instant) => moment !== null && compare(moment, now) <= 0

/** Whether an agreement is live between two agencies for a purpose: on its days in London, signed by both, left by neither, not withdrawn. */
export function isLive(agreement: Agreement, purpose: string, agencies: readonly [string, string], now: Temporal.Instant): boolean {
  const today = now.toZonedDateTimeISO('Europe/London').toPlainDate()
  const isParty = (agencyId: string) => agreement.parties.some((party) => party.agencyId === agencyId && hasCome(party.signed, now) && !hasCome(party.left, now))
  return (
    agreement.purposes.includes(purpose) &&
    Temporal.PlainDate.compare(agreement.starts, today) <= 0 &&
    (agreement.ends === null || Temporal.PlainDate.compare(agreement.ends, today) >= 0) &&
    !hasCome(agreement.withdrawn, now) &&
    agencies.every(isParty)
  )
}

/** Whether information may pass between two agencies for a case's purpose: they are one agency, or a live agreement covers both. */
const isCovered = (asker: Asker, { partnershipId, purpose }: Cover, holder: string, { now, agreements }: Circumstances): boolean =>
  holder === asker.agencyId || agreements.some((agreement) => agreement.partnershipId === partnershipId && isLive(agreement, purpose, [asker.agencyId, holder], now))

/** What no role, power or emergency gets past. */
function forbidden(asker: Asker, cover: Cover): Decision | null {
  if (asker.partnershipId !== cover.partnershipId) return refuse('another partnership')
  if (cover.excluded.includes(asker.accountId)) return refuse('excluded by name')
  if (cover.stage === 'erased') return refuse('erased')
  if (!asker.isCaseWorker) return refuse('not a case worker')
  return null
}

/** The ordinary way in: its agency takes part, the account has a role in the scheme, and a live agreement covers both agencies. */
function ordinary(asker: Asker, cover: Cover, circumstances: Circumstances): Decision {
  if (!cover.parties.includes(asker.agencyId)) return refuse('takes no part')
  if (!asker.schemeRoles.has(cover.schemeId)) return refuse('no role in the scheme')
  if (!isCovered(asker, cover, cover.leadAgencyId, circumstances)) return refuse('no live agreement')
  return allow('takes part')
}

const hasBrokenGlass = ({ brokenGlass }: Asker, { caseId }: Cover, { now }: Circumstances) =>
  brokenGlass.some((glass) => glass.caseId === caseId && hasCome(glass.opened, now) && compare(glass.ends, now) > 0 && glass.ended === null)

/**
 * Whether an account may read a case, contribute to it, or lead it, and the clause that says so: forbids first, nothing unless a clause allows it.
 * The policies of src/db/migrations/0008_sharing.sql are these clauses; src/sharing/gate.test.ts holds the two and the pages equal.
 */
export function decideOnCase(asker: Asker, cover: Cover, act: CaseAct, circumstances: Circumstances): Decision {
  const no = forbidden(asker, cover)
  if (no) return no
  const way = ordinary(asker, cover, circumstances)
  if (!way.allowed && hasBrokenGlass(asker, cover, circumstances)) return act === 'read' ? allow('emergency access') : refuse('emergency access only reads')
  if (!way.allowed || act === 'read') return way
  if (act === 'contribute') return WORKED_STAGES.includes(cover.stage) ? way : refuse('case no longer worked')
  return leads(asker.schemeRoles.get(cover.schemeId)) ? allow('leads') : refuse('does not lead')
}

/** Whether an account may read what an agency said in a case: its own information always; else the case is open to it, both agencies are covered, and the audience takes it in. */
export function decideOnContribution(asker: Asker, cover: Cover, said: Said, circumstances: Circumstances): Decision {
  const no = forbidden(asker, cover)
  if (no) return no
  if (said.agencyId === asker.agencyId && asker.schemeRoles.has(cover.schemeId)) return allow('its own information')
  const way = decideOnCase(asker, cover, 'read', circumstances)
  if (!way.allowed) return way
  if (!isCovered(asker, cover, said.agencyId, circumstances) && !hasBrokenGlass(asker, cover, circumstances)) return refuse('no live agreement')
  return hears(asker, cover, said, circumstances) ? allow('in the audience') : refuse('not in the audience')
}

function hears(asker: Asker, cover: Cover, { audience, namedAgencies }: Said, circumstances: Circumstances): boolean {
  switch (audience) {
    case 'panel':
    case 'publication':
      return true
    case 'case lead':
      return decideOnCase(asker, cover, 'lead', circumstances).allowed
    case 'named agencies':
    case 'one agency':
      return namedAgencies.includes(asker.agencyId)
  }
}

/** Whether an account may read a case's protected fields: named for it (`readers`: those named, and whoever recorded the field), and the case open to it in the ordinary way. Emergency access does not do. */
export function decideOnProtected(asker: Asker, cover: Cover, readers: readonly string[], circumstances: Circumstances): Decision {
  const no = forbidden(asker, cover)
  if (no) return no
  const way = ordinary(asker, cover, circumstances)
  if (!way.allowed) return way
  return readers.includes(asker.accountId) ? allow('named reader') : refuse('not a named reader')
}

/** Whether an account may read a document: it goes with what was said, where it was attached to that (`said`), and always with the case. */
export function decideOnDocument(asker: Asker, cover: Cover, said: Said | null, circumstances: Circumstances): Decision {
  const way = decideOnCase(asker, cover, 'read', circumstances)
  return way.allowed && said ? decideOnContribution(asker, cover, said, circumstances) : way
}

/** Whether an account may read that somebody looked at what `holder` holds in a case: the governance lead, the holder's own people in the scheme, and whoever leads the scheme and may read the case. The record outlives the file. */
export function decideOnLook(asker: Asker, cover: Cover, holder: string, circumstances: Circumstances): Decision {
  if (asker.partnershipId !== cover.partnershipId) return refuse('another partnership')
  if (cover.excluded.includes(asker.accountId)) return refuse('excluded by name')
  if (asker.overseesSharing) return allow('oversees sharing')
  if (!asker.isCaseWorker) return refuse('not a case worker')
  if (holder === asker.agencyId && asker.schemeRoles.has(cover.schemeId)) return allow('its own information')
  const way = decideOnCase(asker, cover, 'read', circumstances)
  if (!way.allowed) return way
  return leads(asker.schemeRoles.get(cover.schemeId)) ? allow('leads') : refuse('does not lead')
}
