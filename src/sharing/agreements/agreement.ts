import { type Agreement, isLive } from '../gate.ts'

export type Party = Agreement['parties'][number] & { name: string; signedBy: string | null; signatory: string | null }

/** An agreement as the register keeps it: what the gate asks of it, and the rest of what was agreed. */
export type RegisteredAgreement = Omit<Agreement, 'parties'> & {
  agreementId: string
  title: string
  gateways: readonly string[]
  dataClasses: readonly string[]
  retention: string
  assessmentLink: string | null
  reviewOn: Temporal.PlainDate
  withdrawnReason: string | null
  documentName: string | null
  replaces: string | null
  madeBy: string | null
  madeAt: Temporal.Instant
  parties: readonly Party[]
}

export const AGREEMENT_STATES = ['live', 'awaiting signatures', 'not begun', 'expired', 'withdrawn', 'left'] as const
export type AgreementState = (typeof AGREEMENT_STATES)[number]

/** Days before its end in which an agreement counts as lapsing: time enough to bring a new one to a board that meets each quarter. */
const LAPSING_DAYS = 60

const inLondon = (moment: Temporal.Instant) => moment.toZonedDateTimeISO('Europe/London').toPlainDate()
const hasCome = (moment: Temporal.Instant | null, now: Temporal.Instant) => moment !== null && Temporal.Instant.compare(moment, now) <= 0

export type Standing = {
  state: AgreementState
  /** Agencies it is in force between, or would be on its days. */
  between: readonly Party[]
  /** Agencies that have yet to sign. */
  awaiting: readonly Party[]
  /** Days to its last day; negative once past, null when it has none. */
  daysLeft: number | null
  isLapsing: boolean
  isReviewOverdue: boolean
}

/** How an agreement stands at a moment. It opens the gate only while it is live, and then between those that have signed. */
export function standingOf(agreement: Pick<RegisteredAgreement, 'starts' | 'ends' | 'withdrawn' | 'reviewOn' | 'parties'>, now: Temporal.Instant): Standing {
  const today = inLondon(now)
  const stay = agreement.parties.filter(({ left }) => !hasCome(left, now))
  const between = stay.filter(({ signed }) => hasCome(signed, now))
  const awaiting = stay.filter(({ signed }) => !hasCome(signed, now))
  const daysLeft = agreement.ends && today.until(agreement.ends).days
  const state: AgreementState =
    hasCome(agreement.withdrawn, now) ? 'withdrawn'
    : daysLeft !== null && daysLeft < 0 ? 'expired'
    : stay.length < 2 ? 'left'
    : between.length < 2 ? 'awaiting signatures'
    : Temporal.PlainDate.compare(agreement.starts, today) > 0 ? 'not begun'
    : 'live'
  const stands = state === 'live' || state === 'not begun' || state === 'awaiting signatures'
  return {
    state, between, awaiting, daysLeft,
    isLapsing: state === 'live' && daysLeft !== null && daysLeft <= LAPSING_DAYS,
    isReviewOverdue: stands && Temporal.PlainDate.compare(agreement.reviewOn, today) < 0,
  }
}

export type WorkedScheme = { schemeId: string; name: string; purpose: string; hostAgencyId: string; members: readonly { agencyId: string; people: number }[] }
export type Closing = {
  schemeId: string
  name: string
  /** Agencies that can no longer open the cases the host agency leads, with how many of their people work in the scheme. */
  shutOut: readonly { agencyId: string; people: number }[]
  /** Other pairs of agencies that no longer read what the other said. */
  pairs: number
}

/** What closes when agreements stand as `after` where they stood as `before`: scheme by scheme, those where nothing closes left out. */
export function whatCloses(before: readonly Agreement[], after: readonly Agreement[], schemes: readonly WorkedScheme[], now: Temporal.Instant): Closing[] {
  const agencies = [...new Set(before.flatMap(({ parties }) => parties.map(({ agencyId }) => agencyId)))]
  const isOpen = (agreements: readonly Agreement[], purpose: string, pair: readonly [string, string]) => agreements.some((agreement) => isLive(agreement, purpose, pair, now))
  return schemes.flatMap(({ schemeId, name, purpose, hostAgencyId, members }): Closing[] => {
    const lost = agencies.flatMap((one, index) => agencies.slice(index + 1).map((other): [string, string] => [one, other]))
      .filter((pair) => isOpen(before, purpose, pair) && !isOpen(after, purpose, pair))
    const shutOut = lost.filter((pair) => pair.includes(hostAgencyId)).map(([one, other]) => {
      const agencyId = one === hostAgencyId ? other : one
      return { agencyId, people: members.find((member) => member.agencyId === agencyId)?.people ?? 0 }
    })
    return lost.length === 0 ? [] : [{ schemeId, name, shutOut, pairs: lost.length - shutOut.length }]
  })
}

export const ifWithdrawn = <A extends Agreement>(agreements: readonly (A & { agreementId: string })[], agreementId: string, now: Temporal.Instant) =>
  agreements.map((each) => (each.agreementId === agreementId ? { ...each, withdrawn: now } : each))

export const ifLeft = <A extends Agreement>(agreements: readonly (A & { agreementId: string })[], agreementId: string, agencyId: string, now: Temporal.Instant) =>
  agreements.map((each) => (each.agreementId === agreementId ? { ...each, parties: each.parties.map((party) => (party.agencyId === agencyId ? { ...party, left: now } : party)) } : each))
