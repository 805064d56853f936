import { sql } from 'kysely'
import { z } from 'zod'
import { writeDate } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { figuresOf } from '../../measures/store.ts'
import { type PublishableCount, sayPublishable } from '../../statistics/disclosure.ts'
import { CONTENT_IN_WORDS, type Content, isTyped } from './content.ts'
import type { Due } from './due.ts'
import type { Feed } from './store.ts'

/**
 * Figures of casework as anybody may read them, so that a return says what the published table says and nothing can be told from the two together.
 * app.ts hands them over from the room that counts.
 */
export type CaseTables = (tx: Tx, schemeId: string, today: string) => Promise<CaseTable[]>
export type CaseTable = { title: string; rows: readonly { year: string; isWhole: boolean; cells: readonly { part: string; count: PublishableCount }[]; total: PublishableCount | null }[] }

/** A return's text as drafted, and what it was drawn from. */
export type Draft = { body: string; drawn: { starts: string; ends: string; drawnOn: string; sections: Record<string, unknown>; body: string } }
type Section = { text: string; drawn: unknown }
type Asked = { feed: Feed; due: Due; today: string; caseTables: CaseTables }

const day = (text: string) => writeDate(Temporal.PlainDate.from(text))
const list = (lines: readonly string[]) => lines.map((line) => `- ${line.replaceAll(/\s+/g, ' ')}`).join('\n')
const counted = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

/** Drafts a return from what stands today: nothing restricted, and of a confidential group how many and never what. Typed parts stand empty under their headings. */
export async function draftReturn(tx: Tx, asked: Asked): Promise<Draft> {
  const { feed, due, today } = asked
  const sections: Record<string, unknown> = {}
  const parts: string[] = []
  for (const content of feed.content) {
    const section = isTyped(content) ? null : await SECTIONS[content as keyof typeof SECTIONS](tx, asked)
    if (section) sections[content] = section.drawn
    parts.push(`## ${CONTENT_IN_WORDS[content].title}\n\n${section?.text ?? ''}`.trimEnd())
  }
  const body = parts.join('\n\n')
  return { body, drawn: { starts: due.starts, ends: due.ends, drawnOn: today, sections, body } }
}

const SECTIONS: Record<Exclude<Content, 'positive outcomes' | 'emerging issues' | 'messages' | 'questions'>, (tx: Tx, asked: Asked) => Promise<Section>> = {
  'meetings held': async (tx, { feed, due }) => {
    const held = await tx.selectFrom('meeting').select('held_on').where('group_id', '=', feed.fromGroupId).where('state', 'in', ['held', 'under way']).where('held_on', '>=', due.starts).where('held_on', '<=', due.ends).orderBy('held_on').execute()
    const days = held.map(({ held_on }) => held_on)
    return { text: days.length === 0 ? 'The group did not meet.' : `The group met ${days.length === 1 ? 'once' : `${days.length} times`}: ${days.map(day).join(', ')}.`, drawn: days }
  },

  decisions: async (tx, { feed, due }) => {
    const { rows } = await sql`
      select d.reference, d.statement from decision d join meeting m on m.partnership_id = d.partnership_id and m.meeting_id = d.meeting_id
      where d.group_id = ${feed.fromGroupId} and not d.restricted and d.kind = 'decided' and m.held_on between ${due.starts}::date and ${due.ends}::date order by m.held_on, d.made_at`.execute(tx)
    const decisions = z.array(z.object({ reference: z.string(), statement: z.string() })).parse(rows)
    if (decisions.length === 0) return { text: 'Nothing was decided that may be told here.', drawn: [] }
    return { text: feed.fromConfidential ? `The group took ${counted(decisions.length, 'decision', 'decisions')}.` : list(decisions.map(({ reference, statement }) => `${reference}: ${statement}`)), drawn: decisions.map(({ reference }) => reference) }
  },

  actions: async (tx, { feed, due, today }) => {
    const { rows } = await sql`
      select a.reference, a.statement, n.name as owner, a.due_on as "dueOn", a.state, a.evidence,
        m.held_on between ${due.starts}::date and ${due.ends}::date as agreed, coalesce(a.closed_on between ${due.starts}::date and ${due.ends}::date, false) as ended
      from action a join meeting m on m.partnership_id = a.partnership_id and m.meeting_id = a.meeting_id
        join organisation_name n on n.partnership_id = a.partnership_id and n.organisation_id = a.owner_agency_id and n.kind = 'name' and n.valid_to is null
      where a.group_id = ${feed.fromGroupId} and not a.restricted and m.held_on <= ${due.ends}::date order by m.held_on, a.made_at`.execute(tx)
    const actions = z.array(ActionRow).parse(rows)
    const done = actions.filter(({ ended, state }) => ended && state === 'done')
    const open = actions.filter(({ state }) => state === 'open')
    const late = open.filter(({ dueOn }) => dueOn < today)
    const agreed = actions.filter((action) => action.agreed)
    const summary = `${counted(agreed.length, 'action was', 'actions were')} agreed and ${done.length} done. ${counted(open.length, 'is', 'are')} open, of which ${counted(late.length, 'is', 'are')} late.`
    const drawn = { agreed: agreed.length, done: done.map(({ reference }) => reference), open: open.length, late: late.map(({ reference }) => reference) }
    if (feed.fromConfidential) return { text: summary, drawn }
    return {
      text: [
        summary,
        done.length > 0 ? list(done.map(({ reference, statement, owner, evidence }) => `${reference}, done by ${owner}: ${statement}${evidence ? ` (${evidence})` : ''}`)) : null,
        late.length > 0 ? list(late.map(({ reference, statement, owner, dueOn }) => `${reference}, late since ${day(dueOn)}, ${owner}: ${statement}`)) : null,
      ].filter(Boolean).join('\n\n'),
      drawn,
    }
  },

  'case figures': async (tx, { feed, today, caseTables }) => {
    if (!feed.schemeId) return { text: 'This group considers no casework of its own.', drawn: null }
    const tables = await caseTables(tx, feed.schemeId, today)
    // This year so far, and the last.
    const said = tables.flatMap(({ title, rows }) => rows.slice(0, 2).map(({ year, isWhole, cells, total }) => {
      const counts = cells.map(({ part, count }) => `${part} ${sayPublishable(count)}`)
      return `${title}, ${year}${isWhole ? '' : ' so far'}: ${[...counts, ...(total ? [`all ${sayPublishable(total)}`] : [])].join('; ')}`
    }))
    return { text: said.length === 0 ? 'Nothing has been counted yet.' : `${list(said)}\n\nWhole quarters only. Small numbers are not shown.`, drawn: said }
  },

  'measures with signals': async (tx, { feed, today }) => {
    const { rows } = await sql<{ id: string }>`
      with recursive item as (
        select i.partnership_id, i.plan_item_id from group_priority p join plan_item i on i.partnership_id = p.partnership_id and i.plan_item_id = p.plan_item_id
        where p.group_id = ${feed.fromGroupId} and coalesce(p.until, 'infinity') >= ${today}::date
        union select c.partnership_id, c.plan_item_id from item join plan_item c on c.partnership_id = item.partnership_id and c.parent_id = item.plan_item_id)
      select distinct m.measure_id as id from item join item_measure m on m.partnership_id = item.partnership_id and m.plan_item_id = item.plan_item_id`.execute(tx)
    const figures = [...(await figuresOf(tx, rows.map(({ id }) => id), Temporal.PlainDate.from(today))).values()]
    if (figures.length === 0) return { text: 'No measure hangs on the priorities of this group.', drawn: [] }
    const signalled = figures.filter(({ points }) => points.at(-1)?.signal)
    const quiet = figures.length - signalled.length
    return {
      text: [
        signalled.length > 0 ? list(signalled.map(({ title, sentence, targetStatus }) => `${title}: ${sentence}${targetStatus ? `. ${targetStatus}` : ''}`)) : null,
        quiet > 0 ? `${counted(quiet, 'measure shows', 'measures show')} no change beyond chance.` : null,
      ].filter(Boolean).join('\n\n'),
      drawn: figures.map(({ measureId, sentence }) => ({ measureId, sentence })),
    }
  },
}

const ActionRow = z.object({
  reference: z.string(), statement: z.string(), owner: z.string(), dueOn: z.string(), state: z.string(), evidence: z.string().nullable(), agreed: z.boolean(), ended: z.boolean(),
})
