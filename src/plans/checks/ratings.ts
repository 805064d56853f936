import { aggregate, derive, spanOf } from '../derivation.ts'
import { declaredOf, hasEnded, type Item, type Plan, ratedItems } from '../plan.ts'
import { ROLL_UP_WORDS, ROLL_UPS, rollUp, severity, valueOf } from '../rating.ts'
import type { PlanCheck, Raised } from './finding.ts'
import { named } from './item-name.ts'
import { counted, listed } from './sentences.ts'

/** The words a group is shown with: its own declared word, or each word its paper gave it. */
const shownOf = (item: Item): string[] => {
  const declared = declaredOf(item)
  return declared ? [declared] : [...new Set(item.stated.map(({ word }) => word))]
}

/** Items rated themselves although what stands under them is rated too. */
function groupsOf(plan: Plan): { group: Item; shown: string[]; words: string[]; children: Item[] }[] {
  const under = Map.groupBy(plan.items, ({ parentId }) => parentId)
  return plan.items.flatMap((group) => {
    const children = (under.get(group.itemId) ?? []).filter((child) => valueOf(plan.scheme, declaredOf(child)))
    const shown = shownOf(group).filter((word) => valueOf(plan.scheme, word))
    return children.length >= 2 && shown.length > 0 ? [{ group, shown, children, words: children.map((child) => valueOf(plan.scheme, declaredOf(child))!.word) }] : []
  })
}

/** E-01. A person who updated the item since has chosen; a paper that repeats it has not. */
function shownTwoWays(plan: Plan): Raised[] {
  return plan.items.flatMap((item) => {
    const places = Map.groupBy(item.stated, ({ word }) => word)
    if (places.size < 2 || item.updates.some(({ by, source }) => by !== null || source === null)) return []
    const said = [...places].map(([word, stated]) => `${word} (${stated[0]!.place})`)
    return {
      subject: item.code || item.title, itemId: item.itemId, place: `${named(item)}: ${listed([...new Set(item.stated.map(({ place }) => place))])}`,
      sentence: `${named(item)} is shown as ${listed(said)}.`,
      suggestion: 'Decide which rating stands and record it once; every view then shows the same one.',
    }
  })
}

/** E-02. Names the groups that no single rule explains. */
function rollUpWithoutRule(plan: Plan): Raised[] {
  if (plan.rollUp) return []
  const groups = groupsOf(plan)
  if (groups.length === 0) return []
  const best = plan.scheme.values[0]!.word
  const stories = groups.flatMap(({ group, shown, words }) =>
    shown.map((word) => ({
      word, words, group,
      text: `${named(group)} is ${word} with ${words.filter((each) => each !== best).length} of ${words.length} not ${best}`,
    })),
  )
  const explains = ROLL_UPS.filter((rule) => stories.every(({ word, words }) => rollUp(plan.scheme, rule, words)?.word === valueOf(plan.scheme, word)!.word))
  const telling = stories.filter(({ words }) => words.some((word) => word !== best))
  const shown = telling.length > 0 ? telling : stories
  const verdict = explains.length > 0 ? 'no rule says how they follow from what is under them' : 'no one rule gives all of these'
  const fits = explains[0]
  return [{
    // A paper that one rule explains lacks only the rule; what is published here is to have it.
    severity: fits && plan.state === 'draft' ? 'question' : 'blocks',
    subject: 'roll-up', itemId: null, place: listed(groups.map(({ group }) => named(group)), 6),
    sentence: `${counted(groups.length, 'rating stands', 'ratings stand')} above rated activities, and ${verdict}: ${listed(shown.map(({ text }) => text), 6)}.`,
    suggestion: fits
      ? `The rule “${ROLL_UP_WORDS[fits]}” would give all of them: say so, if it is the one meant.`
      : 'Choose one roll-up rule for the plan. It is then printed beside every aggregate, and the ratings follow from it.',
  }]
}

function againstRule(plan: Plan): Raised[] {
  if (!plan.rollUp) return []
  return groupsOf(plan).flatMap(({ group, shown }) => {
    const rolled = aggregate(plan, group)
    const other = shown.find((word) => rolled?.word && valueOf(plan.scheme, word)!.word !== rolled.word)
    if (!other || !rolled?.word || group.updates[0]?.reason) return []
    return {
      subject: group.code, itemId: group.itemId, place: named(group),
      sentence: `${named(group)} is declared ${other}, and the plan’s rule gives ${rolled.word}: ${rolled.because}.`,
      suggestion: 'Let the rule stand, or give the reason why this group differs.',
    }
  })
}

/** E-03 and ratings nobody defined. */
function outsideScheme(plan: Plan): Raised[] {
  const said = plan.items.flatMap((item) => [
    ...item.stated.map(({ word, place }) => ({ word, place, item })),
    ...item.updates.slice(0, 1).map(({ declared }) => ({ word: declared, place: named(item), item })),
  ])
  const outside = Map.groupBy(said.filter(({ word }) => word && !valueOf(plan.scheme, word)), ({ word }) => word.toLowerCase())
  return [...outside.values()].map((each) => ({
    subject: each[0]!.word, itemId: each.length === 1 ? each[0]!.item.itemId : null,
    place: listed([...new Set(each.map(({ place }) => place))], 4),
    sentence: `“${each[0]!.word}” is not a value of the scheme ${plan.scheme.name} (${plan.scheme.values.map(({ word }) => word).join(', ')}), and ${counted(each.length, 'rating uses', 'ratings use')} it.`,
    suggestion: 'Use a value of the plan’s scheme, or give the plan the scheme these ratings are of. Two schemes are never added up together.',
  }))
}

/** E-06. One finding: the cause is one. */
function hiddenByGroup(plan: Plan): Raised[] {
  if (plan.rollUp) return []
  const hiding = groupsOf(plan).flatMap(({ group, shown, children }) => {
    const best = Math.min(...shown.map((word) => severity(plan.scheme, valueOf(plan.scheme, word)!.word)))
    const worse = children.filter((child) => severity(plan.scheme, valueOf(plan.scheme, declaredOf(child))!.word) > best)
    return worse.length > 0 ? [{ group, says: `${named(group)} (${plan.scheme.values[best]!.word}) above ${listed(worse.map((item) => `${named(item)} (${declaredOf(item)})`))}` }] : []
  })
  if (hiding.length === 0) return []
  return [{
    subject: 'groups', itemId: hiding.length === 1 ? hiding[0]!.group.itemId : null, place: listed(hiding.map(({ group }) => group.place ?? named(group))),
    sentence: `${counted(hiding.length, 'group is', 'groups are')} shown better than what is under ${hiding.length === 1 ? 'it' : 'them'}: ${listed(hiding.map(({ says }) => says))}.`,
    suggestion: 'Show each activity’s own rating wherever the group’s is shown, with the rule that leads from one to the other.',
  }]
}

/** "212 in the quarter against 188 in the one before": the position itself compares. */
const COMPARES = /\d[^.]*\b(?:against|compared|up|down|from|than|rose|fell|increase\w*|decrease\w*|reduc\w+)\b[^.]*\d|\b(?:rose|fell|up|down|increased|decreased|reduced)\b[^.]*\d/i

/** E-04. One finding for the plan: the cause is one. */
function trendWithoutData(plan: Plan): Raised[] {
  const shown = plan.items.filter((item) => item.stated.some(({ trend }) => trend))
  const bare = shown.filter((item) => item.measures.every(({ readings }) => readings < 2) && !COMPARES.test(`${item.updates[0]?.narrative ?? ''} ${item.stateNote ?? ''}`))
  if (bare.length === 0 || bare.length < shown.length * 0.8) return []
  const trends = new Set(bare.flatMap((item) => item.stated.flatMap(({ trend }) => trend ?? [])))
  const alike = trends.size === 1 && bare.length >= 5 ? ` All ${bare.length} are the same: “${[...trends][0]}”.` : ''
  return [{
    subject: 'trends', itemId: null, place: listed(bare.map(named), 5),
    sentence: `${counted(bare.length, 'trend is', 'trends are')} shown without a measure that could show one.${alike}`,
    suggestion: 'Link a measure with readings, so that the trend is computed, or say “not measured” in its place.',
  }]
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
      subject: item.code, itemId: item.itemId, place: named(item),
      sentence: `${named(item)} is declared ${declared.word} (“${declared.criterion}”), and its record says ${derived.word}: ${derived.because}.`,
      suggestion: 'Change the rating, add the evidence that is missing, or give the reason for the difference.',
    }
  })
}

export const RATING_CHECKS: readonly PlanCheck[] = [
  {
    id: 'rating-shown-two-ways', title: 'One rating shown two ways', severity: 'blocks', errors: ['E-01'], reads: 'plan', run: shownTwoWays,
    why: 'A summary and a sheet are two views of one fact. When they differ, one of them is untrue, and the board cannot tell which.',
  },
  {
    id: 'roll-up-without-rule', title: 'A roll-up without a rule', severity: 'blocks', errors: ['E-02'], reads: 'plan', run: rollUpWithoutRule,
    why: 'A rating that sums up others means something only when the rule is known. Without one, the same mix of activities can come out green in one place and amber in the next.',
  },
  {
    id: 'roll-up-against-rule', title: 'A group’s rating differs from the plan’s rule', severity: 'question', errors: ['E-02'], reads: 'plan', run: againstRule,
    why: 'Where a plan has a roll-up rule, a group that is rated otherwise owes its readers the reason.',
  },
  {
    id: 'rating-outside-scheme', title: 'A rating that is not in the scheme', severity: 'blocks', errors: ['E-03', 'E-89'], reads: 'plan', run: outsideScheme,
    why: 'The same colour means different things in different schemes. A word outside the plan’s scheme, or from another one, cannot be counted with the rest.',
  },
  {
    id: 'worse-child-hidden', title: 'A worse activity hidden by its group', severity: 'question', errors: ['E-06'], reads: 'plan', run: hiddenByGroup,
    why: 'A green group can hide an amber activity. Whoever reads only the group does not learn of it.',
  },
  {
    id: 'trend-without-data', title: 'A trend without data', severity: 'question', errors: ['E-04'], reads: 'plan', run: trendWithoutData,
    why: 'An arrow claims that something was measured twice. Without readings it is decoration, and most often flat.',
  },
  {
    id: 'declared-against-criteria', title: 'A rating that its own criteria do not give', severity: 'question', errors: ['E-05'], reads: 'plan', keptOnly: true, run: againstCriteria,
    why: 'The criteria say what each colour means. Where the recorded facts give another one, either the record or the rating is behind, or there is a reason worth telling.',
  },
]
