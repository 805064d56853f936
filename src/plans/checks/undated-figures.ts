import { oneFinding } from './one-finding.ts'
import type { Paper } from '../../documents/paper.ts'
import type { Check, Raised } from './finding.ts'
import { type Passage } from './reading/passages.ts'
import { textOfPaper } from './reading/texts.ts'
import { pattern, r } from './reading/pattern.ts'

const CRIME_SHARE = pattern(
  'i',
  r`(?:\b(?:makes? up|made up|accounts? for|accounted for|represents?|represented`,
  r`|comprises?)\s+(?:\w+\s+){0,2}?\d{1,3}(?:\.\d+)?\s?(?:%|per ?cent)|\b\d{1,3}(?:\.\d+)?\s?(?:%`,
  r`|per ?cent)) of (?:all |the |recorded |reported |total )*(?:crimes?|offences?|incidents?|reports`,
  r`|calls|demand|asb)\b`,
)
const ANY_PERIOD = pattern(
  'i',
  r`\b(?:19|20)\d\d\b|\b\d\d/\d\d\b|\b(?:last|past|previous|this|financial) (?:\w+ )?(?:year|quarter`,
  r`|month|period)s?\b|\b(?:january|february|march|april|june|july|august|september|october|november`,
  r`|december)\b`,
)

/** E-52. A report of one month or quarter dates its figures by its title; a strategy does not. */
function undatedShares(paper: Paper, today: Temporal.PlainDate): Raised[] {
  const text = textOfPaper(paper, today)
  if (text.written && text.written.from.until(text.written.to).days <= 92) return []
  const undated = text.said.filter(
    ({ sentence, passage }) =>
      CRIME_SHARE.test(sentence) &&
      !/\btargets?|aim|reduce|would|could\b/i.test(sentence) &&
      !ANY_PERIOD.test(`${passage.text} ${passage.section === text.title ? '' : passage.section} ${leadOf(text.passages, passage)}`),
  )
  return oneFinding(
    'undated shares',
    undated,
    (count, quotes) => `${count} given without the year or period ${undated.length === 1 ? 'it is' : 'they are'} of: ${quotes}.`,
    'Say which year or period each is of, and where it comes from.',
    'share of crime is',
    'shares of crime are',
  )
}

/** What leads to a list item or a table. */
const leadOf = (passages: readonly Passage[], passage: Passage): string =>
  passage.kind === 'list item' || passage.kind === 'cell'
    ? (passages.findLast(({ at, kind }) => at < passage.at && (kind === 'paragraph' || kind === 'heading'))?.text ?? '')
    : ''

const ESTIMATE = pattern(
  'i',
  r`(?:\bestimated\b[^.]*\bcost|\bcosts?\b[^.]*\b(?:economy|nhs|society|taxpayers?|businesses|borough`,
  r`|county|city|council|public purse|victims)\b)[^.]*£\s?\d[\d,.]*\s?(?:m\b|million|bn|billion|k\b`,
  r`|thousand)|£\s?\d[\d,.]*\s?(?:m\b|million|bn|billion)[^.]*\b(?:cost to (?:the )?(?:economy|nhs`,
  r`|society|taxpayers?|businesses|borough|county|city|council|public)|costs? of crime)\b`,
)

/** E-72: money said to be lost, without a year or where it comes from. */
function estimateWithoutYear(paper: Paper, today: Temporal.PlainDate): Raised[] {
  const said = textOfPaper(paper, today).said.filter(
    ({ sentence, passage }) =>
      ESTIMATE.test(sentence) &&
      !ANY_PERIOD.test(sentence) &&
      passage.kind !== 'footnote' &&
      !pattern(
        'iu',
        r`\b(?:budget|grant|funding|fund|fines?|levy|bid|contract|invest\w*|according to|source|per (?:person`,
        r`|head|night|case)|each)\b|\p{L}\d\b`,
      ).test(sentence),
  )
  return oneFinding(
    'estimates',
    said,
    (count, quotes) => `${count} given without a year or a source: ${quotes}.`,
    'Say what year it is of and who worked it out.',
    'estimate of cost is',
    'estimates of cost are',
  )
}

export const UNDATED_CHECKS: readonly Check[] = [
  {
    id: 'undated-share',
    title: 'A share without its year',
    severity: 'question',
    errors: ['E-52', 'E-53'],
    reads: 'paper',
    run: undatedShares,
    why: 'Shares of different years stand side by side as if they could be compared.',
  },
  {
    id: 'estimate-without-year',
    title: 'An estimate of cost without year or source',
    severity: 'note',
    errors: ['E-72'],
    reads: 'paper',
    run: estimateWithoutYear,
    why: 'A figure nobody can trace is repeated long after it stopped being true.',
  },
]
