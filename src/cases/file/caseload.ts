import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import { STAGE_IN_WORDS } from '../../sharing/case-page.ts'
import { STAGES, type Stage } from '../../sharing/gate.ts'
import { caseNavigation } from '../case-navigation.ts'
import type { ListedCase, Narrowing, Standing } from './caseload-store.ts'

export const PAGE_LENGTH = 50

export const ABOUT_IN_WORDS = { victim: 'A victim', perpetrator: 'A perpetrator', location: 'A place', 'emerging issue': 'An emerging issue' } as const

type Query = { scheme?: unknown; stage?: unknown; mine?: unknown; late?: unknown; page?: unknown }

/** How an address narrows the caseload, and its page; what it cannot mean is left out. */
export function narrowingOf({ scheme, stage, mine, late, page }: Query, schemes: readonly { schemeId: string }[]): { narrowing: Narrowing; page: number } {
  const number = Number(page)
  return {
    narrowing: {
      schemeId: schemes.find(({ schemeId }) => schemeId === scheme)?.schemeId ?? null,
      stage: stage === 'any' ? 'any' : (STAGES.find((each) => each === stage && each !== 'erased') ?? null),
      mine: mine === 'yes', late: late === 'yes',
    },
    page: Number.isInteger(number) && number >= 1 && number <= 10_000 ? number : 1,
  }
}

/** "Review 3 March 2026, in 9 days", late in words. */
export function reviewInWords(reviewOn: string | null, stage: Stage, today: Temporal.PlainDate): { text: string; late: boolean } {
  if (!reviewOn) return { text: stage === 'referred' ? 'Awaiting triage' : 'None set', late: false }
  const on = Temporal.PlainDate.from(reviewOn)
  const late = stage === 'open' && Temporal.PlainDate.compare(on, today) < 0
  return { text: late ? `Late: was due ${writeDate(on)}, ${age(on, today)}` : `${writeDate(on)}, ${age(on, today)}`, late }
}

const address = ({ schemeId, stage, mine, late }: Narrowing, page: number): string => {
  const query = new URLSearchParams({ ...(schemeId && { scheme: schemeId }), ...(stage && { stage }), ...(mine && { mine: 'yes' }), ...(late && { late: 'yes' }), ...(page > 1 && { page: String(page) }) })
  return query.size > 0 ? `/cases?${query}` : '/cases'
}

export type Caseload = { cases: ListedCase[]; matching: number; standing: Standing; schemes: { schemeId: string; name: string }[]; narrowing: Narrowing; page: number; mayRefer: boolean }

/** The cases somebody sees, as a list to work from. */
export function caseloadPage({ cases, matching, standing, schemes, narrowing, page, mayRefer }: Caseload) {
  const today = todayInLondon(Temporal.Now.instant())
  const pages = Math.max(1, Math.ceil(matching / PAGE_LENGTH))
  const { schemeId, stage, mine, late } = narrowing
  return {
    title: 'Caseload',
    context: 'The cases your agency takes part in, and you with it',
    rooms: caseNavigation('Caseload'),
    actions: mayRefer ? [{ text: 'Refer a case', href: '/refer', primary: true }] : [],
    figures: [
      { number: standing.open, text: 'Open', href: '/cases?stage=open' },
      { number: standing.referred, text: 'Awaiting triage', href: '/cases?stage=referred' },
      { number: standing.late, text: 'Review late', href: '/cases?late=yes' },
      { number: standing.mine, text: 'Waiting for you or your agency', href: '/cases?mine=yes' },
    ],
    filter: {
      scheme: [{ value: '', text: 'All schemes' }, ...schemes.map((each) => ({ value: each.schemeId, text: each.name, selected: each.schemeId === schemeId }))],
      stage: [
        { value: '', text: 'Worked on now' }, ...STAGES.filter((each) => each !== 'erased').map((each) => ({ value: each, text: STAGE_IN_WORDS[each], selected: each === stage })),
        { value: 'any', text: 'Any', selected: stage === 'any' },
      ],
      mine, late,
    },
    narrowed: schemeId !== null || stage !== null || mine || late,
    anyAtAll: standing.open + standing.referred > 0,
    belongs: schemes.length > 0,
    matching,
    rows: cases.map((each) => {
      const review = reviewInWords(each.reviewOn, each.stage, today)
      return {
        href: `/cases/${each.caseId}`, reference: each.reference, scheme: each.schemeName, subjects: each.subjects.join(', ') || 'Nobody named yet', about: ABOUT_IN_WORDS[each.about],
        stage: STAGE_IN_WORDS[each.stage], lead: each.leadAgency, review: review.text, late: review.late,
        waiting: [
          ...(each.myActions > 0 ? [`${each.myActions} ${each.myActions === 1 ? 'action' : 'actions'} of yours`] : []),
          ...(each.requests > 0 ? [`${each.requests} ${each.requests === 1 ? 'request' : 'requests'} to your agency`] : []),
        ],
      }
    }),
    pageLine: pages > 1 ? `Page ${page} of ${pages}` : null,
    earlier: page > 1 ? address(narrowing, page - 1) : null,
    later: page < pages ? address(narrowing, page + 1) : null,
  }
}
