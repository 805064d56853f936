import { writeDate, writeDateRange } from '../calendar/dates.ts'
import { errorsForPage, type FieldError } from '../web/forms.ts'
import { compared, findingsOf, MEASURED, MEASURED_IN_WORDS } from './campaign.ts'
import { isObservance, OBSERVANCE_KEYS, OBSERVANCES, observedIn } from './observances.ts'
import type { Campaign } from './store.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const number = (count: number | null) => (count === null ? null : count.toLocaleString('en-GB'))
/** "3 to 9 September 2026". */
export const spanInWords = ({ begins, ends }: { begins: string; ends: string }) => writeDateRange(day(begins), day(ends))

const TABS = [{ text: 'Year', href: '/calendar' }, { text: 'Clashes', href: '/calendar/clashes' }, { text: 'Campaigns', href: '/campaigns' }, { text: 'Calendar addresses', href: '/calendar/addresses' }]
const tabs = TABS.map((tab) => ({ ...tab, current: tab.href === '/campaigns' }))

const row = (campaign: Campaign, today: string) => {
  const findings = findingsOf(campaign, today)
  return {
    href: `/campaigns/${campaign.campaignId}`, title: campaign.title, span: spanInWords(campaign), audience: campaign.audience ?? 'Nobody named', lead: campaign.lead ?? 'Nobody named',
    tag: findings.some(({ severity }) => severity === 'question') ? { word: 'Not measured', colour: 'red' } : findings.length > 0 ? { word: 'Partly measured', colour: 'amber' } : { word: 'Measured', colour: 'green' },
    sentence: findings[0]?.sentence ?? null,
  }
}

/** The campaigns of a year, and the days they could go with, each with its own campaign or none. */
export function campaignsPage(campaigns: readonly Campaign[], year: number, today: string, mayEdit: boolean) {
  return {
    title: `Campaigns in ${year}`, tabs, years: [year - 1, year, year + 1].map((each) => ({ text: String(each), href: `/campaigns?year=${each}`, current: each === year })),
    actions: mayEdit ? [{ text: 'Add a campaign', href: '/campaigns/new', primary: true }] : [],
    campaigns: campaigns.map((campaign) => row(campaign, today)),
    observed: observedIn(year).map((each) => ({
      name: each.name, span: spanInWords(each), certain: each.certain, note: each.note,
      campaigns: campaigns.filter(({ observance }) => observance === each.key).map(({ title, campaignId }) => ({ title, href: `/campaigns/${campaignId}` })),
      add: mayEdit ? `/campaigns/new?observance=${encodeURIComponent(each.key)}&year=${year}` : null,
    })),
  }
}

const WORDS_OF_MET = { true: { word: 'Reached', colour: 'green' }, false: { word: 'Not reached', colour: 'red' }, null: null } as const

/** One campaign: what it says to whom, and what it reached against what was wanted. */
export const campaignPage = (campaign: Campaign, today: string, mayEdit: boolean) => ({
  title: campaign.title, context: spanInWords(campaign), back: { href: `/campaigns?year=${campaign.begins.slice(0, 4)}`, text: 'All campaigns' },
  actions: mayEdit ? [{ text: 'Change, or enter what it reached', href: `/campaigns/${campaign.campaignId}/edit` }] : [],
  serves: campaign.planItem && campaign.planItemId ? { href: `/items/${campaign.planItemId}`, text: campaign.planItem } : null,
  says: campaign.message, findings: findingsOf(campaign, today),
  facts: [
    ['Theme', campaign.theme], ['Audience', campaign.audience], ['Lead', campaign.lead], ['Channels', campaign.channels.join(', ') || null], ['Goes with', isObservance(campaign.observance) ? OBSERVANCES[campaign.observance].name : null],
    ['Why then', campaign.whyThen], ['How it is found out', campaign.wanted.how],
  ].flatMap(([key, text]) => (text ? [{ key, text }] : [])),
  measures: compared(campaign).map(({ measured, baseline, wanted, reached, met }) => ({
    words: MEASURED_IN_WORDS[measured], baseline: number(baseline) ?? 'Not known', wanted: number(wanted) ?? 'Not set', reached: number(reached) ?? 'Not counted yet', tag: WORDS_OF_MET[`${met}`],
  })),
})

const formDay = (text: string) => text.split('-').reverse().map(Number).join('/')
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)
const nameOf = (kind: string, measured: string) => `${kind}${capital(measured)}`

/** A campaign as its form has it. */
export const enteredOf = (campaign: Campaign): Record<string, unknown> => ({
  ...campaign, begins: formDay(campaign.begins), ends: formDay(campaign.ends), channels: campaign.channels.join('\n'), how: campaign.wanted.how ?? '',
  ...Object.fromEntries(MEASURED.flatMap((each) => [[nameOf('baseline', each), campaign.wanted.baseline[each] ?? ''], [nameOf('wanted', each), campaign.wanted[each] ?? ''], [nameOf('reached', each), campaign.reached[each] ?? '']])),
})

/** What the form of a new campaign begins with, for a day of the year it goes with. */
export function enteredFor(observance: string | null, year: number): Record<string, unknown> {
  const observed = observedIn(year).find(({ key }) => key === observance)
  return observed ? { observance: observed.key, begins: formDay(observed.begins), ends: formDay(observed.ends) } : {}
}

/** Priorities to choose among; what the campaign serves now stays among them, although its plan may be over. */
const planItemsOf = (items: Offered['items'], campaign: Campaign | null, chosen: unknown) => {
  const kept = campaign?.planItemId && campaign.planItem && !items.some(({ id }) => id === campaign.planItemId) ? [{ id: campaign.planItemId, text: campaign.planItem }] : []
  return [{ value: '', text: 'Nothing of a plan' }, ...[...kept, ...items].map(({ id, text }) => ({ value: id, text, selected: chosen === id }))]
}

/** Who may lead a campaign, and what of the plans it may serve. */
export type Offered = { leads: readonly { value: string; text: string }[]; items: readonly { id: string; text: string }[] }

export const campaignFormPage = (campaign: Campaign | null, entered: Record<string, unknown>, { leads, items }: Offered, errors: readonly FieldError[] = [], stale = false) => ({
  title: campaign ? `Change ${campaign.title}` : 'Add a campaign', stale, entered, ...errorsForPage(errors),
  action: campaign ? `/campaigns/${campaign.campaignId}/edit` : '/campaigns/new', back: campaign ? { href: `/campaigns/${campaign.campaignId}`, text: campaign.title } : { href: '/campaigns', text: 'All campaigns' },
  observances: [{ value: '', text: 'None of these' }, ...OBSERVANCE_KEYS.map((value) => ({ value, text: OBSERVANCES[value].name, selected: entered.observance === value }))],
  leads: [{ value: '', text: 'Nobody yet' }, ...leads.map((each) => ({ ...each, selected: entered.leadId === each.value }))],
  planItems: planItemsOf(items, campaign, entered.planItemId),
  measures: MEASURED.map((measured) => ({
    words: MEASURED_IN_WORDS[measured],
    inputs: [['baseline', 'Before'], ['wanted', 'Wanted'], ['reached', 'Reached']].map(([kind, text]) => { const name = nameOf(kind!, measured); return { name, text, value: entered[name] ?? '' } }),
  })),
  version: campaign?.version ?? 0, standing: stale && campaign ? `${campaign.title}, ${writeDate(day(campaign.begins))} to ${writeDate(day(campaign.ends))}` : null,
})
