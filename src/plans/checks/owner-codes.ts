import type { Paper } from '../../documents/paper.ts'
import { isCode, isDefined, isSpeltOut, isWellKnown } from './reading/abbreviations.ts'
import { keyInText } from '../intake/owner-key.ts'
import { actionTables, tablesOf } from './reading/columns.ts'
import type { Check, Raised } from './finding.ts'
import { passagesOf, rowPlace } from './reading/passages.ts'
import { listed } from './reading/sentences.ts'
import { ownersIn } from './owners.ts'

/** The paper's own key of codes; empty when it has none. */
const keyOf = (paper: Paper): Map<string, string> => new Map(keyInText(paper).map(({ code, name }) => [code, name]))

const codesIn = (words: string): string[] => (words.match(/(?<![\p{L}-])[\p{L}&]{2,7}(?![\p{L}-])/gu) ?? []).filter(isCode)

/** E-76, and E-14 for codes nobody explains. */
function unknownCodes(paper: Paper): Raised[] {
  const owners = ownersIn(paper)
  const key = keyOf(paper)
  const whole = paper.blocks
    .map((block) =>
      'text' in block
        ? block.text
        : block.kind === 'table'
          ? block.rows
              .flat()
              .map(({ text }) => text)
              .join('\n')
          : '',
    )
    .join('\n')
  const known = (code: string) =>
    key.has(code) ||
    isWellKnown(code) ||
    isDefined(code, whole) ||
    (key.size === 0 && isSpeltOut(code, whole)) ||
    [...key.keys()].some((each) => each.toLowerCase() === code.toLowerCase())
  const isSlip = (code: string) =>
    [...key.keys()].some((each) => each.length >= 3 && each !== code && (isOneLetterMore(code, each) || isOneLetterMore(each, code)))
  const inRows =
    key.size > 0
      ? actionTables(tablesOf(paper)).flatMap(({ rows, table }) =>
          rows.map(({ texts, row }) => ({ words: texts.join('\n'), place: rowPlace(table, row) })),
        )
      : []
  const used = [
    ...owners
      .filter(({ claimed }) => claimed)
      .flatMap((owner) =>
        codesIn(owner.words)
          .filter((code) => !known(code))
          .map((code) => ({ code, ...owner })),
      ),
    ...inRows.flatMap((row) =>
      codesIn(row.words)
        .filter((code) => !known(code) && isSlip(code))
        .map((code) => ({ code, ...row })),
    ),
  ]
  const byCode = Map.groupBy(used, ({ code }) => code)
  const places = (uses: readonly OwnerPlace[]) => listed([...new Set(uses.map(({ place }) => place))], 3)
  if (key.size === 0 && byCode.size > 0) {
    const codes = [...byCode.keys()]
    return [
      {
        subject: codes.length === 1 ? codes[0]! : 'owner codes',
        itemId: null,
        place: places(used),
        sentence: `${listed(codes.map((code) => `“${code}”`))} ${codes.length === 1 ? 'is named as an owner' : 'are named as owners'} and the paper does not say what ${codes.length === 1 ? 'it stands' : 'they stand'} for.`,
        suggestion: `Write ${codes.length === 1 ? 'it' : 'them'} out once, or add a key.`,
      },
    ]
  }
  return [...byCode].map(([code, uses]) => {
    const near = [...key.keys()].filter((each) => isOneLetterMore(code, each) || isOneLetterMore(each, code))
    return {
      subject: code,
      itemId: null,
      place: places(uses),
      sentence: `“${code}” is not in the paper’s own key${near.length > 0 ? `, which has ${listed(near)}` : ''}.`,
      suggestion:
        near.length > 0
          ? `Write ${near.length === 1 ? `${near[0]} if that is meant` : 'the one that is meant'}, or add ${code} to the key.`
          : `Write ${code} out, or add it to the key.`,
    }
  })
}

type OwnerPlace = { place: string }

const isOneLetterMore = (longer: string, shorter: string) =>
  longer.length === shorter.length + 1 && [...longer].some((_, at) => longer.slice(0, at) + longer.slice(at + 1) === shorter)

/** E-76: the same code in other capitals. */
function codesInOtherCapitals(paper: Paper): Raised[] {
  const key = keyOf(paper)
  const words = passagesOf(paper).flatMap(({ text, place }) =>
    (text.match(/(?<![\p{L}-])[\p{L}&]{3,7}(?![\p{L}-])/gu) ?? []).map((word) => ({ word, place })),
  )
  return [...key.keys()].flatMap((code) => {
    const variants = words.filter(({ word }) => word !== code && word.toLowerCase() === code.toLowerCase() && /^\p{Lu}/u.test(word))
    if (variants.length === 0) return []
    return {
      subject: code,
      itemId: null,
      place: listed([...new Set(variants.map(({ place }) => place))], 3),
      sentence: `${code} is also written ${listed([...new Set(variants.map(({ word }) => word))])}.`,
      suggestion: `Write ${code} as the key has it, so that its work is found under one owner.`,
    }
  })
}

export const OWNER_CODE_CHECKS: readonly Check[] = [
  {
    id: 'unknown-owner-code',
    title: 'A code that nobody explains',
    severity: 'question',
    errors: ['E-14', 'E-76'],
    reads: 'paper',
    run: unknownCodes,
    why: 'Work owned by a code outside the key belongs to nobody a reader can find.',
  },
  {
    id: 'code-in-other-capitals',
    title: 'One code written several ways',
    severity: 'note',
    errors: ['E-76'],
    reads: 'paper',
    run: codesInOtherCapitals,
    why: 'Filters and counts by owner miss what is written differently.',
  },
]
