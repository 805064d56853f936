import type { Tx } from '../../db/tx.ts'
import { selectMeasure, selectMeasures } from '../../measures/store.ts'
import { writeDay } from '../../plans/editions/wording.ts'
import { selectEdition, selectEditions } from '../../plans/editions/store.ts'
import { sql } from 'kysely'
import { z } from 'zod'
import { MinutesShown } from '../../meetings/minutes/shown.ts'
import { learningForPublic, selectPublicLearning } from '../learning/for-public.ts'
import { selectPaperEdition, selectPaperEditions } from '../papers/store.ts'
import { forPublic } from '../papers/shown.ts'
import { figureForPublic, minutesForPublic, planForPublic, type PublicShown } from './shown.ts'

/** Something that may be put on the public site: `key` names the very version of it. */
export type Offer = { key: string; kind: PublicShown['kind']; title: string; note: string }
export type Offered = { subjectId: string; title: string; shown: PublicShown }

/** Of one kind of thing: what there is to release, and one of them as the public would have it. */
type Offerer = { kind: PublicShown['kind']; title: string; list: (tx: Tx) => Promise<Offer[]>; make: (tx: Tx, key: string) => Promise<Offered | null> }

const newestOf = <T>(items: readonly T[], subject: (item: T) => string): T[] => [...Map.groupBy(items, subject).values()].map(([first]) => first!)

const plans: Offerer = {
  kind: 'plan', title: 'Plans, as they were last published',
  list: async (tx) => newestOf(await selectEditions(tx), ({ planId }) => planId).map(({ editionId, title, number, asAt }) => ({ key: editionId, kind: 'plan', title, note: `Edition ${number}, as at ${writeDay(asAt)}` })),
  make: async (tx, key) => {
    const edition = await selectEdition(tx, key)
    return edition && { subjectId: edition.planId, title: edition.shown.title, shown: planForPublic(edition.shown, edition.number) }
  },
}

const papers: Offerer = {
  kind: 'paper', title: 'Papers, without what is restricted in them',
  list: async (tx) => newestOf(await selectPaperEditions(tx), ({ paperId }) => paperId).map(({ editionId, title, kind, number }) => ({ key: editionId, kind: 'paper', title, note: `${kind}, edition ${number}` })),
  make: async (tx, key) => {
    const edition = await selectPaperEdition(tx, key)
    return edition && { subjectId: edition.paperId, title: edition.title, shown: { kind: 'paper', edition: edition.number, paper: forPublic(edition.shown) } }
  },
}

const figures: Offerer = {
  kind: 'figure', title: 'Measures, small numbers held back',
  list: async (tx) => (await selectMeasures(tx)).filter(({ measure, readings }) => measure.state === 'live' && readings.length > 0).map(({ measure, readings }) => ({ key: measure.measureId, kind: 'figure', title: measure.title, note: `${readings.length} ${readings.length === 1 ? 'reading' : 'readings'}` })),
  make: async (tx, key) => {
    const whole = await selectMeasure(tx, key)
    return whole && { subjectId: whole.measure.measureId, title: whole.measure.title, shown: figureForPublic(whole) }
  },
}

const IssueRow = z.object({ meetingId: z.string(), issue: z.number(), shown: MinutesShown })
const publicIssues = async (tx: Tx, meetingId: string | null = null) => (await sql`
  select distinct on (meeting_id) meeting_id as "meetingId", issue, shown from issued_minutes
  where audience = 'public' and (${meetingId}::uuid is null or meeting_id = ${meetingId}) order by meeting_id, issue desc`.execute(tx)).rows.map((row) => IssueRow.parse(row))

const titleOf = ({ group, heldOn }: MinutesShown) => `${group}, ${writeDay(heldOn)}`
const minutes: Offerer = {
  kind: 'minutes', title: 'Minutes, as they were issued for the public',
  list: async (tx) => (await publicIssues(tx)).map(({ meetingId, issue, shown }) => ({ key: meetingId, kind: 'minutes', title: titleOf(shown), note: `Issue ${issue}` })),
  make: async (tx, key) => {
    const [found] = await publicIssues(tx, key)
    return found ? { subjectId: found.meetingId, title: titleOf(found.shown), shown: minutesForPublic(found.shown, found.issue) } : null
  },
}

const learning: Offerer = {
  kind: 'learning', title: 'What was learnt, of reviews that are not restricted',
  list: async (tx) => (await selectPublicLearning(tx)).map(({ recommendation }) => ({ key: recommendation.recommendationId, kind: 'learning', title: titleOfLearning(recommendation), note: recommendation.review })),
  make: async (tx, key) => {
    const found = (await selectPublicLearning(tx)).find(({ recommendation }) => recommendation.recommendationId === key)
    return found ? { subjectId: key, title: titleOfLearning(found.recommendation), shown: learningForPublic(found) } : null
  },
}
const LONGEST_TITLE = 200
const titleOfLearning = ({ statement }: { statement: string }) => (statement.length > LONGEST_TITLE ? `${statement.slice(0, LONGEST_TITLE - 1).trimEnd()}…` : statement)

export const OFFERERS: readonly Offerer[] = [plans, figures, papers, minutes, learning]
