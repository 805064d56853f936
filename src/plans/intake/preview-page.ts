import { writeDate } from '../../calendar/dates.ts'
import { errorsForPage } from '../../web/forms.ts'
import { ITEM_STATES, PLAN_KINDS, UPDATE_INTERVALS } from '../plan.ts'
import { ROLL_UP_WORDS, ROLL_UPS, type RatingScheme, valueOf } from '../rating.ts'
import type { Batch } from './batch-store.ts'
import type { Failed } from './opening.ts'
import { opening } from './folding.ts'
import { saysTheSame, type SchemeGuess } from './legend.ts'
import { colourOf } from './marks.ts'
import type { OwnerQuestion } from './owner-choice.ts'
import { oneRating, type PlanReading, type ReadItem, wordsOf } from './plan-reading.ts'
import { contradictions, type Problem } from './problems.ts'
import { isSameScheme } from './taking.ts'

type Entered = Record<string, unknown>
export type Choice = { value: string; text: string }
export type Settling = {
  questions: readonly OwnerQuestion[]
  organisations: readonly Choice[]
  ownerWords: (item: ReadItem) => string
  ownerCount: (item: ReadItem) => number
}

const sentence = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
const plural = (count: number, one: string, many = `${one}s`) => `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`
const options = (choices: readonly Choice[], chosen: unknown) =>
  choices.map((choice) => ({ ...choice, selected: String(chosen ?? '') === choice.value }))

/** Above this many items a page lists what was read without a choice of state for each. */
const MOST_STATES = 400

/** What was found in the paper, and everything a person settles before it becomes a plan. */
export function previewPage(
  batch: Batch,
  reading: PlanReading,
  schemes: readonly RatingScheme[],
  settling: Settling,
  problems: readonly Problem[],
  failed: Failed,
) {
  const entered: Entered = failed?.entered ?? {
    title: reading.title,
    kind: reading.kind,
    starts: reading.period ? writeDate(reading.period.starts) : '',
    ends: reading.period ? writeDate(reading.period.ends) : '',
    schemeId: schemeProposed(reading, schemes),
    updateInterval: 'quarterly',
    rememberNames: 'yes',
    useGuesses: 'yes',
  }
  return {
    title: 'The plan in this paper',
    context: batch.fileName,
    back: { href: `/plans/import/${batch.batchId}`, text: 'Back to how the paper was read' },
    batchId: batch.batchId,
    figures: figuresOf(reading),
    unsure: reading.unsure,
    problems,
    contradictions: contradictionsOf(reading),
    questions: reading.questions,
    leftOut: reading.leftOut,
    items: itemRows(reading, settling, failed ? entered : null),
    owners: ownerRows(settling, entered),
    askGuesses: reading.items.length > MOST_STATES,
    askFirst: reading.items.some((item) => settling.ownerCount(item) > 1),
    scheme: reading.scheme && {
      ...reading.scheme,
      values: reading.scheme.values.map(({ word, colour, criterion }) => ({ rating: { word, colour }, criterion })),
    },
    entered,
    fields: {
      kinds: PLAN_KINDS.map((kind) => ({ value: kind, text: sentence(kind), checked: entered.kind === kind })),
      schemes: schemeOptions(reading, schemes, entered.schemeId),
      rollUps: [
        { value: '', text: 'No rule yet', selected: !entered.rollUp },
        ...options(
          ROLL_UPS.map((rule) => ({ value: rule, text: `Rated ${ROLL_UP_WORDS[rule]}` })),
          entered.rollUp,
        ),
      ],
      intervals: options(
        UPDATE_INTERVALS.map((value) => ({ value, text: sentence(value) })),
        entered.updateInterval,
      ),
    },
    noPeriod: reading.period === null,
    ...errorsForPage(failed?.errors),
  }
}

function figuresOf(reading: PlanReading) {
  const parents = new Set(reading.items.map(({ parentCode }) => parentCode))
  const leaves = reading.items.filter(({ code, kind }) => !parents.has(code) && kind !== 'heading')
  const rated = leaves.filter((item) => oneRating(item) !== null)
  return [
    { number: reading.items.length - leaves.length, text: 'Priorities and headings' },
    { number: leaves.length, text: 'Items under them' },
    { number: rated.length, text: 'Items with a rating' },
    { number: reading.questions.length, text: 'Things to look at' },
  ]
}

/** Both ratings of an item that the paper rates in two ways, each with its place. */
export const contradictionsOf = (reading: PlanReading) =>
  contradictions(reading).map(({ item, says }) => ({
    item: `${item.code} ${opening(item.title, 90)}`,
    says: says.map(({ words, place }) => ({ rating: { word: words, colour: colourIn(reading.scheme, words) }, place })),
  }))

const colourIn = (scheme: SchemeGuess | null, word: string) =>
  (scheme && valueOf({ ...scheme, schemeId: '' }, word)?.colour) ?? colourOf(word)

function itemRows(reading: PlanReading, settling: Settling, entered: Entered | null) {
  const parents = new Map(reading.items.map(({ code, parentCode }) => [code, parentCode]))
  const depth = (code: string | null): number => (code === null ? -1 : 1 + depth(parents.get(code) ?? null))
  const hasChildren = new Set(parents.values())
  return reading.items.map((item, index) => ({
    code: item.code,
    title: item.title,
    place: item.place,
    depth: Math.min(4, depth(item.code)),
    isGroup: hasChildren.has(item.code) || item.kind === 'heading',
    ratings: [...new Set(item.stated.map(({ word }) => word))].map((word) => ({ word, colour: colourIn(reading.scheme, word) })),
    unrated: item.unrated.map(({ words }) => opening(words, 60)).join('; '),
    owners: settling.ownerWords(item),
    dates: [item.starts && `from ${writeDate(item.starts)}`, item.due && `due ${writeDate(item.due)}`].filter(Boolean).join(', '),
    position: wordsOf(item.position),
    positionLines: plural(item.position.length, 'line'),
    outcome: wordsOf(item.outcome),
    aim: wordsOf(item.aim),
    success: wordsOf(item.success),
    state: item.kind === 'heading' || reading.items.length > MOST_STATES ? null : stateOf(item, index, entered),
  }))
}

function stateOf(item: ReadItem, index: number, entered: Entered | null) {
  const chosen = entered ? entered[`state_${index}`] : (item.stateGuess?.state ?? 'not started')
  const choosable = ITEM_STATES.filter((state) => !['merged', 'discharged', 'withdrawn', 'closed, not achieved'].includes(state))
  return {
    name: `state_${index}`,
    because: item.stateGuess ? `A guess: ${item.stateGuess.because}` : null,
    options: options(
      choosable.map((value) => ({ value, text: sentence(value) })),
      chosen,
    ),
  }
}

/** Each wording to settle, with the partners to choose from. */
export const ownerRows = ({ questions, organisations }: Settling, entered: Entered) =>
  questions.map(({ words, codes, guess }, index) => ({
    name: `owner_${index}`,
    words,
    isGuess: guess !== null,
    codes: codes.length > 6 ? `${codes.slice(0, 6).join(', ')} and ${codes.length - 6} more` : codes.join(', '),
    options: [
      { value: '', text: 'Leave the paper’s words', selected: false },
      ...options(organisations, entered[`owner_${index}`] ?? guess),
    ],
  }))

/** A scheme of the partnership that says the same as the paper's, or the paper's own, or the first standard one. */
function schemeProposed(reading: PlanReading, schemes: readonly RatingScheme[]): string {
  const { scheme } = reading
  if (!scheme) return schemes[0]?.schemeId ?? ''
  return (
    schemes.find((each) => isSameScheme(each, scheme) || (!each.schemeId.startsWith('standard: ') && saysTheSame(each, scheme)))
      ?.schemeId ?? 'paper'
  )
}

function schemeOptions(reading: PlanReading, schemes: readonly RatingScheme[], chosen: unknown) {
  const inWords = ({ name, values }: Pick<RatingScheme, 'name' | 'values'>) =>
    `${name}: ${values.map(({ word }) => word).join(', ')}`
  const own = reading.scheme
    ? [{ value: 'paper', text: `As the paper says: ${reading.scheme.values.map(({ word }) => word).join(', ')}` }]
    : []
  return options([...own, ...schemes.map((scheme) => ({ value: scheme.schemeId, text: inWords(scheme) }))], chosen)
}
