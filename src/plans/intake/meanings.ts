import { fold } from './folding.ts'

/** What a column (or, in a sheet, a row) of a paper's table can hold, in the words a person chooses from. */
export const MEANINGS = [
  'code',
  'title',
  'heading',
  'owner',
  'rating',
  'earlier rating',
  'trend',
  'position',
  'outcome',
  'success',
  'aim',
  'criteria',
  'starts',
  'due',
  'strand',
  'ignore',
] as const
export type Meaning = (typeof MEANINGS)[number]

export const MEANING_WORDS: Record<Meaning, string> = {
  code: 'Code or number',
  title: 'The action, activity or priority',
  heading: 'The priority or heading it belongs to',
  owner: 'Owner',
  rating: 'Rating',
  'earlier rating': 'An earlier rating',
  trend: 'Trend',
  position: 'Position or progress, in words',
  outcome: 'Impact or outcome',
  success: 'Measure or target',
  aim: 'Aim or description',
  criteria: 'What the ratings mean',
  starts: 'Start date',
  due: 'Due date',
  strand: 'Strand',
  ignore: 'Leave out',
}

/** `whole`: every word of the header says this and nothing else, so that it can only be a header. */
export type Guess = { meaning: Meaning; whole: boolean }

const NOUNS =
  'actions?|activit(?:y|ies)|tasks?|milestones?|projects?|programmes?|initiatives?|deliverables?|commitments?|recommendations?|interventions?|steps?|workstreams?|kpas?|objectives?|priorit(?:y|ies)|targets?|goals?'

// In order: the first that matches decides. Each names the words that carry the meaning.
const RULES: readonly (readonly [Meaning, RegExp])[] = [
  ['criteria', /\b(criteria|definitions?)\b/],
  ['trend', /\b(trends?|direction(?: of travel)?|dot|arrow)\b/],
  ['owner', new RegExp(`\\b(?:${NOUNS})(?: \\w+)? (?:owners?|leads?)\\b`)],
  [
    'rating',
    /\b(b?rag|traffic lights?|colou?r)\b(?!.*\b(?:comment\w*|narrative|reason|explanation)\b)(?<!\b(?:comment\w*|narrative|reason|explanation)\b.*)/,
  ],
  [
    'position',
    /\b(commentary|comments?|narrative|notes?|reasons?|explanation|updates?|progress|position|achievements?|how is it going|how are we doing|next steps?|to date|so far|taken|latest)\b/,
  ],
  ['rating', /\b(rating|status|confidence)\b/],
  [
    'title',
    new RegExp(
      `\\b(?:${NOUNS}) (?:description|details?|title|name|text)\\b|^we will$|^key (?:actions?|activit(?:y|ies))\\b|^(?:actions?|activit(?:y|ies)) (?:required|needed|to be taken|planned|agreed|what)\\b|\\bwhat (?:we will do|will we do|we are going to do|are we going to do|needs? to (?:be done|happen))\\b`,
    ),
  ],
  ['code', /^(?:no|nr|num|number|ref|reference|id|code|item no|s no|serial)$|\b(?:ref|reference|number|no|nos|id|code)$/],
  ['success', /\b(measures?|success|kpis?|indicators?|metrics?|how (?:will|do) we know)\b/],
  [
    'owner',
    /\b(owners?|owned by|leads?|led by|responsib\w*|accountab\w*|who|agency|agencies|partners?|departments?|dept|assigned|sponsors?|sro|officers?|delivered by|delivery by|organi[sz]ations?)\b/,
  ],
  [
    'due',
    /\b(due|by when|deadlines?|end date|finish|complet(?:ion|e) (?:date|by)|target date|date for completion|timescales?|timeframes?|time frames?|timing|delivery date|when)\b/,
  ],
  ['starts', /\b(start|starts|start date|commence\w*)\b/],
  ['outcome', /\b(outcomes?|impacts?|benefits?|results?|difference)\b/],
  ['aim', /\b(aims?|rationale|why|purpose|description|background|context)\b/],
  ['strand', /\b(strands?|pillars?|four ps)\b/],
  ['ignore', /\b(budget|costs?|forecast|variance|funding|spend|year|version|date)\b/],
  ['title', new RegExp(`\\b(?:${NOUNS}|what|key performance activit(?:y|ies))\\b`)],
  ['heading', /\b(themes?|outcome areas?|categor(?:y|ies)|sections?|headings?|areas?)\b/],
  ['title', /\b(title|name|item)\b/],
]

// Words that may stand beside the telling ones in a header and add nothing.
const PLAIN =
  /^(?:the|a|an|of|and|or|for|to|by|in|on|at|our|this|these|is|are|be|was|will|we|what|date|dates|name|names|current|planned|proposed|key|main|lead|overall|status|rag|brag|rating|colour|color|light|traffic|delivery|action|actions|activity|activities|partner|partners|expected|intended|target|performance|position|progress|update|strategic|priority|priorities|objective|number|no|ref|quarter|q[1-4]|[0-9]+|latest|brief|description|planned|responsible|officer|organisation|agency|impact|outcome|measure|measures|success|team|project|projects|programme|aims|description|details|by|completion|complete|rationale|s|do|it|its|how|going|know|worked|works|if|has|have|been|done|made|much|so|far)$/

/**
 * What a column header or row label most likely announces, or null when it says nothing we know. Words in brackets and
 * further lines do not count unless nothing else is left.
 */
export function guessMeaning(header: string): Guess | null {
  const known = guesses.get(header)
  if (known !== undefined) return known
  const guess = guessAnew(header)
  if (header.length <= 120) {
    if (guesses.size > 5_000) guesses.clear()
    guesses.set(header, guess)
  }
  return guess
}

// Short texts are asked about again and again, once for each question put to a row.
const guesses = new Map<string, Guess | null>()

function guessAnew(header: string): Guess | null {
  if (isLegend(header)) return { meaning: 'rating', whole: true }
  const short = header.split('\n')[0]!.replace(/\([^)]*\)?/g, ' ')
  const words = fold(fold(short) === '' ? header : short).replace(/_/g, ' ')
  if (words === '') return header.trim() === '#' ? { meaning: 'code', whole: true } : null
  for (const [meaning, pattern] of RULES) {
    const found = pattern.exec(words)
    if (!found) continue
    const others = words
      .replace(new RegExp(pattern, 'g'), ' ')
      .split(' ')
      .filter((word) => word !== '' && !PLAIN.test(word))
    return { meaning, whole: others.length === 0 && words.split(' ').length <= 8 }
  }
  return null
}

const COLOURS = /\b(?:red|amber|green|blue)\b/gi

/** A header that is itself the legend: "Red (not complete) Amber (in progress) Green (complete)". */
export function isLegend(text: string): boolean {
  if (text.length >= 250) return false
  const colours = new Set((text.match(COLOURS) ?? []).map((word) => word.toLowerCase())).size
  return (
    colours >= 3 ||
    (colours === 2 && text.length < 40 && text.replace(COLOURS, '').replace(/[^\p{L}]/gu, '').length >= 4) ||
    /^\s*r\s*[/,-]\s*a\s*[/,-]\s*g\s*$/i.test(text)
  )
}

/** Labels of a paper's own particulars: they describe the paper and not an item. */
export const isParticular = (label: string): boolean =>
  /^(?:version\b.*|author|date|prepared by|report of|reporting period|period|month|quarter|last updated|updated|updated by|reviewed|review date|chair|classification|distribution|document owner|file name|contact)$/.test(
    fold(label),
  )
