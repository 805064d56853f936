import { writeDate, writeDateRange } from '../../calendar/dates.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { type Span, spanOf, within } from '../derivation.ts'
import { type Evidence, EVIDENCE_KINDS, type EvidenceKind, type Item, type Plan } from '../plan.ts'
import type { Entered } from './draft.ts'
import type { TakenOut } from './evidence-store.ts'
import type { Updatable } from './store.ts'
import { supportOf, type TimeQuestion } from './update.ts'

/** A form that came back: what is wrong, or asked, and what was typed. */
export type Failed = { errors: readonly FieldError[]; questions?: readonly TimeQuestion[]; entered: Record<string, unknown> } | null

const KIND_HINTS: Record<EvidenceKind, string> = {
  activity: 'Something the partnership did',
  output: 'Something that can be counted: sessions held, people reached, notices served',
  decision: 'Something that was decided, and by whom',
  obstacle: 'What stands in the way',
  'next step': 'What is scoped or planned, and for when',
  'outside context': 'What others did. It explains, and cannot itself support the best rating',
}

export const sentence = (word: string) => word[0]!.toUpperCase() + word.slice(1)
const listOf = (value: unknown): unknown[] => (value === undefined ? [] : [value].flat())

/** Beyond this many a list of boxes to tick helps nobody, and codes are typed instead. */
const MOST_BOXES = 60

export const itemHeading = (plan: Plan, item: Item) => ({ context: `${plan.title} · ${item.code} ${item.title}`, itemId: item.itemId, code: item.code })

const count = ({ quantity, unit }: Evidence) => (quantity === null ? null : `${quantity.toLocaleString('en-GB')} ${unit ?? ''}`.trim())

/** How a piece of evidence reads in a list. */
export const evidenceRow = (each: Evidence, item: Item, plan: Plan) => ({
  evidenceId: each.evidenceId,
  kind: sentence(each.kind),
  when: writeDateRange(each.from, each.to),
  statement: each.statement,
  quantity: count(each),
  outside: each.kind === 'outside context',
  also: plan.items.filter(({ itemId }) => itemId !== item.itemId && each.itemIds.includes(itemId)).map(({ code }) => code).join(', '),
})

/** The fields of one piece of evidence, as first shown, as it stands when put right, or as they came back. */
function evidenceFields({ plan, item, owned }: Updatable, entered: Record<string, unknown>, questions: readonly TimeQuestion[]) {
  const also = listOf(entered.also)
  const others = plan.items.filter(({ itemId }) => itemId !== item.itemId && owned.has(itemId))
  return {
    entered,
    questions,
    kinds: EVIDENCE_KINDS.map((kind) => ({ value: kind, text: sentence(kind), hint: { text: KIND_HINTS[kind] }, checked: entered.kind === kind })),
    others: others
      .filter(({ itemId }) => others.length <= MOST_BOXES || also.includes(itemId))
      .map(({ itemId, code, title }) => ({ value: itemId, text: `${code} ${title}`, checked: also.includes(itemId) })),
    byCode: others.length > MOST_BOXES,
    alsoIsOpen: also.length > 0 || Boolean(entered.alsoCodes),
  }
}

const OUTSIDE_ALONE = 'Only the work of others is recorded in this period. It explains, and cannot itself support the best rating.'
const NOTHING = 'Nothing of the partnership’s own doing is recorded in this period, so the criteria will not support the best rating.'
const SUPPORT = { 'own work': null, 'the work of others': OUTSIDE_ALONE, nothing: NOTHING }

type Shown = { draft: (Entered & { savedAt: Temporal.Instant }) | null; correctable: ReadonlySet<string>; takenOut: readonly TakenOut[]; failed: Failed }

/** First page of an update: what is on record for the period, and a form to add to it. */
export function evidencePage(updatable: Updatable, { draft, correctable, takenOut, failed }: Shown, today: Temporal.PlainDate) {
  const { plan, item } = updatable
  const span = spanOf(plan, today)
  return {
    ...itemHeading(plan, item),
    title: 'What has happened?',
    back: { href: `/items/${item.itemId}`, text: `Back to item ${item.code}` },
    period: writeDateRange(span.starts, span.ends),
    evidence: item.evidence.filter((each) => within(each, span)).map((each) => ({ ...evidenceRow(each, item, plan), mayPutRight: correctable.has(each.evidenceId) })),
    takenOut: takenOut.map(({ kind, ...each }) => ({ ...each, kind: sentence(kind) })),
    support: SUPPORT[supportOf(item, span)],
    draft: draft && `You began an update on ${writeDate(draft.savedAt.toZonedDateTimeISO('Europe/London').toPlainDate())}, and it is kept.`,
    ...evidenceFields(updatable, failed?.entered ?? {}, failed?.questions ?? []),
    ...errorsForPage(failed?.errors),
  }
}

/** Putting right, or taking out, one piece of evidence. Its words stay on record either way. */
export function putRightPage(updatable: Updatable, evidence: Evidence, failed: Failed) {
  const { plan, item } = updatable
  const stands = {
    kind: evidence.kind, statement: evidence.statement, from: writeDate(evidence.from), to: evidence.to.equals(evidence.from) ? '' : writeDate(evidence.to),
    quantity: evidence.quantity ?? '', unit: evidence.unit ?? '', also: evidence.itemIds.filter((id) => id !== item.itemId),
  }
  return {
    ...itemHeading(plan, item),
    title: 'Put this evidence right',
    back: { href: `/items/${item.itemId}/update`, text: 'Back to the evidence' },
    stands: evidenceRow(evidence, item, plan),
    ...evidenceFields(updatable, failed?.entered ?? stands, failed?.questions ?? []),
    ...errorsForPage(failed?.errors),
  }
}

/** What is said once a piece is recorded: one dated outside the period does not count in it. */
export const recordedMessage = ({ from, to }: { from: string; to: string }, span: Span): string =>
  to < span.starts.toString() || from > span.ends.toString()
    ? `The evidence is recorded. It is dated outside ${writeDateRange(span.starts, span.ends)}, so it does not count in this period.`
    : 'The evidence is recorded.'
