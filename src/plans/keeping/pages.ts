import { writeDate } from '../../calendar/dates.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { ITEM_KINDS, ITEM_STATES, type Item, LINK_KINDS, OUTCOME_TYPES, type Plan, PLAN_KINDS, STRENGTHS, UPDATE_INTERVALS } from '../plan.ts'
import { COLOURS, FACTS, ROLL_UP_WORDS, ROLL_UPS, type RatingScheme } from '../rating.ts'
import { planHeading } from '../views/plan-heading.ts'
import type { Choice, FrameChoice } from './choices.ts'

type Entered = Record<string, unknown>
export type Failed = { errors: readonly FieldError[]; entered: Entered } | null

const sentence = (word: string) => word[0]!.toUpperCase() + word.slice(1)
const options = (choices: readonly Choice[], chosen: unknown, none?: string) =>
  [...(none === undefined ? [] : [{ value: '', text: none }]), ...choices].map(({ value, text }) => ({ value, text, selected: String(chosen ?? '') === value }))
const words = (list: readonly string[]): Choice[] => list.map((value) => ({ value, text: sentence(value) }))
const typedDate = (date: unknown) => (date ? writeDate(Temporal.PlainDate.from(String(date))) : '')

export type PlanChoices = { schemes: readonly RatingScheme[]; frames: readonly FrameChoice[] }

const planFields = (choices: PlanChoices, entered: Entered) => ({
  kinds: words(PLAN_KINDS).map((kind) => ({ ...kind, checked: entered.kind === kind.value })),
  schemes: options(choices.schemes.map(({ schemeId, name, values }) => ({ value: schemeId, text: `${name}: ${values.map(({ word }) => word).join(', ')}` })), entered.schemeId, 'Choose a scheme'),
  rollUps: options(ROLL_UPS.map((rule) => ({ value: rule, text: `Rated ${ROLL_UP_WORDS[rule]}` })), entered.rollUp, 'No rule yet'),
  intervals: options(words(UPDATE_INTERVALS), entered.updateInterval ?? 'quarterly'),
  frames: options(choices.frames.map(({ value, text, strands }) => ({ value, text: `${text}: ${strands.map((strand) => strand.text).join(', ')}` })), entered.frameId, 'No strands'),
  states: options(words(['live', 'draft', 'closed']), entered.state ?? 'live'),
})

/** The form for a new plan. */
export const newPlanPage = (choices: PlanChoices, failed: Failed) => ({
  title: 'Start an empty plan',
  back: { href: '/plans', text: 'Back to plans' },
  entered: failed?.entered ?? {},
  fields: planFields(choices, failed?.entered ?? {}),
  ...errorsForPage(failed?.errors),
})

/** A plan's set-up, and its items with a way to change each. */
export function settingsPage(plan: Plan, frameId: string | null, choices: PlanChoices, failed: Failed, today: Temporal.PlainDate, powers: ReadonlySet<string>) {
  const stands: Entered = {
    title: plan.title, kind: plan.kind, starts: typedDate(plan.starts), ends: typedDate(plan.ends), schemeId: plan.scheme.schemeId, rollUp: plan.rollUp,
    updateInterval: plan.updateInterval, frameId, state: plan.state, version: plan.version,
  }
  const entered = failed?.entered ?? stands
  const parents = new Map(plan.items.map(({ itemId, parentId }) => [itemId, parentId]))
  const depth = (itemId: string | null): number => (itemId ? 1 + depth(parents.get(itemId) ?? null) : -1)
  return {
    ...planHeading(plan, 'settings', powers, today),
    title: 'Set up this plan',
    actions: [{ text: 'Add an item', href: `/plans/${plan.planId}/items/new`, primary: true }],
    entered: { ...entered, version: plan.version },
    fields: planFields(choices, entered),
    items: plan.items.map(({ itemId, code, title, state }) => ({ code, title, state, href: `/items/${itemId}/edit`, depth: Math.min(4, depth(itemId)) })),
    ...errorsForPage(failed?.errors),
  }
}

export type ItemChoices = { organisations: readonly Choice[]; accounts: readonly (Choice & { organisationId: string })[] }

/** What the accountable field holds: a person by account, or an organisation with a post beside it. */
const accountableValue = (item: Item) => {
  const owner = item.owners.find(({ accountable }) => accountable)
  return owner?.accountId ? `account:${owner.accountId}` : owner?.organisationId ? `organisation:${owner.organisationId}` : ''
}

/** The form for one item, new (`item` null) or kept. `theirs`: what another person has saved meanwhile. */
export function itemFormPage(plan: Plan, item: Item | null, post: string | null, choices: ItemChoices, failed: Failed, stale: boolean) {
  const stands: Entered = item
    ? {
        code: item.code, title: item.title, kind: item.kind, parentId: item.parentId, strandId: item.strandId, mandate: item.mandate, strength: item.strength,
        accountable: accountableValue(item), post, contributors: item.owners.filter(({ accountable, organisationId }) => !accountable && organisationId).map(({ organisationId }) => organisationId),
        aim: item.aim, success: item.success, outcome: item.outcome, outcomeType: item.outcomeType, starts: typedDate(item.starts), due: typedDate(item.due), promisedOn: typedDate(item.promisedOn),
      }
    : { kind: plan.kind === 'action plan' ? 'action' : plan.items.length ? 'activity' : 'priority' }
  const entered = failed?.entered ?? stands
  const contributors = [entered.contributors ?? []].flat()
  const changed = stale && item ? Object.entries(stands).filter(([name, value]) => String(value ?? '') !== String(entered[name] ?? '') && name in entered) : []
  return {
    title: item ? `Change ${item.code}` : 'Add an item',
    back: item ? { href: `/items/${item.itemId}`, text: `Back to ${item.code}` } : { href: `/plans/${plan.planId}/settings`, text: 'Back to the set-up' },
    planTitle: plan.title,
    itemId: item?.itemId ?? null,
    entered: { ...entered, version: item?.version ?? 1 },
    stale: changed.map(([name, value]) => ({ name, theirs: String(value ?? '') || '(empty)', yours: String(entered[name] ?? '') || '(empty)' })),
    fields: {
      kinds: options(words(ITEM_KINDS), entered.kind),
      parents: options(plan.items.filter(({ itemId, state }) => itemId !== item?.itemId && state !== 'withdrawn').map(({ itemId, code, title }) => ({ value: itemId, text: `${code} ${title}`.slice(0, 90) })), entered.parentId, 'Nothing: it stands at the top'),
      strands: options(plan.strands.map(({ strandId, name }) => ({ value: strandId, text: name })), entered.strandId, 'None'),
      mandates: options([{ value: 'statutory', text: 'Statutory' }, { value: 'discretionary', text: 'Discretionary' }, { value: 'both', text: 'Both' }], entered.mandate, 'Not recorded'),
      strengths: options(STRENGTHS.map((value) => ({ value, text: `“${value}”` })), entered.strength, 'Not a commitment'),
      accountable: options(
        [
          ...choices.accounts.map(({ value, text }) => ({ value: `account:${value}`, text })),
          ...choices.organisations.map(({ value, text }) => ({ value: `organisation:${value}`, text: `${text} (name the post below)` })),
        ],
        entered.accountable,
        'Nobody yet',
      ),
      contributors: choices.organisations.map(({ value, text }) => ({ value, text, checked: contributors.includes(value) })),
      outcomeTypes: options(words(OUTCOME_TYPES), entered.outcomeType, 'Not typed'),
    },
    ...errorsForPage(failed?.errors),
  }
}

export type EndChoices = { plans: readonly Choice[]; items: readonly (Choice & { planId: string })[]; measures: readonly Choice[] }

/** Where an item stands in its life, and what it is tied to. */
export function tiesPage(plan: Plan, item: Item, choices: EndChoices, failed: Failed, today: Temporal.PlainDate) {
  const entered: Entered = failed?.entered ?? { state: item.state, note: item.stateNote, since: writeDate(today), reviewOn: typedDate(item.reviewOn), dischargedThrough: item.dischargedThrough }
  return {
    title: `State and ties of ${item.code}`,
    back: { href: `/items/${item.itemId}`, text: `Back to ${item.code}` },
    item,
    entered: { ...entered, version: item.version },
    states: options(words(ITEM_STATES), entered.state),
    plans: options(choices.plans.filter(({ value }) => value !== plan.planId), entered.deferredToPlanId, 'Choose a plan'),
    merge: options(choices.items.filter(({ planId }) => planId === plan.planId), entered.mergedIntoItemId, 'Choose an item'),
    kinds: options(words(LINK_KINDS), entered.kind),
    others: options(choices.items, entered.otherId, 'Choose an item'),
    measures: options(choices.measures.filter(({ value }) => !item.measures.some(({ measureId }) => measureId === value)), entered.measureId, 'Choose a measure'),
    links: item.links.filter(({ way }) => way === 'to').map((link) => ({ ...link, sentence: `${sentence(link.kind)} ${link.code} ${link.title}` })),
    ...errorsForPage(failed?.errors),
  }
}

/** Rating schemes and frames of strands. */
export function schemesPage(schemes: readonly RatingScheme[], frames: readonly FrameChoice[], failed: Failed) {
  const entered = failed?.entered ?? {}
  return {
    title: 'Rating schemes and strands',
    back: { href: '/plans', text: 'Back to plans' },
    schemes,
    frames,
    entered,
    rows: [1, 2, 3, 4, 5, 6].map((row) => ({
      row,
      word: entered[`word${row}`] ?? '',
      criterion: entered[`criterion${row}`] ?? '',
      colours: options(COLOURS.map((value) => ({ value, text: sentence(value.replace('-', ' and ')) })), entered[`colour${row}`]),
      facts: FACTS.map((value) => ({ value, text: sentence(value), checked: [entered[`facts${row}`] ?? []].flat().includes(value) })),
    })),
    ...errorsForPage(failed?.errors),
  }
}
