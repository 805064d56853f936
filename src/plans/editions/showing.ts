import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { age, freshness } from '../../calendar/freshness.ts'
import type { Finding } from '../checks/finding.ts'
import type { PlanFindings } from '../checks/store.ts'
import { aggregate, derive, ownEvidence, spanOf, standingDate, within } from '../derivation.ts'
import { declaredOf, hasEnded, type Item, type Plan, ratedItems } from '../plan.ts'
import { ROLL_UP_NAMES, ROLL_UP_WORDS, valueOf } from '../rating.ts'
import { focusOf } from './focus.ts'
import type { Shown, ShownEvidence, ShownFinding, ShownItem, ShownTag } from './shown.ts'
import { nounOf, summaryOf } from './summary.ts'

/** A plan with what the checks say of it, as it is shown on `today`. `partnership`: its name. */
export function shownOf(plan: Plan, { standing, dismissed }: PlanFindings, partnership: string, today: Temporal.PlainDate): Shown {
  const span = spanOf(plan, today)
  const scene = { plan, today, asAt: standingDate(plan, today), standing, ...treeOf(plan) }
  const codes = new Map(plan.items.map(({ itemId, code }) => [itemId, code]))
  const items = plan.items.map((item) => shownItem(scene, item))
  const counted = items.filter((item) => item.counted)
  const live = plan.items.filter((item) => scene.rated.has(item) && !hasEnded(item))
  const figures = {
    counts: plan.scheme.values.map(({ word, colour }) => ({ word, colour, count: counted.filter(({ declared }) => declared?.word === word).length })),
    of: counted.length,
    noun: nounOf(counted.map(({ kind }) => kind)),
    unrated: counted.filter(({ declared }) => !declared).length,
    differing: items.filter(({ differs }) => differs).length,
    overdue: counted.filter(({ overdue }) => overdue).length,
    withoutEvidence: live.filter((item) => ownEvidence(item, span).length === 0).length,
    findings: standing.map((finding) => shownFinding(finding, codes)),
  }
  return {
    form: 1,
    partnership,
    title: plan.title,
    kind: plan.kind,
    runs: days(plan),
    period: plan.period && { name: plan.period.name, ...days(plan.period) },
    span: days(span),
    asAt: scene.asAt.toString(),
    summary: summaryOf(figures),
    scheme: { name: plan.scheme.name, version: plan.scheme.version, values: plan.scheme.values.map(({ word, colour, criterion }) => ({ word, colour, criterion })) },
    rollUp: plan.rollUp
      ? `A priority is rated ${ROLL_UP_WORDS[plan.rollUp]} (“${ROLL_UP_NAMES[plan.rollUp]}”, version ${plan.rollUpVersion} of this plan’s rule).`
      : 'This plan has no roll-up rule, so no priority’s rating can be worked out from its activities.',
    ...figures,
    items,
    evidence: shownEvidence(plan, span, codes),
    answered: dismissed.map((finding) => ({ ...shownFinding(finding, codes), reason: finding.reason, by: finding.by, on: todayInLondon(finding.at).toString() })),
  }
}

const days = ({ starts, ends }: { starts: Temporal.PlainDate; ends: Temporal.PlainDate }) => ({ starts: starts.toString(), ends: ends.toString() })

type Scene = { plan: Plan; today: Temporal.PlainDate; asAt: Temporal.PlainDate; standing: readonly Finding[] } & ReturnType<typeof treeOf>

function treeOf(plan: Plan) {
  const depths = new Map<string | null, number>([[null, -1]])
  for (const { itemId, parentId } of plan.items) depths.set(itemId, (depths.get(parentId) ?? -1) + 1)
  const parents = new Set(plan.items.filter(({ kind }) => kind !== 'heading').map(({ parentId }) => parentId))
  return { depths, parents, rated: new Set(ratedItems(plan)) }
}

function shownItem(scene: Scene, item: Item): ShownItem {
  const { plan, today, asAt, depths, parents, rated, standing } = scene
  const tag = (word: string | null): ShownTag | null => (word ? { word, colour: valueOf(plan.scheme, word)?.colour ?? 'grey' } : null)
  const isRateable = item.kind !== 'heading' && item.state !== 'withdrawn'
  const group = parents.has(item.itemId)
  const rolled = isRateable && group ? aggregate(plan, item) : null
  const derived = rolled ?? (isRateable ? derive(plan.scheme, item, spanOf(plan, today)) : { word: null, because: '' })
  const declared = isRateable ? declaredOf(item) : null
  const [latest] = item.updates
  const shown = {
    code: item.code,
    title: item.title,
    kind: item.kind,
    depth: depths.get(item.itemId)!,
    group,
    counted: rated.has(item),
    strand: plan.strands.find(({ strandId }) => strandId === item.strandId)?.name ?? null,
    owner: item.owners.find(({ accountable }) => accountable)?.words ?? null,
    contributors: item.owners.filter(({ accountable }) => !accountable).map(({ words }) => words),
    declared: tag(declared),
    derived: tag(derived.word),
    because: derived.because,
    otherwise: (rolled?.otherwise ?? []).map(({ rule, word }) => ({ rule: ROLL_UP_NAMES[rule], word })),
    differs: declared !== null && derived.word !== null && declared !== derived.word,
    reason: latest?.reason ?? null,
    stated: declared === null ? item.stated.map(({ word, place }) => ({ word, place })) : [],
    state: item.state,
    stateWords: stateWords(item),
    position: latest?.narrative || null,
    positionOn: latest?.positionOn.toString() ?? null,
    ...freshOf(plan, item, group, asAt),
    aim: item.aim,
    success: item.success,
    outcome: item.outcome,
    outcomeType: item.outcomeType,
    due: item.due?.toString() ?? null,
    late: item.due !== null && !hasEnded(item) && Temporal.PlainDate.compare(item.due, asAt) < 0,
    measures: item.measures.map(({ title, sentence, targetStatus, points, mean, lower, upper }) => ({ title, sentence, target: targetStatus, points, mean, lower, upper })),
    trend: item.measures.map(({ sentence, targetStatus }) => [sentence, targetStatus].filter(Boolean).join('. ')).join('; ') || 'Nothing measured',
  }
  const own = standing.filter(({ itemId }) => itemId === item.itemId)
  return { ...shown, focus: focusOf(shown, plan.scheme.values[0]?.word, own, item.measures.some(({ targetMet }) => targetMet === false)) }
}

/** How far an item has come, with all that its state must say: where it went, since when, and why. */
function stateWords({ state, stateNote, stateSince, dischargedThrough, deferredTo, mergedInto }: Item): string {
  const where: Partial<Record<Item['state'], string | null>> = {
    deferred: deferredTo && `to ${deferredTo}`,
    merged: mergedInto && `into ${mergedInto}`,
    discharged: dischargedThrough && `through ${dischargedThrough}`,
  }
  const since = hasEnded({ state }) && stateSince ? `on ${writeDate(stateSince)}` : null
  const words = [`${state[0]!.toUpperCase()}${state.slice(1)}`, where[state], since].filter(Boolean).join(' ')
  return stateNote ? `${words}: ${stateNote}` : words
}

function freshOf(plan: Plan, item: Item, group: boolean, asAt: Temporal.PlainDate): { fresh: string; overdue: boolean } {
  if (item.kind === 'heading') return { fresh: '', overdue: false }
  if (hasEnded(item)) return { fresh: 'Ended, so no longer reported on', overdue: false }
  const last = item.updates[0]?.positionOn
  if (!last) return group ? { fresh: 'From what is under it', overdue: false } : { fresh: 'Never updated', overdue: true }
  const overdue = freshness(last, plan.updateInterval, asAt).state === 'overdue'
  return { fresh: `${overdue ? 'Overdue' : 'In time'}: ${oldWords(last, asAt)}`, overdue }
}

/** "17 days old" rather than "17 days ago": an edition is read long after the day it speaks of. */
function oldWords(last: Temporal.PlainDate, asAt: Temporal.PlainDate): string {
  const days = last.until(asAt).days
  return days <= 0 ? 'of the same day' : days === 1 ? '1 day old' : age(last, asAt).replace(/ago$/, 'old')
}

/** Each piece once, however many items it serves. */
function shownEvidence(plan: Plan, span: ReturnType<typeof spanOf>, codes: ReadonlyMap<string, string>): ShownEvidence[] {
  const pieces = new Map(plan.items.flatMap(({ evidence }) => evidence.filter((each) => within(each, span)).map((each) => [each.evidenceId, each])))
  return [...pieces.values()]
    .toSorted((one, other) => Temporal.PlainDate.compare(other.to, one.to) || (one.evidenceId < other.evidenceId ? -1 : 1))
    .map(({ kind, from, to, statement, quantity, unit, itemIds }) => ({
      kind, from: from.toString(), to: to.toString(), statement, quantity, unit,
      serves: itemIds.map((itemId) => codes.get(itemId)).filter((code) => code !== undefined).toSorted(),
    }))
}

const shownFinding = ({ check, subject, severity, itemId, place, sentence, suggestion }: Finding, codes: ReadonlyMap<string, string>): ShownFinding => ({
  check, subject, severity, code: (itemId && codes.get(itemId)) || null, place, sentence, suggestion,
})
