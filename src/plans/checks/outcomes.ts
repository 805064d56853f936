import type { Paper } from '../../documents/paper.ts'
import { type Plan } from '../plan.ts'
import { type ActionTable, actionTables, headerOf, tablesOf } from './reading/columns.ts'
import type { Check, Raised } from './finding.ts'
import { bare } from './reading/likeness.ts'
import { rowPlace } from './reading/passages.ts'
import { named } from './item-name.ts'
import { counted, listed, quote, sentencesOf } from './reading/sentences.ts'
import { pattern, r } from './reading/pattern.ts'

// What an outcome cell says when it says no outcome. First words decide: "we reduced noise, and will go on" is one.
const NO_OUTCOME: readonly (readonly [kind: string, pattern: RegExp])[] = [
  [
    'a status',
    pattern(
      'i',
      r`^(?:to be (?:moved|deferred|confirmed|determined|agreed|reviewed)|tb[cd]\b|on ?going\b|in progress`,
      r`|completed?\b|not (?:yet )?started|awaiting|pending|deferred|moved to|see above|as above|n/?a$)`,
    ),
  ],
  [
    'an intention',
    pattern(
      'i',
      r`^(?:the |our )?(?:intention|aim|plan|objective|hope|ambition|goal|idea) (?:is|of|here is)\b|^(?:this`,
      r`|it|we|the \w+) (?:will|intends?|aims?|hopes?|plans?|would)\b|^to (?!be\b)\w+`,
    ),
  ],
  ['a need', /\b(?:is|are) (?:required|needed|necessary)\b|\b(?:needs?|require[sd]?) (?:to be|further|more|greater|additional)\b/i],
]

type Outcome = { words: string; place: string }

/** The outcomes of an action table whose header speaks of what came about, and not of what is hoped for. */
function outcomesOf(each: ActionTable): Outcome[] {
  const { table, columns, rows } = each
  const column = columns.outcome
  if (column === undefined) return []
  const header = headerOf(each, column)
  if (/\b(?:intended|expected|desired|planned|target|proposed|anticipated|success|measure|required|aim|will)\b/i.test(header)) return []
  return rows.flatMap(({ row, texts }) => (texts[column] ? [{ words: texts[column], place: rowPlace(table, row) }] : []))
}

const tables = (paper: Paper) =>
  actionTables(tablesOf(paper))
    .map((each) => ({ label: each.table.place.label, outcomes: outcomesOf(each) }))
    .filter(({ outcomes }) => outcomes.length >= 3)

/** E-80: one finding to a table. */
function noOutcome(paper: Paper): Raised[] {
  return tables(paper).flatMap(({ label, outcomes }) => {
    const said = outcomes.flatMap((outcome) => {
      const first = sentencesOf(outcome.words)[0] ?? ''
      const kind = NO_OUTCOME.find(([, pattern]) => pattern.test(first))?.[0]
      return kind ? [{ kind, first, place: outcome.place }] : []
    })
    if (said.length === 0) return []
    return [
      {
        subject: `${label} outcomes`,
        itemId: null,
        place: listed(
          said.map(({ place }) => place),
          3,
        ),
        sentence: `${counted(said.length, 'outcome is', 'outcomes are')} none: ${listed(
          said.map(({ kind, first }) => `${quote(first)} is ${kind}`),
          5,
        )}.`,
        suggestion: 'Say what changed, with a figure, or “not yet”.',
      },
    ]
  })
}

/** E-80: claims without anything to check them by. */
function unmeasured(paper: Paper): Raised[] {
  return tables(paper).flatMap(({ label, outcomes }) => {
    const bareClaims = outcomes.filter(
      ({ words }) => !/\d|\b(?:survey|feedback|reduc\w+ (?:by|from)|halved|doubled|none|zero|no \w+ since)\b/i.test(words),
    )
    if (bareClaims.length < 3 || bareClaims.length < outcomes.length * 0.6) return []
    return [
      {
        subject: `${label} claims`,
        itemId: null,
        place: label,
        sentence: `${bareClaims.length} of ${outcomes.length} outcomes give no figure and no source, such as ${quote(bareClaims.toSorted((a, b) => a.words.length - b.words.length)[0]!.words)}.`,
        suggestion: 'Mark each as measured, with its measure, as claimed, or as not yet.',
      },
    ]
  })
}

function sameOutcome(paper: Paper): Raised[] {
  return tables(paper).flatMap(({ outcomes }) =>
    [
      ...Map.groupBy(
        outcomes.filter(({ words }) => words.split(/\s+/).length >= 4),
        ({ words }) => bare(words),
      ).values(),
    ]
      .filter((each) => each.length >= 3)
      .map((each) => ({
        subject: bare(each[0]!.words),
        itemId: null,
        place: listed(
          each.map(({ place }) => place),
          3,
        ),
        sentence: `${quote(each[0]!.words)} is the outcome of ${each.length} actions, word for word.`,
        suggestion: 'Say what each of them changed.',
      })),
  )
}

function claimedAsMeasured(plan: Plan): Raised[] {
  return plan.items
    .filter((item) => item.outcome && item.outcomeType === 'measured' && item.measures.every(({ readings }) => readings === 0))
    .map((item) => ({
      subject: item.code,
      itemId: item.itemId,
      place: named(item),
      sentence: `The outcome of ${named(item)} is marked as measured, and no measure with readings is linked to it.`,
      suggestion: 'Link the measure, or mark the outcome as claimed.',
    }))
}

/** E-94: targets whose date has passed. One finding to a measure, whichever items it serves. */
function unclosedTargets(plan: Plan): Raised[] {
  const open = plan.items.flatMap((item) => item.measures.filter(({ unclosed }) => unclosed > 0).map((measure) => ({ item, measure })))
  return [...Map.groupBy(open, ({ measure }) => measure.measureId).values()].map((each) => {
    const { item, measure } = each[0]!
    return {
      subject: measure.title,
      itemId: item.itemId,
      place: listed(
        each.map((one) => named(one.item)),
        4,
      ),
      sentence: `${counted(measure.unclosed, 'target', 'targets')} of ${quote(measure.title)} came due, and nobody has said how ${measure.unclosed === 1 ? 'it' : 'they'} came out.`,
      suggestion: 'Close the target: met, missed, or given up and why.',
    }
  })
}

function untypedOutcome(plan: Plan): Raised[] {
  return plan.items
    .filter((item) => item.outcome && !item.outcomeType)
    .map((item) => ({
      subject: item.code,
      itemId: item.itemId,
      place: named(item),
      sentence: `Nobody has said whether the outcome of ${named(item)} was measured or is claimed: ${quote(item.outcome!)}.`,
      suggestion: 'Mark it as measured, claimed or not yet.',
    }))
}

export const OUTCOME_CHECKS: readonly Check[] = [
  {
    id: 'outcome-is-none',
    title: 'An outcome that is an intention, a need or a status',
    severity: 'question',
    errors: ['E-80'],
    reads: 'paper',
    run: noOutcome,
    why: 'What is meant to change, or still has to, is not what changed.',
  },
  {
    id: 'outcome-unmeasured',
    title: 'Outcomes nobody can check',
    severity: 'note',
    errors: ['E-80'],
    reads: 'paper',
    run: unmeasured,
    why: '“Our communities are safer” may be true. Without a figure or a source nobody can tell.',
  },
  {
    id: 'outcome-repeated',
    title: 'One outcome for many actions',
    severity: 'note',
    errors: ['E-80'],
    reads: 'paper',
    run: sameOutcome,
    why: 'A sentence that fits every action was written for none.',
  },
  {
    id: 'outcome-without-measure',
    title: 'A measured outcome without its measure',
    severity: 'question',
    errors: ['E-80'],
    reads: 'plan',
    keptOnly: true,
    run: claimedAsMeasured,
    why: 'Measured means that there is a reading to show.',
  },
  {
    id: 'target-not-closed',
    title: 'A target nobody closed',
    severity: 'question',
    errors: ['E-94', 'E-27'],
    reads: 'plan',
    keptOnly: true,
    run: unclosedTargets,
    why: 'A target that passes in silence teaches everyone that targets do.',
  },
  {
    id: 'outcome-of-no-kind',
    title: 'An outcome not yet typed',
    severity: 'note',
    errors: ['E-80'],
    reads: 'plan',
    keptOnly: true,
    run: untypedOutcome,
    why: 'Readers need to know whether an outcome was measured or is somebody’s view.',
  },
]
