import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { casePage } from '../../sharing/case-page.ts'
import { type Gateway, GATEWAYS } from '../../sharing/law.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import type { Exclusion } from './exclusion-store.ts'
import type { Party } from './party-store.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null
export type Taking = {
  parties: readonly Party[]
  invitable: readonly { agencyId: string; agency: string; gateways: readonly Gateway[] }[]
  exclusions: readonly Exclusion[]
  excludable: readonly { accountId: string; name: string; organisation: string }[]
}

const LAPSES_SOON_DAYS = 60
const on = (at: Temporal.Instant) => writeDate(todayInLondon(at))

/** Under which agreement an agency takes part, and until when; what that means where there is none. */
function agreementInWords({ agencyId, leftAt, agreement, agreementEnds }: Party, leadAgencyId: string, today: Temporal.PlainDate): { text: string; warn: boolean } {
  if (agencyId === leadAgencyId) return { text: 'Leads the case: needs none', warn: false }
  if (leftAt) return { text: 'No longer takes part', warn: false }
  if (!agreement) return { text: 'No agreement in force: it sees nothing of the case', warn: true }
  if (!agreementEnds) return { text: `${agreement}, with no last day`, warn: false }
  const ends = Temporal.PlainDate.from(agreementEnds)
  return { text: `${agreement}, lapses after ${writeDate(ends)}, ${age(ends, today)}`, warn: today.until(ends).days <= LAPSES_SOON_DAYS }
}

/** Who takes part in a case, since when and why; and, for those who lead it, who else may, and who is shut out by name. */
export function agenciesPage(cover: CaseCover, { parties, invitable, exclusions, excludable }: Taking, failed: Failed) {
  const today = todayInLondon(Temporal.Now.instant())
  const entered = failed?.entered ?? {}
  const choose = (items: readonly { value: string; text: string }[], chosen: unknown) => [{ value: '', text: 'Choose' }, ...items.map((item) => ({ ...item, selected: item.value === chosen }))]
  const endable = parties.filter(({ agencyId, leftAt }) => !leftAt && agencyId !== cover.leadAgencyId && agencyId !== cover.agencyId)
  return {
    ...casePage(cover, 'Agencies'),
    parties: parties.map((party) => ({
      agency: party.agency, isLead: party.agencyId === cover.leadAgencyId, since: on(party.joinedAt), reason: party.reason,
      ended: party.leftAt && `Until ${on(party.leftAt)}: ${party.leftReason}`, agreement: agreementInWords(party, cover.leadAgencyId, today),
    })),
    mayLead: cover.leads,
    invitable: choose(invitable.map(({ agencyId, agency }) => ({ value: agencyId, text: agency })), entered.agencyId),
    mayInvite: cover.leads && cover.works && invitable.length > 0,
    gateways: choose([...new Set(invitable.flatMap(({ gateways }) => gateways))].map((gateway) => ({ value: gateway, text: `${GATEWAYS[gateway].title} (${gateway})` })), entered.gateway),
    endable: choose(endable.map(({ agencyId, agency }) => ({ value: agencyId, text: agency })), entered.endAgencyId), mayEnd: cover.leads && endable.length > 0,
    excluded: exclusions.filter(({ liftedAt }) => !liftedAt).map((each) => ({
      accountId: each.accountId, name: each.name, how: each.own ? `Declared it on ${on(each.declaredAt)}` : `Shut out by ${each.declaredBy ?? 'somebody'} on ${on(each.declaredAt)}`, reason: each.reason,
    })),
    lifted: exclusions.filter(({ liftedAt }) => liftedAt).map((each) => ({ name: each.name, reason: each.reason, lifted: `Let in again ${on(each.liftedAt!)}: ${each.liftedReason}` })),
    excludable: choose(excludable.map(({ accountId, name, organisation }) => ({ value: accountId, text: `${name}, ${organisation}` })), entered.excludeAccountId),
    liftable: choose(exclusions.filter(({ liftedAt }) => !liftedAt).map(({ accountId, name }) => ({ value: accountId, text: name })), entered.liftAccountId),
    entered, ...errorsForPage(failed?.errors),
  }
}
