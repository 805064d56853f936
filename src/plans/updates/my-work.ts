import type { FastifyInstance } from 'fastify'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import { asUser, type Tx } from '../../db/tx.ts'
import type { Visitor } from '../../web/visitor.ts'

/** One thing that waits for somebody: which heading it stands under, where it leads, and when it is due. */
export type WorkItem = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }

/** A room that may have work for a visitor offers it; app.ts introduces the rooms. */
export type WorkSource = (tx: Tx, visitor: Visitor, today: Temporal.PlainDate) => Promise<WorkItem[]>

/** What each power opens, for a first page that has nothing else to say. */
const WAYS: readonly { power: string; href: string; text: string; what: string }[] = [
  { power: 'plans.read', href: '/dashboard', text: 'Dashboard', what: 'How each priority stands, and what is slipping' },
  { power: 'plans.read', href: '/plans', text: 'Plans', what: 'Strategies, dashboards and action plans' },
  { power: 'measures.read', href: '/measures', text: 'Measures', what: 'What the figures say' },
  { power: 'incidents.read', href: '/data', text: 'Data', what: 'What was recorded: what changed, where, and who again' },
  { power: 'meetings.read', href: '/meetings', text: 'Meetings', what: 'Groups, the calendar, agendas, minutes and actions' },
  { power: 'papers.read', href: '/papers', text: 'Papers', what: 'Board packs, reports to committees and reviews' },
  { power: 'cases.work', href: '/cases', text: 'Cases', what: 'Referrals, case files, panels and reviews that are open to you' },
  { power: 'cases.refer', href: '/refer', text: 'Refer', what: 'Ask other agencies to look at a person or a place' },
  { power: 'sharing.manage', href: '/sharing', text: 'Sharing', what: 'Agreements, who may see what, and everything disclosed' },
  { power: 'editions.read', href: '/editions', text: 'Editions', what: 'What has been published' },
  { power: 'organisations.edit', href: '/organisations', text: 'Partners', what: 'The organisations of the partnership, and their names' },
  { power: 'accounts.manage', href: '/accounts', text: 'Accounts', what: 'Who may sign in, and as what' },
  { power: 'audit.read', href: '/audit', text: 'Audit log', what: 'Who did and read what' },
]

/** Of one kind: the rest shows as these are dealt with. */
const MOST_SHOWN = 50
/** From so many kinds on, a list of them stands first. */
const CONTENTS_FROM = 4

const whenDue = (due: Temporal.PlainDate | null, today: Temporal.PlainDate) => {
  if (!due) return { when: null, late: false }
  const late = Temporal.PlainDate.compare(due, today) < 0
  return { when: late ? `was due ${writeDate(due)}, ${age(due, today)}` : `due ${writeDate(due)}, ${age(due, today)}`, late }
}

/** The page: work under its headings in the order the rooms offer it, the earliest due first, and the ways on. */
export function myWorkPage(visitor: Visitor, work: readonly WorkItem[], today: Temporal.PlainDate) {
  const order = ({ due }: WorkItem) => due?.toString() ?? '9999'
  const groups = [...Map.groupBy(work, ({ kind }) => kind)]
  return {
    title: 'My work',
    context: `${visitor.name}, ${visitor.organisationName}`,
    hasContents: groups.length >= CONTENTS_FROM,
    groups: groups.map(([kind, items], at) => ({
      kind,
      id: `kind-${at + 1}`,
      count: items.length,
      late: items.filter(({ due }) => due !== null && Temporal.PlainDate.compare(due, today) < 0).length,
      more: Math.max(0, items.length - MOST_SHOWN),
      items: items.toSorted((a, b) => order(a).localeCompare(order(b))).slice(0, MOST_SHOWN).map(({ title, href, note, due }) => ({ title, href, note, ...whenDue(due, today) })),
    })),
    ways: WAYS.filter(({ power }) => visitor.powers.has(power)),
  }
}

/** The first page after signing in: what waits for this person, gathered from every room that has work for them. */
export function myWork(app: FastifyInstance, sources: readonly WorkSource[]) {
  app.get('/my-work', { config: { power: 'signed in' } }, async (request, reply) => {
    const today = todayInLondon(Temporal.Now.instant())
    const { user } = request
    const work = await asUser(user, async (tx) => {
      const found: WorkItem[] = []
      for (const source of sources) found.push(...(await source(tx, user, today)))
      return found
    })
    return reply.page('plans/updates/my-work.njk', myWorkPage(user, work, today))
  })
}
