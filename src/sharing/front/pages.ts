import { writeDate } from '../../calendar/dates.ts'
import { sharingNavigation } from '../sharing-navigation.ts'
import { DATA_CLASSES, type Dated, GATEWAYS, PURPOSES } from '../law.ts'
import { type RegisteredAgreement, standingOf } from '../agreements/agreement.ts'
import type { Glass } from '../emergency/glass-store.ts'
import { isOpenAt, isOverdue } from '../emergency/emergency.ts'

const date = (text: string) => writeDate(Temporal.PlainDate.from(text))

export type Overview = { agreements: readonly RegisteredAgreement[]; glasses: readonly Glass[]; uncovered: number; unusual: number; schemes: number }

/** What the governance lead should look at first: counts, each leading to where it is dealt with. */
export function overviewPage({ agreements, glasses, uncovered, unusual, schemes }: Overview, now: Temporal.Instant) {
  const standings = agreements.map((agreement) => standingOf(agreement, now))
  const today = now.toZonedDateTimeISO('Europe/London').toPlainDate()
  const waiting = glasses.filter(({ reviewedAt }) => reviewedAt === null)
  const attention = [
    { count: waiting.filter((glass) => isOverdue(glass, today)).length, one: 'review of emergency access is overdue', many: 'reviews of emergency access are overdue', href: '/sharing/emergency/reviews' },
    { count: waiting.filter((glass) => !isOverdue(glass, today)).length, one: 'emergency access to review', many: 'emergency accesses to review', href: '/sharing/emergency/reviews' },
    { count: glasses.filter((glass) => isOpenAt(glass, now)).length, one: 'emergency access is open now', many: 'emergency accesses are open now', href: '/sharing/emergency/reviews' },
    { count: standings.filter(({ isLapsing }) => isLapsing).length, one: 'agreement lapses within 60 days', many: 'agreements lapse within 60 days', href: '/sharing/agreements' },
    { count: standings.filter(({ state, awaiting }) => ['live', 'awaiting signatures', 'not begun'].includes(state) && awaiting.length > 0).length, one: 'agreement awaits a signature', many: 'agreements await signatures', href: '/sharing/agreements' },
    { count: standings.filter(({ isReviewOverdue }) => isReviewOverdue).length, one: 'agreement is past its review', many: 'agreements are past their review', href: '/sharing/agreements' },
    { count: uncovered, one: 'scheme has people whose agency no live agreement covers', many: 'schemes have people whose agency no live agreement covers', href: '/sharing/schemes' },
    { count: unusual, one: 'look in the last seven days was unusual', many: 'looks in the last seven days were unusual', href: '/sharing/access/unusual' },
  ]
  return {
    title: 'Sharing',
    context: 'Who may see what, on what ground, and who looked',
    tabs: sharingNavigation('Overview'),
    attention: attention.filter(({ count }) => count > 0).map(({ count, one, many, href }) => ({ count, text: count === 1 ? one : many, href })),
    figures: [
      { number: standings.filter(({ state }) => state === 'live').length, text: 'Live agreements', href: '/sharing/agreements' },
      { number: schemes, text: 'Schemes', href: '/sharing/schemes' },
      { number: waiting.length, text: 'Emergency access to review', href: '/sharing/emergency/reviews' },
    ],
  }
}

const rows = (table: Readonly<Record<string, Dated & { title: string; regime?: string }>>) =>
  Object.values(table).map(({ title, from, to, source, limit, doubt, regime }) => ({ title, from: date(from), to: to ? date(to) : null, source, limit, doubt, regime: regime === 'either' ? 'UK GDPR or Part 3' : regime }))

/** The law that casework shares under, as dated data with its sources. */
export const lawPage = () => ({
  title: 'Law',
  context: 'What casework shares for, and under what',
  tabs: sharingNavigation('Law'),
  purposes: rows(PURPOSES),
  gateways: rows(GATEWAYS),
  dataClasses: DATA_CLASSES.map((value) => value[0]!.toUpperCase() + value.slice(1)),
})
