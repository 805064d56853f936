import { declaredOf, hasEnded, type Item, type Plan, ratedItems } from '../plan.ts'
import { valueOf } from '../rating.ts'
import type { PlanCheck, Raised } from './finding.ts'
import { meaningOf, subjectOf } from './reading/likeness.ts'
import { named } from './item-name.ts'
import { counted, listed, quote, sentencesOf } from './reading/sentences.ts'
import { pattern, r } from './reading/pattern.ts'

/** The position in words: of the last update, or beside ratings that a paper left undecided. */
const positionOf = (item: Item): string => item.updates[0]?.narrative || (item.stated.length > 0 ? item.stateNote : null) || ''

/** A group that gives one position for all the activities under it. */
type SharedPosition = { group: Item; children: Item[]; sentences: string[] }

function sharedPositions(plan: Plan): SharedPosition[] {
  const under = Map.groupBy(plan.items, ({ parentId }) => parentId)
  return plan.items.flatMap((group) => {
    const children = (under.get(group.itemId) ?? []).filter((child) => child.kind !== 'heading' && !hasEnded(child))
    const sentences = sentencesOf(positionOf(group))
    const silent = children.filter((child) => sentencesOf(positionOf(child)).every((sentence) => sentences.includes(sentence)))
    const rated = children.filter((child) => declaredOf(child) !== null)
    return children.length >= 2 &&
      rated.length >= children.length / 2 &&
      silent.length === children.length &&
      sentences.length > 0 &&
      children.filter((child) => positionOf(child) === '').length >= children.length / 2
      ? [{ group, children, sentences }]
      : []
  })
}

/** E-06: one finding for the plan. */
function positionShared(plan: Plan): Raised[] {
  const shared = sharedPositions(plan)
  if (shared.length === 0) return []
  const activities = shared.reduce((sum, { children }) => sum + children.length, 0)
  return [
    {
      subject: 'shared positions',
      itemId: null,
      place: listed(shared.map(({ group }) => named(group))),
      sentence: `${counted(shared.length, 'group gives', 'groups give')} one position for ${counted(activities, 'activity', 'activities')}, so that none of their own ratings can be told from it.`,
      suggestion: 'Report each activity for itself; the group’s view can be made from them.',
    },
  ]
}

// Any position in the field has these.
const FIELD_WORDS = new Set(
  meaningOf(
    'crime crimes offences action actions activity service services community safety police partners partnership public people residents local area city borough council staff awareness national regional pan london england wales uk response responses',
  ),
)

/** The words that tell an activity from its siblings and from the group it stands in. */
function tellingWords(item: Item, { group, children }: SharedPosition): string[] {
  const common = new Set(meaningOf(group.title))
  const inSiblings = (word: string) =>
    children.filter((child) => child !== item && meaningOf(child.title).includes(word)).length >= Math.max(1, (children.length - 1) / 2)
  const telling = subjectOf(item.title).filter((word) => !common.has(word) && !inSiblings(word))
  const own = telling.filter((word) => !FIELD_WORDS.has(word))
  return [...new Set(own.length > 0 ? own : telling.length > 0 ? telling : subjectOf(item.title))]
}

/** The sentences of a group's position that name an activity, by its code or by words of its title. */
function sentencesOn(item: Item, shared: SharedPosition): string[] {
  const words = tellingWords(item, shared)
  return shared.sentences.filter((sentence) => {
    if (item.code && sentence.includes(item.code)) return true
    const said = new Set(meaningOf(sentence))
    return words.some((word) => said.has(word) || [...said].some((each) => isOneRoot(word, each)))
  })
}

/** "cycl" and "cyclist", "harassm" and "harass": one begins with the other, and both are more than a syllable. */
const isOneRoot = (one: string, other: string) =>
  Math.min(one.length, other.length) >= 5 && (one.startsWith(other) || other.startsWith(one))

const promises = (plan: Plan, item: Item) => {
  const value = valueOf(plan.scheme, declaredOf(item))
  return value && !value.facts.some((fact) => fact === 'not started' || fact === 'not complete' || fact === 'target missed') ? value : null
}

/** E-07 where a group speaks for its activities: those rated as if something were done, which its position never mentions. */
function nothingSaid(plan: Plan): Raised[] {
  return sharedPositions(plan).flatMap((shared) => {
    const unsaid = shared.children.filter((child) => promises(plan, child) && sentencesOn(child, shared).length === 0)
    if (unsaid.length === 0 || (unsaid.length === shared.children.length && shared.children.length > 3)) return []
    return [
      {
        subject: `${shared.group.code || shared.group.title} unsaid`,
        itemId: shared.group.itemId,
        place: named(shared.group),
        sentence: `The position of ${named(shared.group)} says nothing of ${listed(
          unsaid.map((item) => `${named(item)} (${declaredOf(item)}, ${quote(item.title)})`),
          5,
        )}.`,
        suggestion: 'Say what was done on each in the period, or rate it as not started.',
      },
    ]
  })
}

/** E-07 for what is rated and has no position at all. */
function noPosition(plan: Plan): Raised[] {
  const parents = new Set(sharedPositions(plan).map(({ group }) => group.itemId))
  const bare = ratedItems(plan).filter(
    (item) =>
      !hasEnded(item) &&
      !parents.has(item.parentId ?? '') &&
      promises(plan, item) &&
      positionOf(item) === '' &&
      item.evidence.length === 0 &&
      !item.outcome,
  )
  const rated = plan.items.filter((item) => promises(plan, item))
  // A list of ratings without any words is that kind of paper; a few rows without them among many with is an omission.
  if (bare.length === 0 || bare.length > rated.length / 2) return []
  return [
    {
      subject: 'no position',
      itemId: bare.length === 1 ? bare[0]!.itemId : null,
      place: listed(bare.map(named)),
      sentence: `${counted(bare.length, 'item is', 'items are')} rated without a word on the position: ${listed(
        bare.map((item) => `${named(item)} (${declaredOf(item)})`),
        5,
      )}.`,
      suggestion: 'Say what was done in the period, with its date.',
    },
  ]
}

const OTHERS_DID = pattern(
  'i',
  r`^(?:the )?(?:home office|home secretary|mayor(?: of| for)?\b|mayor['’]s office|mopac|government`,
  r`|national\b|ministry|department (?:for|of)|cabinet office|nhs england|college of policing|parliament`,
  r`|gla\b|london councils|local government association)`,
)
const WE_TOO = /\b(?:we|our|officers?|team|council|corporation|partnership|police have|cst|delivered|trained|ran|held)\b/i

/** E-09 where positions are words: everything said of an activity rated best is what a national or regional body did. */
function othersWork(plan: Plan): Raised[] {
  const best = plan.scheme.values[0]?.word
  return sharedPositions(plan).flatMap((shared) =>
    shared.children.flatMap((item) => {
      if (!best || valueOf(plan.scheme, declaredOf(item))?.word !== best) return []
      const said = sentencesOn(item, shared)
      if (said.length === 0 || !said.every((sentence) => OTHERS_DID.test(sentence.replace(/^\W+/, '')) && !WE_TOO.test(sentence))) return []
      return [
        {
          subject: item.code || item.title,
          itemId: item.itemId,
          place: named(shared.group),
          sentence: `${named(item)} is rated ${best}, and all that is said of it is the work of others: ${quote(said[0]!)}.`,
          suggestion: 'Say what the partnership itself did. What others do is context and cannot earn the best rating.',
        },
      ]
    }),
  )
}

const DELIVERED = pattern(
  'i',
  r`\b(?:(?:was|were|has been|have been) (?:\w+ly )?(?:delivered|completed|launched|held|trained`,
  r`|produced|distributed|published|installed|introduced|carried out|rolled out)|delivered|completed`,
  r`|launched)\b`,
)
const AHEAD =
  /\b(?:will be|is proposed|are proposed|is planned|are planned|being scoped|to be (?:\w+ed)|awaiting|await|is due|are due|planned for|scheduled)\b/i

/** E-05 where positions are words: rated as planned only, though several sentences tell of work delivered. */
function rateAgainstPosition(plan: Plan): Raised[] {
  return plan.items.flatMap((item) => {
    const value = valueOf(plan.scheme, declaredOf(item))
    const better = value && plan.scheme.values.slice(0, plan.scheme.values.indexOf(value)).find(({ facts }) => facts.includes('delivered'))
    if (
      !value ||
      !better ||
      value.facts.includes('in progress') ||
      value.facts.includes('not complete') ||
      value.facts.length === 0 ||
      item.updates[0]?.reason ||
      hasEnded(item)
    )
      return []
    const done = sentencesOf(item.updates[0]?.narrative ?? '').filter((sentence) => DELIVERED.test(sentence) && !AHEAD.test(sentence))
    if (done.length < 3) return []
    return [
      {
        subject: item.code || item.title,
        itemId: item.itemId,
        place: item.place ?? named(item),
        sentence: `${named(item)} is rated ${value.word} (“${value.criterion}”), and its position tells of ${done.length} things delivered, such as ${quote(done[0]!)}.`,
        suggestion: `By the criteria that is ${better.word}. Change the rating, or give the reason for holding it back.`,
      },
    ]
  })
}

export const POSITION_CHECKS: readonly PlanCheck[] = [
  {
    id: 'position-shared',
    title: 'One position for several activities',
    severity: 'question',
    errors: ['E-06'],
    reads: 'plan',
    run: positionShared,
    why: 'Ratings are given activity by activity. A position given for all of them together supports none of them.',
  },
  {
    id: 'nothing-said',
    title: 'Rated, and nothing said of it',
    severity: 'question',
    errors: ['E-07'],
    reads: 'plan',
    run: nothingSaid,
    why: 'A rating without a word of what was done rests on nothing.',
  },
  {
    id: 'no-position',
    title: 'Rated without a position',
    severity: 'question',
    errors: ['E-07'],
    reads: 'plan',
    run: noPosition,
    why: 'A rating without a word of what was done rests on nothing.',
  },
  {
    id: 'work-of-others',
    title: 'The work of others told as delivery',
    severity: 'question',
    errors: ['E-09'],
    reads: 'plan',
    run: othersWork,
    why: 'That a ministry drafts a policy is worth knowing, but it is not what this partnership delivered.',
  },
  {
    id: 'rating-against-position',
    title: 'A rating that its position does not bear out',
    severity: 'question',
    errors: ['E-05'],
    reads: 'plan',
    run: rateAgainstPosition,
    why: 'The criteria say what each colour means. Where the words beside it tell of another, there is a reason worth giving.',
  },
]
