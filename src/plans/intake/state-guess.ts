import type { Fact } from '../rating.ts'
import { opening } from './folding.ts'
import type { StateGuess } from './plan-reading.ts'
import type { ItemState } from '../plan.ts'

// In order: the first that a sentence supports decides. Only plain statements count, not hopes or plans of others.
const SIGNS: readonly (readonly [ItemState, RegExp])[] = [
  [
    'deferred',
    /\b(?:has been |have been |is |are |to be )?(?:deferred|postponed|moved to (?:the )?(?:later|next|20\d\d)|carried (?:over|forward) (?:in)?to)\b|\bmoved to later\b|\bto be moved to\b/i,
  ],
  [
    'continuous',
    /\bcontinuous (?:work|workstream|activity|process|programme)\b|\b(?:seen|regarded|treated) as (?:a )?continuous\b|\bbusiness as usual\b|^(?:ongoing|continuous)\b/i,
  ],
  [
    'complete',
    /^(?:action )?(?:complete|completed|done)|(?:action|work|project|task|milestone) (?:is|has been|was) (?:now )?(?:fully )?(?:complete|completed|delivered)|all (?:actions|work) (?:are |is )?complete/i,
  ],
  ['planned', /\bwill (?:commence|begin|start)\b|\b(?:is|are) (?:scheduled|planned)\b|\bdue to (?:start|begin|commence)\b/i],
  [
    'in progress',
    /\b(?:is|are) (?:being|under ?way|in progress|progressing|currently)\b|\bunder ?way\b|\bin progress\b|\b(?:has|have) (?:started|begun|commenced|been (?:developed|launched|rolled out|produced|running|commissioned))\b/i,
  ],
]

const BY_WORD: Readonly<Record<string, ItemState>> = {
  Complete: 'complete',
  Ongoing: 'continuous',
  'In progress': 'in progress',
  'On track': 'in progress',
  'At risk': 'in progress',
  Planned: 'planned',
  'Not started': 'not started',
  Overdue: 'in progress',
  Delayed: 'in progress',
  'On hold': 'blocked',
  Deferred: 'deferred',
  Blocked: 'blocked',
  'Off track': 'in progress',
}

const BY_FACT: Partial<Record<Fact, ItemState>> = {
  complete: 'complete',
  delivered: 'in progress',
  continuing: 'in progress',
  'in progress': 'in progress',
  scoped: 'planned',
  'not started': 'not started',
}

/** The state an item's rating suggests: by its word ("Complete"), or by the facts its criterion speaks of. */
export function stateOfRating(word: string, facts: readonly Fact[]): StateGuess | null {
  const fact = facts.find((each) => each !== 'complete' && BY_FACT[each]) ?? facts.find((each) => BY_FACT[each])
  const state = BY_WORD[word] ?? (fact && BY_FACT[fact])
  return state ? { state, because: `rated ${word}` } : null
}

/** The state that words about progress suggest, with the words; null where they say nothing plain. */
export function stateOfWords(text: string): StateGuess | null {
  for (const [state, sign] of SIGNS)
    for (const sentence of text.split(/(?<=[.;!?])\s+|\n/))
      if (sign.test(sentence)) return { state, because: `“${opening(sentence, 120)}”` }
  return null
}
