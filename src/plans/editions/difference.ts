import { z } from 'zod'
import { writeDate } from '../../calendar/dates.ts'
import { evidenceFor, type Shown, type ShownEvidence, type ShownFinding, type ShownItem } from './shown.ts'
import { counted } from './summary.ts'

/** What sort of change it is, in the order in which a board reads them. */
export const CHANGE_KINDS = ['plan', 'rating', 'item', 'state', 'owner', 'report', 'wording', 'finding'] as const

export const Change = z.object({
  kind: z.enum(CHANGE_KINDS),
  code: z.string().nullable(),
  sentence: z.string(),
  /** For a rating: by the scheme's order. */
  way: z.enum(['better', 'worse']).nullable(),
})
export type Change = z.infer<typeof Change>

type Said = readonly [boolean, Change['kind'], string, Change['way']?]

/** What changed from one edition to the next, in sentences a board can read, in plan order. Nothing before: nothing to say. */
export function differenceOf(before: Shown | null, after: Shown): Change[] {
  if (!before) return []
  const was = new Map(before.items.map((item) => [item.code, item]))
  const is = new Set(after.items.map(({ code }) => code))
  const comparable = JSON.stringify(before.scheme.values) === JSON.stringify(after.scheme.values)
  const items = after.items.flatMap((item) => {
    const old = was.get(item.code)
    return old ? said(item.code, itemChanges({ before, after, comparable }, old, item)) : said(item.code, [[true, 'item', `${item.code} is new: ${item.title}.`]])
  })
  const gone = before.items.filter(({ code }) => !is.has(code)).flatMap(({ code, title }) => said(code, [[true, 'item', `${code} is no longer in the plan: ${title}.`]]))
  const all = [...said(null, planChanges(before, after, comparable)), ...items, ...gone, ...findingChanges(before, after)]
  return CHANGE_KINDS.flatMap((kind) => all.filter((change) => change.kind === kind))
}

const said = (code: string | null, changes: readonly Said[]): Change[] =>
  changes.filter(([changed]) => changed).map(([, kind, sentence, way = null]) => ({ kind, code, sentence, way }))

const on = (day: string | null, none: string) => (day ? writeDate(Temporal.PlainDate.from(day)) : none)
const periodWords = ({ period }: Shown) => period?.name ?? 'no reporting period'

const planChanges = (before: Shown, after: Shown, comparable: boolean): Said[] => [
  [before.title !== after.title, 'plan', `The plan is now called “${after.title}”, before “${before.title}”.`],
  [before.period?.name !== after.period?.name, 'plan', `This edition answers for ${periodWords(after)}; the last one for ${periodWords(before)}.`],
  [before.runs.starts !== after.runs.starts || before.runs.ends !== after.runs.ends, 'plan', `The plan now runs from ${on(after.runs.starts, '')} to ${on(after.runs.ends, '')}.`],
  [!comparable, 'plan', `Ratings are now given by the scheme “${after.scheme.name}” (version ${after.scheme.version}), before by “${before.scheme.name}” (version ${before.scheme.version}): the two cannot be compared.`],
  [before.rollUp !== after.rollUp, 'plan', `The roll-up rule changed. Now: ${after.rollUp} Before: ${before.rollUp}`],
]

type Editions = { before: Shown; after: Shown; comparable: boolean }
const wordOf = (tag: { word: string } | null) => tag?.word ?? 'not rated'

function itemChanges({ before, after, comparable }: Editions, old: ShownItem, item: ShownItem): Said[] {
  const { code } = item
  if (item.state === 'withdrawn' && old.state !== 'withdrawn') return [[true, 'item', `${code} is out of the plan. ${item.stateWords}.`]]
  const way = wayOf(after, old, item)
  const declaredMoved = comparable && wordOf(old.declared) !== wordOf(item.declared)
  const derivedMoved = comparable && wordOf(old.derived) !== wordOf(item.derived)
  const fresh = newEvidence(evidenceFor(before, code), evidenceFor(after, code))
  const reported = item.positionOn !== null && item.positionOn !== old.positionOn
  return [
    [declaredMoved, 'rating', `${code} went from ${wordOf(old.declared)} to ${wordOf(item.declared)}.`, way],
    [derivedMoved, 'rating', `By the ${item.group ? 'roll-up' : 'criteria'}, ${code} went from ${old.derived?.word ?? 'undecided'} to ${item.derived?.word ?? 'undecided'}.`],
    [old.state !== item.state, 'state', `${code} is now ${item.state}, before ${old.state}.`],
    [old.due !== item.due, 'state', `${code} is now due ${item.due ? `on ${on(item.due, '')}` : 'on no date'}, before ${old.due ? `on ${on(old.due, '')}` : 'on no date'}.`],
    [old.owner !== item.owner, 'owner', `${item.owner ?? 'Nobody'} now answers for ${code}, before ${old.owner ?? 'nobody'}.`],
    [old.contributors.join('\n') !== item.contributors.join('\n'), 'owner', `${code} is now shared in by ${item.contributors.join('; ') || 'nobody'}.`],
    [reported, 'report', `${code} was reported on${old.positionOn ? ' again' : ' for the first time'}, as at ${on(item.positionOn, '')}.`],
    [fresh > 0, 'report', `${code} has ${counted(fresh, 'new piece')} of evidence.`],
    [!reported && old.position !== item.position, 'wording', `What is said of where ${code} stands is reworded.`],
    [old.title !== item.title, 'wording', `${code} now reads “${item.title}”, before “${old.title}”.`],
    [old.aim !== item.aim || old.success !== item.success, 'wording', `What ${code} is for is reworded.`],
    [old.outcome !== item.outcome || old.outcomeType !== item.outcomeType, 'wording', outcomeWords(old, item)],
    [old.trend !== item.trend, 'report', `The data on ${code} now say: ${item.trend}. Before: ${old.trend}.`],
  ]
}

function wayOf({ scheme }: Shown, { declared: old }: ShownItem, { declared }: ShownItem): Change['way'] {
  const rank = (word: string | undefined) => scheme.values.findIndex((value) => value.word === word)
  const [was, is] = [rank(old?.word), rank(declared?.word)]
  return was === -1 || is === -1 || was === is ? null : is < was ? 'better' : 'worse'
}

function newEvidence(before: readonly ShownEvidence[], after: readonly ShownEvidence[]): number {
  const key = ({ kind, from, to, statement }: ShownEvidence) => JSON.stringify([kind, from, to, statement])
  const known = new Set(before.map(key))
  return after.filter((each) => !known.has(key(each))).length
}

const typeWords = ({ outcome, outcomeType }: ShownItem) => (outcome ? (outcomeType ?? 'not typed') : 'none')
const outcomeWords = (old: ShownItem, item: ShownItem) =>
  typeWords(old) === typeWords(item) ? `The outcome of ${item.code} is reworded.` : `The outcome of ${item.code} is now: ${typeWords(item)}; before: ${typeWords(old)}.`

function findingChanges(before: Shown, after: Shown): Change[] {
  const key = ({ check, subject }: ShownFinding) => JSON.stringify([check, subject])
  const keys = (findings: readonly ShownFinding[]) => new Set(findings.map(key))
  const [stood, stands, had, has] = [before.findings, after.findings, before.answered, after.answered].map(keys) as [Set<string>, Set<string>, Set<string>, Set<string>]
  const of = (findings: readonly ShownFinding[], words: string): Change[] =>
    findings.map(({ code, place, sentence }) => ({ kind: 'finding', code, sentence: `${words}, ${place}: ${sentence}`, way: null }))
  return [
    ...of(after.findings.filter((each) => !stood.has(key(each))), 'Newly found'),
    ...of(after.answered.filter((each) => !had.has(key(each))), 'Answered with a reason'),
    ...of(before.findings.filter((each) => !stands.has(key(each)) && !has.has(key(each))), 'Put right'),
  ]
}
