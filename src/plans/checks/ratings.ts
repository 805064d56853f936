import { derive, spanOf } from '../derivation.ts'
import { hasEnded, type Plan, ratedItems } from '../plan.ts'
import { valueOf } from '../rating.ts'
import type { PlanCheck, Raised } from './finding.ts'
import { named } from './item-name.ts'
import { counted, listed } from './reading/sentences.ts'
import { pattern, r } from './reading/pattern.ts'

/** E-01. A person who updated the item since has chosen; a paper that repeats it has not. */
function shownTwoWays(plan: Plan): Raised[] {
  return plan.items.flatMap((item) => {
    const places = Map.groupBy(item.stated, ({ word }) => word)
    if (places.size < 2 || item.updates.some(({ by, source }) => by !== null || source === null)) return []
    const said = [...places].map(([word, stated]) => `${word} (${stated[0]!.place})`)
    return {
      subject: item.code || item.title,
      itemId: item.itemId,
      place: `${named(item)}: ${listed([...new Set(item.stated.map(({ place }) => place))])}`,
      sentence: `${named(item)} is shown as ${listed(said)}.`,
      suggestion: 'Decide which rating stands and record it once; every view then shows the same one.',
    }
  })
}

/** E-03 and ratings nobody defined. */
function outsideScheme(plan: Plan): Raised[] {
  const said = plan.items.flatMap((item) => [
    ...item.stated.map(({ word, place }) => ({ word, place, item })),
    ...item.updates.slice(0, 1).map(({ declared }) => ({ word: declared, place: named(item), item })),
  ])
  const outside = Map.groupBy(
    said.filter(({ word }) => word && !valueOf(plan.scheme, word)),
    ({ word }) => word.toLowerCase(),
  )
  return [...outside.values()].map((each) => ({
    subject: each[0]!.word,
    itemId: each.length === 1 ? each[0]!.item.itemId : null,
    place: listed([...new Set(each.map(({ place }) => place))], 4),
    sentence: `“${each[0]!.word}” is not a value of the scheme ${plan.scheme.name} (${plan.scheme.values.map(({ word }) => word).join(', ')}), and ${counted(each.length, 'rating uses', 'ratings use')} it.`,
    suggestion:
      'Use a value of the plan’s scheme, or give the plan the scheme these ratings are of. Two schemes are never added up together.',
  }))
}

/** "212 in the quarter against 188 in the one before": the position itself compares. */
const COMPARES = pattern(
  'i',
  r`\d[^.]*\b(?:against|compared|up|down|from|than|rose|fell|increase\w*|decrease\w*|reduc\w+)\b[^.]*\d`,
  r`|\b(?:rose|fell|up|down|increased|decreased|reduced)\b[^.]*\d`,
)

/** E-04. One finding for the plan: the cause is one. */
function trendWithoutData(plan: Plan): Raised[] {
  const shown = plan.items.filter((item) => item.stated.some(({ trend }) => trend))
  const bare = shown.filter(
    (item) =>
      item.measures.every(({ readings }) => readings < 2) && !COMPARES.test(`${item.updates[0]?.narrative ?? ''} ${item.stateNote ?? ''}`),
  )
  if (bare.length === 0 || bare.length < shown.length * 0.8) return []
  const trends = new Set(bare.flatMap((item) => item.stated.flatMap(({ trend }) => trend ?? [])))
  const alike = trends.size === 1 && bare.length >= 5 ? ` All ${bare.length} are the same: “${[...trends][0]}”.` : ''
  return [
    {
      subject: 'trends',
      itemId: null,
      place: listed(bare.map(named), 5),
      sentence: `${counted(bare.length, 'trend is', 'trends are')} shown without a measure that could show one.${alike}`,
      suggestion: 'Link a measure with readings, so that the trend is computed, or say “not measured” in its place.',
    },
  ]
}

/** E-05. */
function againstCriteria(plan: Plan, today: Temporal.PlainDate): Raised[] {
  const span = spanOf(plan, today)
  return ratedItems(plan).flatMap((item) => {
    const [latest] = item.updates
    const declared = valueOf(plan.scheme, latest?.declared ?? null)
    const derived = derive(plan.scheme, item, span)
    if (!latest || !declared || latest.reason || !derived.word || derived.word === declared.word || hasEnded(item)) return []
    return {
      subject: item.code,
      itemId: item.itemId,
      place: named(item),
      sentence: `${named(item)} is declared ${declared.word} (“${declared.criterion}”), and its record says ${derived.word}: ${derived.because}.`,
      suggestion: 'Change the rating, add the evidence that is missing, or give the reason for the difference.',
    }
  })
}

export const RATING_CHECKS: readonly PlanCheck[] = [
  {
    id: 'rating-shown-two-ways',
    title: 'One rating shown two ways',
    severity: 'blocks',
    errors: ['E-01'],
    reads: 'plan',
    run: shownTwoWays,
    why: 'A summary and a sheet are two views of one fact. When they differ, one of them is untrue, and the board cannot tell which.',
  },
  {
    id: 'rating-outside-scheme',
    title: 'A rating that is not in the scheme',
    severity: 'blocks',
    errors: ['E-03', 'E-89'],
    reads: 'plan',
    run: outsideScheme,
    why: 'The same colour means different things in different schemes. A word outside the plan’s scheme, or from another one, cannot be counted with the rest.',
  },
  {
    id: 'trend-without-data',
    title: 'A trend without data',
    severity: 'question',
    errors: ['E-04'],
    reads: 'plan',
    run: trendWithoutData,
    why: 'An arrow claims that something was measured twice. Without readings it is decoration, and most often flat.',
  },
  {
    id: 'declared-against-criteria',
    title: 'A rating that its own criteria do not give',
    severity: 'question',
    errors: ['E-05'],
    reads: 'plan',
    keptOnly: true,
    run: againstCriteria,
    why: 'The criteria say what each colour means. Where the recorded facts give another one, either the record or the rating is behind, or there is a reason worth telling.',
  },
]
