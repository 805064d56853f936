import type { Paper, Table } from '../../documents/paper.ts'
import { compose, type CountWithShare, shareOneBase } from '../../statistics/composition.ts'
import { writeFigure } from '../../statistics/figures.ts'
import { headerRowsOf, tablesOf } from './reading/columns.ts'
import type { Check, Raised } from './finding.ts'
import { passagesOf, type Text } from './reading/passages.ts'
import { listed, quote } from './reading/sentences.ts'
import { pattern, r } from './reading/pattern.ts'

const PERCENT = /(?<![\d.])(?<figure>\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent\b)/g
const PARALLEL = pattern(
  'i',
  r`^\s*(?:of (?:these|them|which|all \w+|incidents|offences|reports|cases|crimes?) )?(?:are|were|is|was`,
  r`|relates?d? to|related|came from|come from|involved?|concern(?:ed|s)?|(?:is|are|was`,
  r`|were) accounted for)\b`,
)
const CLAIMS_WHOLE = pattern(
  'i',
  r`\b(?:made up of|comprise[sd]?(?: of)?|consist(?:s|ed) of|broken down|breakdown|(?:is|are|was`,
  r`|were) split|divided (?:into|between)|the (?:rest|remainder|remaining|balance))\b`,
)
// Answers may be several to a person, changes and targets have no whole, and a choice of examples claims none.
const NO_WHOLE = pattern(
  'i',
  r`\b(?:at least|nearly|over|some|about|around) \d|\b(?:respondents?|surveyed|said|felt|feel|agreed?`,
  r`|answered|chose|chosen|selected|increas\w+|decreas\w+|rise[ns]?|rose|fall|fell|fallen|reduc\w+`,
  r`|higher|lower|more than|fewer|less than|targets?|compared|including|such as|mainly|most common`,
  r`|largest|top|mostly|satisf\w+|likely|women|men|boys|girls)\b`,
)

type Share = { percent: number; decimals: number; after: string }

const sharesIn = (sentence: string): Share[] => {
  const found = [...sentence.matchAll(PERCENT)]
  return found.map((match, at) => ({
    percent: Number(match.groups!.figure),
    decimals: match.groups!.figure!.split('.')[1]?.length ?? 0,
    after: sentence.slice(match.index + match[0].length, found[at + 1]?.index),
  }))
}

const writePercent = (value: number) => `${writeFigure(value)}%`

/** E-25: only where the words claim a whole, by its parts in a row ("61% are …, 11% are …") or by saying so. */
function sharesInText(text: Text): Raised[] {
  return text.said.flatMap(({ sentence, passage }) => {
    const shares = sharesIn(sentence)
    const isWhole = CLAIMS_WHOLE.test(sentence) || shares.every(({ after }) => PARALLEL.test(after))
    if (shares.length < 3 || !isWhole || NO_WHOLE.test(sentence)) return []
    const { total, unknown, state } = compose(
      shares.map(({ percent }) => percent),
      Math.max(...shares.map(({ decimals }) => decimals)),
    )
    if (state === 'whole' || total < 40) return []
    return [
      {
        subject: shares.map(({ percent }) => `${percent}%`).join(' '),
        itemId: passage.itemId,
        place: passage.place,
        at: passage.at,
        sentence: `${quote(sentence, sentence.match(PERCENT)![0])}: the shares come to ${writePercent(total)}${unknown ? `, and ${writePercent(unknown)} is left unexplained` : ', more than the whole'}.`,
        suggestion: unknown ? 'Show the rest as “other” or “not known”.' : 'Check the shares, or say that one case may count in several.',
      },
    ]
  })
}

const asPercent = (text: string): number | null => {
  const figure = /^(\d{1,3}(?:\.\d+)?)\s?%?$/.exec(text.trim())?.[1]
  return figure === undefined ? null : Number(figure)
}

/** E-25 in tables: a column that says it is of the whole, or whose total says 100%. */
function sharesInTable(paper: Paper): Raised[] {
  return tablesOf(paper).flatMap((table) => {
    const from = headerRowsOf(table)
    if (from === 0) return []
    return table.rows[from - 1]!.flatMap((header, column) => {
      const rows = table.rows.slice(from).filter((row) => row[column] && !row[column].covered)
      const isTotal = (label: string) => /^(?:grand )?total|^all\b/i.test(label.trim())
      const parts = rows.filter((row) => !isTotal(row[0]!.text)).map((row) => asPercent(row[column]!.text))
      const total = rows.find((row) => isTotal(row[0]!.text))
      const says =
        /(?:%|per ?cent\w*|share|proportion) of (?:the )?(?:total|all|whole|overall)/i.test(header.text) ||
        (total && asPercent(total[column]!.text) === 100 && /%/.test(header.text + total[column]!.text))
      const known = parts.filter((part) => part !== null)
      if (column === 0 || !says || known.length < 3 || known.length < parts.length) return []
      const decimals = Math.max(...rows.map((row) => row[column]!.text.split('.')[1]?.match(/\d/g)?.length ?? 0))
      const { total: sum, state } = compose(known, decimals)
      if (state === 'whole') return []
      return [
        {
          subject: `${table.place.label} ${header.text}`,
          itemId: null,
          place: table.place.label,
          sentence: `The column ${quote(header.text)} comes to ${writePercent(sum)}.`,
          suggestion: 'Add a row for what is missing, or check the shares.',
        },
      ]
    })
  })
}

const WITH_SHARE = /(?<count>\d[\d,]*)\s*\(\s*(?<percent>\d{1,3}(?:\.\d+)?)\s?%\s*\)/g

const withShares = (text: string): CountWithShare[] =>
  [...text.matchAll(WITH_SHARE)].map(({ groups }) => ({
    count: Number(groups!.count!.replaceAll(',', '')),
    percent: Number(groups!.percent),
    decimals: groups!.percent!.split('.')[1]?.length ?? 0,
  }))

// So near to one another that one population must be meant, and yet it cannot be.
const NEAR = 0.15

function disagreement(figures: readonly CountWithShare[]): string | null {
  const usable = figures.filter(({ percent, count }) => percent > 0 && percent < 100 && count >= 10)
  if (usable.length < 2) return null
  const { agreed, bases, sentence } = shareOneBase(usable)
  const middles = bases.map(({ from, to }) => (to === Infinity ? from : (from + to) / 2))
  return !agreed && Math.max(...middles) <= Math.min(...middles) * (1 + NEAR) ? sentence : null
}

const IS_PERIOD = /\b(?:19|20)\d\d\b|\bq[1-4]\b|\bquarter\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i

/** E-51: down each column, unless the rows are periods, whose populations differ; and within a sentence. */
function oneBase(paper: Paper): Raised[] {
  const inTables = tablesOf(paper).flatMap((table) => inColumns(table))
  const inText = passagesOf(paper)
    .filter(({ kind }) => kind !== 'cell')
    .flatMap((passage) => {
      const says = IS_PERIOD.test(passage.text) ? null : disagreement(withShares(passage.text))
      return says ? [{ says, place: passage.place, at: passage.at, label: passage.place }] : []
    })
  return [...inTables, ...inText].map(({ says, place, at, label }) => ({
    subject: label,
    itemId: null,
    place,
    at,
    sentence: `The percentages cannot be of one population: ${says}.`,
    suggestion: 'Check the figures, or say what each percentage is of.',
  }))
}

function inColumns(table: Table) {
  const from = headerRowsOf(table)
  const body = table.rows.slice(from)
  if (body.some((row) => IS_PERIOD.test(row[0]!.text))) return []
  const faults = (table.rows[0] ?? []).flatMap((_, column) => {
    const says = disagreement(body.flatMap((row) => withShares(row[column]?.text ?? '').slice(0, 1)))
    return says ? [{ says, header: table.rows[from - 1]?.[column]?.text ?? `column ${column + 1}` }] : []
  })
  if (faults.length === 0) return []
  const says = faults.map((fault) => `under ${quote(fault.header)}, ${fault.says}`).join('; ')
  return [
    { says, place: `${table.place.label}, ${listed(faults.map(({ header }) => quote(header)))}`, at: undefined, label: table.place.label },
  ]
}

export const SHARE_CHECKS: readonly Check[] = [
  {
    id: 'shares-do-not-sum',
    title: 'Shares of a whole that do not come to it',
    severity: 'question',
    errors: ['E-25'],
    reads: 'words',
    run: sharesInText,
    why: 'Where parts are said to make up a whole, readers need to know about the part that is missing.',
  },
  {
    id: 'column-does-not-sum',
    title: 'A column of shares that does not come to 100%',
    severity: 'question',
    errors: ['E-25'],
    reads: 'paper',
    run: sharesInTable,
    why: 'A figure was left out or mistyped, and the others cannot be trusted until it is found.',
  },
  {
    id: 'percentages-of-one-base',
    title: 'Percentages that cannot be of one population',
    severity: 'question',
    errors: ['E-51'],
    reads: 'paper',
    run: oneBase,
    why: 'A count and its percentage together tell what they are of. Where two that belong together imply different populations, one of the four figures is wrong.',
  },
]
