import type { Paper } from '../../documents/paper.ts'
import type { Plan } from '../plan.ts'
import { type Check, type Finding, type Raised, SEVERITIES } from './finding.ts'
import { CHECKS } from './register.ts'
import { listed, upperFirst } from './reading/sentences.ts'
import { textOfPaper, textOfPlan } from './reading/texts.ts'

type Ordered = Finding & { at: number; places: string[] }

/** What every check of plans and of words says of a plan, gravest first, then in plan order. */
export function runPlanChecks(plan: Plan, today: Temporal.PlainDate): Finding[] {
  const order = new Map(plan.items.map(({ itemId }, at) => [itemId, at]))
  const text = textOfPlan(plan, today)
  const found = CHECKS.flatMap((check) => {
    const raised = check.reads === 'plan' ? check.run(plan, today) : check.reads === 'words' ? check.run(text, today).map(ofItem) : []
    return raised.map((each) => finding(check, each, each.itemId === null ? -1 : (order.get(each.itemId) ?? -1)))
  })
  return settled(found)
}

/** What every check of papers and of words says of a paper, gravest first, then in reading order. */
export function runPaperChecks(paper: Paper, today: Temporal.PlainDate): Finding[] {
  return settled(paperFindings(paper, today))
}

/**
 * What the checks say of a paper and of the plan that was read from it. The words are read once, in the paper, and
 * checks that only a kept plan can answer are left out.
 */
export function runChecksOnBoth(paper: Paper, plan: Plan | null, today: Temporal.PlainDate): Finding[] {
  const ofPlan = CHECKS.flatMap((check) =>
    plan && check.reads === 'plan' && !check.keptOnly
      ? check.run(plan, today).map((each) => finding(check, { ...each, itemId: null }, -1))
      : [],
  )
  return settled([...ofPlan, ...paperFindings(paper, today)])
}

function paperFindings(paper: Paper, today: Temporal.PlainDate): Ordered[] {
  const text = textOfPaper(paper, today)
  return CHECKS.flatMap((check) => {
    const raised = check.reads === 'paper' ? check.run(paper, today) : check.reads === 'words' ? check.run(text, today) : []
    return raised.map((each) => finding(check, each, each.at ?? Infinity))
  })
}

/** The same words in two items are two findings: a dismissal is of one of them. */
const ofItem = (raised: Raised): Raised => (raised.itemId === null ? raised : { ...raised, subject: `${raised.place}: ${raised.subject}` })

const finding = (check: Check, { severity, at: _, ...raised }: Raised, at: number): Ordered => ({
  check: check.id,
  severity: severity ?? check.severity,
  ...raised,
  sentence: upperFirst(raised.sentence),
  at,
  places: [raised.place],
})

/** In order, those of one check about one subject put together, their places listed. */
function settled(found: readonly Ordered[]): Finding[] {
  const together = new Map<string, Ordered>()
  for (const each of found) {
    const key = `${each.check}\n${each.subject.toLowerCase()}`
    const first = together.get(key)
    if (!first) together.set(key, { ...each, places: [...each.places] })
    else if (!first.places.includes(each.place)) first.places.push(each.place)
  }
  const rank = (severity: Finding['severity']) => SEVERITIES.indexOf(severity)
  return [...together.values()]
    .toSorted((one, other) => rank(one.severity) - rank(other.severity) || one.at - other.at)
    .map(({ at: _, places, ...rest }) => ({ ...rest, place: listed(places, 4) }))
}
