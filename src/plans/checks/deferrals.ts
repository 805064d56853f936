import type { Paper } from '../../documents/paper.ts'
import { MONTH_NAME } from '../../calendar/months.ts'
import { hasEnded, type Plan } from '../plan.ts'
import { actionTables, isActionPlan, tablesOf } from './reading/columns.ts'
import type { Check, Raised } from './finding.ts'
import { rowPlace } from './reading/passages.ts'
import { named } from './item-name.ts'
import { listed, quote, sentencesOf } from './reading/sentences.ts'
import { pattern, r } from './reading/pattern.ts'

// "Moved to the cloud" and "moved to green" put nothing off: what follows has to be of time or of a plan.
const DEFERRED = pattern(
  'i',
  r`\b(?:moved|carried (?:over|forward)|pushed back|put back) (?:in)?to (?:the )?(?:\w+ ){0,2}?(?:later`,
  r`|next|following|20\d\d|future|plan|phase)\b|\b(?:deferred|postponed)\b(?! (?:prosecution|sentence`,
  r`|payment|deployment|caution))|\bcarried (?:over|forward)\s*$`,
)
const SHORT_WORDS = 22

const DATED = new RegExp(
  `\\b(?:${MONTH_NAME}|q[1-4]|quarter \\w+|spring|summer|autumn|winter) (?:19|20)\\d\\d|\\d{1,2}[/.]\\d{1,2}[/.]\\d{2}`,
  'i',
)
const NAMED = pattern(
  'u',
  r`(?:\p{Lu}[\p{L}’'-]+\s+(?:(?:and|of|the|for)\s+)?){2,}(?:Plan|Strategy|Programme|Board`,
  r`|Partnership)\b|\b(?:action|priority|objective|item) [A-Z]?\d`,
)

/** E-81 in papers: put off, to no date and no named place. */
function putOff(paper: Paper): Raised[] {
  return actionTables(tablesOf(paper))
    .filter(isActionPlan)
    .flatMap(({ table, columns, rows }) =>
      rows.flatMap(({ row, texts }) => {
        const said = texts.flatMap((text, column) => (column === columns.action || column === columns.owner ? [] : sentencesOf(text)))
        const vague = said.filter(
          (sentence) =>
            DEFERRED.test(sentence) && sentence.split(/\s+/).length <= SHORT_WORDS && !DATED.test(sentence) && !NAMED.test(sentence),
        )
        if (vague.length === 0) return []
        return [
          {
            subject: `${texts[columns.action!]!.slice(0, 60)} put off`,
            itemId: null,
            place: rowPlace(table, row),
            sentence: `${listed(
              vague.map((sentence) => quote(sentence, DEFERRED.exec(sentence)![0])),
              2,
            )}: put off, without the date or the entry it goes to.`,
            suggestion: 'Name the plan and the entry that takes it over, or the new date.',
          },
        ]
      }),
    )
}

const deferredNowhere = (plan: Plan): Raised[] =>
  plan.items
    .filter((item) => item.state === 'deferred' && !item.deferredTo)
    .map((item) => ({
      subject: item.code,
      itemId: item.itemId,
      place: named(item),
      sentence: `${named(item)} is deferred and no plan takes it over.`,
      suggestion: 'Choose the plan it goes to.',
    }))

/** E-42 in a plan kept here: ended, and still worked on. */
const endedButUpdated = (plan: Plan): Raised[] =>
  plan.items.flatMap((item) => {
    const [latest] = item.updates
    if (
      !hasEnded(item) ||
      item.state === 'complete' ||
      !item.stateSince ||
      !latest ||
      Temporal.PlainDate.compare(latest.positionOn, item.stateSince) <= 0
    )
      return []
    return [
      {
        subject: item.code,
        itemId: item.itemId,
        place: named(item),
        sentence: `${named(item)} has been ${item.state} since ${item.stateSince.toLocaleString('en-GB', { dateStyle: 'long' })} and was updated after that.`,
        suggestion: 'Bring it back, or report the work where it belongs now.',
      },
    ]
  })

export const DEFERRAL_CHECKS: readonly Check[] = [
  {
    id: 'put-off',
    title: 'Put off to nowhere',
    severity: 'question',
    errors: ['E-81'],
    reads: 'paper',
    run: putOff,
    why: 'What is put off without a date and a place is dropped without saying so.',
  },
  {
    id: 'deferred-nowhere',
    title: 'Deferred to no plan',
    severity: 'question',
    errors: ['E-81'],
    reads: 'plan',
    keptOnly: true,
    run: deferredNowhere,
    why: 'What is put off without a place to go is dropped without saying so.',
  },
  {
    id: 'ended-but-updated',
    title: 'Ended, and still updated',
    severity: 'question',
    errors: ['E-42'],
    reads: 'plan',
    keptOnly: true,
    run: endedButUpdated,
    why: 'Either it was not ended, or two plans now report the same work.',
  },
]
