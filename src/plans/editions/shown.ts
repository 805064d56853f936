import { z } from 'zod'
import { writeDate, writeDateRange } from '../../calendar/dates.ts'
import { age, freshness } from '../../calendar/freshness.ts'
import type { PlanFindings } from '../checks/store.ts'
import { aggregate, derive, spanOf, standingDate, within } from '../derivation.ts'
import { childrenOf, declaredOf, hasEnded, type Item, type Plan, ratedItems } from '../plan.ts'
import { COLOURS, ROLL_UP_WORDS, valueOf } from '../rating.ts'

const Tag = z.object({ word: z.string(), colour: z.enum(COLOURS) })

const ShownItem = z.object({
  code: z.string(),
  title: z.string(),
  kind: z.string(),
  depth: z.number(),
  owner: z.string(),
  contributors: z.array(z.string()),
  declared: Tag.nullable(),
  derived: Tag.nullable(),
  because: z.string(),
  reason: z.string().nullable(),
  stated: z.array(z.object({ word: z.string(), place: z.string() })), // only where a paper's two ratings still stand
  state: z.string(),
  stateNote: z.string().nullable(),
  position: z.string().nullable(),
  positionOn: z.string().nullable(),
  fresh: z.string(),
  aim: z.string().nullable(),
  success: z.string().nullable(),
  evidence: z.array(z.object({ kind: z.string(), when: z.string(), statement: z.string(), quantity: z.string().nullable() })),
  outcome: z.string().nullable(),
  outcomeType: z.string().nullable(),
  due: z.string().nullable(),
  measures: z.array(z.object({ title: z.string(), sentence: z.string(), target: z.string().nullable() })),
})
export type ShownItem = z.infer<typeof ShownItem>

const ShownFinding = z.object({ severity: z.string(), place: z.string(), sentence: z.string() })

/** What a reader is shown of a plan on one day, complete in itself: an edition keeps it for good. `form` numbers this shape. */
export const Shown = z.object({
  form: z.literal(1),
  partnership: z.string(),
  title: z.string(),
  kind: z.string(),
  runs: z.string(),
  period: z.string().nullable(),
  asAt: z.string(),
  scheme: z.object({ name: z.string(), values: z.array(Tag.extend({ criterion: z.string() })) }),
  rollUp: z.string(),
  counts: z.array(Tag.extend({ count: z.number() })),
  unrated: z.number(),
  differing: z.number(),
  overdue: z.number(),
  items: z.array(ShownItem),
  findings: z.array(ShownFinding),
  answered: z.array(ShownFinding.extend({ reason: z.string(), by: z.string() })),
})
export type Shown = z.infer<typeof Shown>

/** A plan with its findings, as it is shown on `today`. */
export function shownOf(plan: Plan, { standing, dismissed }: PlanFindings, partnership: string, today: Temporal.PlainDate): Shown {
  const asAt = standingDate(plan, today)
  const items = plan.items.map((item) => shownItem(plan, item, asAt, today))
  const rated = new Set(ratedItems(plan).map(({ code }) => code))
  const own = items.filter(({ code }) => rated.has(code))
  return {
    form: 1,
    partnership,
    title: plan.title,
    kind: plan.kind,
    runs: writeDateRange(plan.starts, plan.ends),
    period: plan.period ? `${plan.period.name} (${writeDateRange(plan.period.starts, plan.period.ends)})` : null,
    asAt: writeDate(asAt),
    scheme: { name: plan.scheme.name, values: plan.scheme.values.map(({ word, colour, criterion }) => ({ word, colour, criterion })) },
    rollUp: plan.rollUp ? `A priority is rated ${ROLL_UP_WORDS[plan.rollUp]} (version ${plan.rollUpVersion} of the rule).` : 'This plan has no rule for rating a priority from its activities.',
    counts: plan.scheme.values.map(({ word, colour }) => ({ word, colour, count: own.filter(({ declared }) => declared?.word === word).length })),
    unrated: own.filter(({ declared }) => !declared).length,
    differing: items.filter(({ declared, derived }) => declared && derived && declared.word !== derived.word).length,
    overdue: own.filter(({ fresh }) => fresh.startsWith('overdue') || fresh === 'never updated').length,
    items,
    findings: standing.map(({ severity, place, sentence }) => ({ severity, place, sentence })),
    answered: dismissed.map(({ severity, place, sentence, reason, by }) => ({ severity, place, sentence, reason, by: by ?? 'not recorded' })),
  }
}

function shownItem(plan: Plan, item: Item, asAt: Temporal.PlainDate, today: Temporal.PlainDate): ShownItem {
  const tag = (word: string | null) => (word ? { word, colour: valueOf(plan.scheme, word)?.colour ?? ('grey' as const) } : null)
  const span = spanOf(plan, today)
  const derived = childrenOf(plan, item.itemId).some(({ kind }) => kind !== 'heading') && item.kind !== 'heading' ? aggregate(plan, item) : derive(plan.scheme, item, span)
  const declared = declaredOf(item)
  const latest = item.updates[0]
  const depth = (of: Item): number => (of.parentId ? 1 + depth(plan.items.find(({ itemId }) => itemId === of.parentId)!) : 0)
  return {
    code: item.code,
    title: item.title,
    kind: item.kind,
    depth: depth(item),
    owner: item.owners.find(({ accountable }) => accountable)?.words ?? (item.kind === 'heading' ? '' : 'No single owner'),
    contributors: item.owners.filter(({ accountable }) => !accountable).map(({ words }) => words),
    declared: tag(declared),
    derived: tag(derived?.word ?? null),
    because: derived?.because ?? '',
    reason: latest?.reason ?? null,
    stated: declared ? [] : item.stated.map(({ word, place }) => ({ word, place })),
    state: item.state,
    stateNote: item.stateNote,
    position: latest?.narrative || null,
    positionOn: latest ? writeDate(latest.positionOn) : null,
    fresh: freshWords(plan, item, asAt),
    aim: item.aim,
    success: item.success,
    evidence: item.evidence.filter((each) => within(each, span)).map((each) => ({
      kind: each.kind,
      when: writeDateRange(each.from, each.to),
      statement: each.statement,
      quantity: each.quantity === null ? null : `${each.quantity.toLocaleString('en-GB')} ${each.unit}`,
    })),
    outcome: item.outcome,
    outcomeType: item.outcomeType,
    due: item.due && writeDate(item.due),
    measures: item.measures.map(({ title, sentence, targetStatus }) => ({ title, sentence, target: targetStatus })),
  }
}

function freshWords(plan: Plan, item: Item, asAt: Temporal.PlainDate): string {
  if (hasEnded(item) || item.kind === 'heading') return ''
  const last = item.updates[0]?.positionOn ?? null
  if (!last) return childrenOf(plan, item.itemId).length > 0 ? '' : 'never updated'
  const { state } = freshness(last, plan.updateInterval, asAt)
  return state === 'overdue' ? `overdue, ${age(last, asAt)}` : age(last, asAt)
}

/** The whole in one sentence, as a board paper begins. */
export function summaryOf(shown: Shown): string {
  const counts = shown.counts.filter(({ count }) => count > 0).map(({ count, word }) => `${count} ${word.toLowerCase()}`)
  const rated = shown.counts.reduce((sum, { count }) => sum + count, 0)
  const said = rated === 0 ? 'Nothing is rated yet' : `Of ${rated} activities ${counts.join(', ')}`
  const rest = [
    shown.unrated > 0 ? `${shown.unrated} not rated` : null,
    shown.differing > 0 ? `${shown.differing} ${shown.differing === 1 ? 'rating differs' : 'ratings differ'} from the criteria or the roll-up` : null,
    shown.overdue > 0 ? `${shown.overdue} not updated in time` : null,
  ].filter(Boolean)
  return `${[said, ...rest].join('; ')}.`
}
