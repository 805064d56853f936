import type { Paper } from '../../documents/paper.ts'
import { hasEnded, type Plan, ratedItems } from '../plan.ts'
import { isCode, isDefined, isSpeltOut, isWellKnown } from './abbreviations.ts'
import { keyInText } from '../intake/owner-key.ts'
import { actionTables, columnsOf, headerRowsOf, tablesOf } from './columns.ts'
import type { Check, Raised } from './finding.ts'
import { passagesOf, rowPlace } from './passages.ts'
import { named } from './item-name.ts'
import { counted, listed, quote } from './sentences.ts'
import { bySiblings } from './siblings.ts'

/** `claimed`: the header says owner, lead or responsible, and not just which organisation. */
type OwnerCell = { words: string; place: string; claimed: boolean }

/** What a paper says in its owner columns, and beside "Owner" or "Lead" in sheets of one item. */
function ownersIn(paper: Paper): OwnerCell[] {
  return tablesOf(paper).flatMap((table) => {
    const { owner } = columnsOf(table)
    const first = headerRowsOf(table)
    const header = owner === undefined ? '' : (table.rows[first - 1]?.[owner]?.text ?? '')
    return table.rows.flatMap((row, at) => {
      const beside = /^(?:\S+ )?(?:owners?|lead(?: officer| agency| partner)?|sro|responsible(?: officer)?)\s*:?$/i.test(row[0]?.text.trim() ?? '')
      const words = (beside ? row[1]?.text : at >= first && owner !== undefined ? row[owner]?.text : undefined)?.trim()
      return words && words.length < 200 ? [{ words, place: rowPlace(table, at), claimed: beside || /own|lead|responsib|accountab|who|assign|sro/i.test(header) }] : []
    })
  })
}

const POST = /\b(?:co-?ordinator|manager|officer|head|director|lead|chief|inspector|superintendent|sergeant|commander|commissioner|chair|analyst|advis[eo]r|advocate|secretary|clerk|constable|mr|mrs|ms|dr)\b/i
const SEVERAL = /[,;/&\n+]|\band\b/i
const EVERYONE = /\b(?:all|partners|partnership|everyone|various|tbc|tbd)\b/i
const PERSON = /^(?:\p{Lu}[\p{Ll}'’]+|\p{Lu}\.?)(?: \p{Lu}[\p{L}'’-]+){1,2}(?:\s*\(.+\))?$/u
const BODY = /\b(?:council|police|team|services?|partnership|board|group|committee|department|division|unit|trust|authority|corporation|forum|housing|licensing|project|panel|agency|estate|health|care|office)\b/i

const isAnswerable = (words: string) => !EVERYONE.test(words) && !SEVERAL.test(words.replace(/,.*$/, '')) && (POST.test(words) || (PERSON.test(words) && !BODY.test(words)))

/** E-14 in papers: one finding, since the cause is one. */
function groupsOwn(paper: Paper): Raised[] {
  const owners = ownersIn(paper).filter(({ claimed }) => claimed)
  const groups = owners.filter(({ words }) => !isAnswerable(words))
  if (owners.length < 3 || groups.length < owners.length / 2) return []
  const wordings = [...new Map(groups.map(({ words }) => [words.toLowerCase(), quote(words)])).values()]
  return [{
    subject: 'owners', itemId: null, place: groups[0]!.place,
    sentence: `${groups.length} of ${counted(owners.length, 'owner')} name an organisation, a team or several bodies, and not who answers for the work: ${listed(wordings, 6)}.`,
    suggestion: 'Name one accountable post for each item; the others share in it.',
  }]
}

/** The paper's own key of codes; empty when it has none. */
const keyOf = (paper: Paper): Map<string, string> => new Map(keyInText(paper).map(({ code, name }) => [code, name]))

const codesIn = (words: string): string[] => (words.match(/(?<![\p{L}-])[\p{L}&]{2,7}(?![\p{L}-])/gu) ?? []).filter(isCode)

/** E-76, and E-14 for codes nobody explains. */
function unknownCodes(paper: Paper): Raised[] {
  const owners = ownersIn(paper)
  const key = keyOf(paper)
  const whole = paper.blocks.map((block) => ('text' in block ? block.text : block.kind === 'table' ? block.rows.flat().map(({ text }) => text).join('\n') : '')).join('\n')
  const known = (code: string) => key.has(code) || isWellKnown(code) || isDefined(code, whole) || (key.size === 0 && isSpeltOut(code, whole)) || [...key.keys()].some((each) => each.toLowerCase() === code.toLowerCase())
  const isSlip = (code: string) => [...key.keys()].some((each) => each.length >= 3 && each !== code && (isOneLetterMore(code, each) || isOneLetterMore(each, code)))
  const inRows = key.size > 0 ? actionTables(tablesOf(paper)).flatMap(({ rows, table }) => rows.map(({ texts, row }) => ({ words: texts.join('\n'), place: rowPlace(table, row) }))) : []
  const used = [
    ...owners.filter(({ claimed }) => claimed).flatMap((owner) => codesIn(owner.words).filter((code) => !known(code)).map((code) => ({ code, ...owner }))),
    ...inRows.flatMap((row) => codesIn(row.words).filter((code) => !known(code) && isSlip(code)).map((code) => ({ code, ...row }))),
  ]
  const byCode = Map.groupBy(used, ({ code }) => code)
  const places = (uses: readonly OwnerPlace[]) => listed([...new Set(uses.map(({ place }) => place))], 3)
  if (key.size === 0 && byCode.size > 0) {
    const codes = [...byCode.keys()]
    return [{
      subject: codes.length === 1 ? codes[0]! : 'owner codes', itemId: null, place: places(used),
      sentence: `${listed(codes.map((code) => `“${code}”`))} ${codes.length === 1 ? 'is named as an owner' : 'are named as owners'} and the paper does not say what ${codes.length === 1 ? 'it stands' : 'they stand'} for.`,
      suggestion: `Write ${codes.length === 1 ? 'it' : 'them'} out once, or add a key.`,
    }]
  }
  return [...byCode].map(([code, uses]) => {
    const near = [...key.keys()].filter((each) => isOneLetterMore(code, each) || isOneLetterMore(each, code))
    return {
      subject: code, itemId: null, place: places(uses),
      sentence: `“${code}” is not in the paper’s own key${near.length > 0 ? `, which has ${listed(near)}` : ''}.`,
      suggestion: near.length > 0 ? `Write ${near.length === 1 ? `${near[0]} if that is meant` : 'the one that is meant'}, or add ${code} to the key.` : `Write ${code} out, or add it to the key.`,
    }
  })
}

type OwnerPlace = { place: string }

const isOneLetterMore = (longer: string, shorter: string) =>
  longer.length === shorter.length + 1 && [...longer].some((_, at) => longer.slice(0, at) + longer.slice(at + 1) === shorter)

/** E-76: the same code in other capitals. */
function codesInOtherCapitals(paper: Paper): Raised[] {
  const key = keyOf(paper)
  const words = passagesOf(paper).flatMap(({ text, place }) => (text.match(/(?<![\p{L}-])[\p{L}&]{3,7}(?![\p{L}-])/gu) ?? []).map((word) => ({ word, place })))
  return [...key.keys()].flatMap((code) => {
    const variants = words.filter(({ word }) => word !== code && word.toLowerCase() === code.toLowerCase() && /^\p{Lu}/u.test(word))
    if (variants.length === 0) return []
    return {
      subject: code, itemId: null, place: listed([...new Set(variants.map(({ place }) => place))], 3),
      sentence: `${code} is also written ${listed([...new Set(variants.map(({ word }) => word))])}.`,
      suggestion: `Write ${code} as the key has it, so that its work is found under one owner.`,
    }
  })
}

function noAccountableOwner(plan: Plan): Raised[] {
  const lacks = ratedItems(plan).flatMap((item) => {
    const accountable = item.owners.filter((owner) => owner.accountable)
    if (hasEnded(item) || (accountable.length === 1 && accountable[0]!.single)) return []
    const named = listed(item.owners.map(({ words }) => words), 4)
    if (item.owners.length === 0) return { item, says: 'has no owner', ofMany: 'have no owner' }
    if (accountable.length > 1) return { item, says: `has ${accountable.length} accountable owners`, ofMany: `have ${accountable.length} accountable owners` }
    if (accountable.length === 0) return { item, says: `is shared by ${named}, and none of them is accountable`, ofMany: `are shared by ${named}, and none of these is accountable` }
    return { item, says: `is owned by ${named}, which is not one person or post`, ofMany: `are owned by ${named}, which is not one person or post` }
  })
  return bySiblings(plan, lacks, 'Make one person or post accountable; any number may contribute.')
}

function ownerNotPartner(plan: Plan): Raised[] {
  const unmatched = plan.items.flatMap((item) => item.owners.filter(({ organisationId, accountId }) => !organisationId && !accountId).map(({ words }) => ({ words, item })))
  return [...Map.groupBy(unmatched, ({ words }) => words.toLowerCase()).values()].map((each) => ({
    subject: each[0]!.words, itemId: each.length === 1 ? each[0]!.item.itemId : null, place: listed(each.map(({ item }) => named(item)), 6),
    sentence: `“${each[0]!.words}” owns ${counted(each.length, 'item')} and is not a partner Wardmote knows.`,
    suggestion: 'Choose the partner that is meant, or add it to the partners with this name as an alias.',
  }))
}

export const OWNER_CHECKS: readonly Check[] = [
  {
    id: 'no-accountable-owner', title: 'No accountable owner', severity: 'question', errors: ['E-14'], reads: 'plan', keptOnly: true, run: noAccountableOwner,
    why: 'What everybody owns nobody answers for. One person or post should be able to say how it stands.',
  },
  {
    id: 'owners-are-groups', title: 'Owners are organisations, not people or posts', severity: 'question', errors: ['E-14'], reads: 'paper', run: groupsOwn,
    why: 'A column of organisation names looks like ownership, but gives the board nobody to ask.',
  },
  {
    id: 'owner-not-partner', title: 'An owner that is not a partner', severity: 'question', errors: ['E-14', 'E-76'], reads: 'plan', keptOnly: true, run: ownerNotPartner,
    why: 'An owner who is not matched to a partner sees no reminder and cannot answer.',
  },
  {
    id: 'unknown-owner-code', title: 'A code that nobody explains', severity: 'question', errors: ['E-14', 'E-76'], reads: 'paper', run: unknownCodes,
    why: 'Work owned by a code outside the key belongs to nobody a reader can find.',
  },
  {
    id: 'code-in-other-capitals', title: 'One code written several ways', severity: 'note', errors: ['E-76'], reads: 'paper', run: codesInOtherCapitals,
    why: 'Filters and counts by owner miss what is written differently.',
  },
]
