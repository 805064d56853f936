import { aggregate } from '../derivation.ts'
import { declaredOf, type Item, type Plan } from '../plan.ts'
import { ROLL_UP_WORDS, ROLL_UPS, rollUp, severity, valueOf } from '../rating.ts'
import type { PlanCheck, Raised } from './finding.ts'
import { named } from './item-name.ts'
import { counted, listed } from './reading/sentences.ts'

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
    return children.length >= 2 && shown.length > 0
      ? [{ group, shown, children, words: children.map((child) => valueOf(plan.scheme, declaredOf(child))!.word) }]
      : []
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
      word,
      words,
      group,
      text: `${named(group)} is ${word} with ${words.filter((each) => each !== best).length} of ${words.length} not ${best}`,
    })),
  )
  const explains = ROLL_UPS.filter((rule) =>
    stories.every(({ word, words }) => rollUp(plan.scheme, rule, words)?.word === valueOf(plan.scheme, word)!.word),
  )
  const telling = stories.filter(({ words }) => words.some((word) => word !== best))
  const shown = telling.length > 0 ? telling : stories
  const verdict = explains.length > 0 ? 'no rule says how they follow from what is under them' : 'no one rule gives all of these'
  const fits = explains[0]
  return [
    {
      // A paper that one rule explains lacks only the rule; what is published here is to have it.
      severity: fits && plan.state === 'draft' ? 'question' : 'blocks',
      subject: 'roll-up',
      itemId: null,
      place: listed(
        groups.map(({ group }) => named(group)),
        6,
      ),
      sentence: `${counted(groups.length, 'rating stands', 'ratings stand')} above rated activities, and ${verdict}: ${listed(
        shown.map(({ text }) => text),
        6,
      )}.`,
      suggestion: fits
        ? `The rule “${ROLL_UP_WORDS[fits]}” would give all of them: say so, if it is the one meant.`
        : 'Choose one roll-up rule for the plan. It is then printed beside every aggregate, and the ratings follow from it.',
    },
  ]
}

function againstRule(plan: Plan): Raised[] {
  if (!plan.rollUp) return []
  return groupsOf(plan).flatMap(({ group, shown }) => {
    const rolled = aggregate(plan, group)
    const other = shown.find((word) => rolled?.word && valueOf(plan.scheme, word)!.word !== rolled.word)
    if (!other || !rolled?.word || group.updates[0]?.reason) return []
    return {
      subject: group.code,
      itemId: group.itemId,
      place: named(group),
      sentence: `${named(group)} is declared ${other}, and the plan’s rule gives ${rolled.word}: ${rolled.because}.`,
      suggestion: 'Let the rule stand, or give the reason why this group differs.',
    }
  })
}

/** E-06. One finding: the cause is one. */
function hiddenByGroup(plan: Plan): Raised[] {
  if (plan.rollUp) return []
  const hiding = groupsOf(plan).flatMap(({ group, shown, children }) => {
    const best = Math.min(...shown.map((word) => severity(plan.scheme, valueOf(plan.scheme, word)!.word)))
    const worse = children.filter((child) => severity(plan.scheme, valueOf(plan.scheme, declaredOf(child))!.word) > best)
    return worse.length > 0
      ? [
          {
            group,
            says: `${named(group)} (${plan.scheme.values[best]!.word}) above ${listed(worse.map((item) => `${named(item)} (${declaredOf(item)})`))}`,
          },
        ]
      : []
  })
  if (hiding.length === 0) return []
  return [
    {
      subject: 'groups',
      itemId: hiding.length === 1 ? hiding[0]!.group.itemId : null,
      place: listed(hiding.map(({ group }) => group.place ?? named(group))),
      sentence: `${counted(hiding.length, 'group is', 'groups are')} shown better than what is under ${hiding.length === 1 ? 'it' : 'them'}: ${listed(hiding.map(({ says }) => says))}.`,
      suggestion: 'Show each activity’s own rating wherever the group’s is shown, with the rule that leads from one to the other.',
    },
  ]
}

export const ROLL_UP_CHECKS: readonly PlanCheck[] = [
  {
    id: 'roll-up-without-rule',
    title: 'A roll-up without a rule',
    severity: 'blocks',
    errors: ['E-02'],
    reads: 'plan',
    run: rollUpWithoutRule,
    why: 'A rating that sums up others means something only when the rule is known. Without one, the same mix of activities can come out green in one place and amber in the next.',
  },
  {
    id: 'roll-up-against-rule',
    title: 'A group’s rating differs from the plan’s rule',
    severity: 'question',
    errors: ['E-02'],
    reads: 'plan',
    run: againstRule,
    why: 'Where a plan has a roll-up rule, a group that is rated otherwise owes its readers the reason.',
  },
  {
    id: 'worse-child-hidden',
    title: 'A worse activity hidden by its group',
    severity: 'question',
    errors: ['E-06'],
    reads: 'plan',
    run: hiddenByGroup,
    why: 'A green group can hide an amber activity. Whoever reads only the group does not learn of it.',
  },
]
