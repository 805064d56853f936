import type { Paper } from '../../documents/paper.ts'
import { hasEnded, type Plan, ratedItems } from '../plan.ts'
import { columnsOf, headerRowsOf, tablesOf } from './reading/columns.ts'
import type { Check, Raised } from './finding.ts'
import { rowPlace } from './reading/passages.ts'
import { named } from './item-name.ts'
import { counted, listed, quote } from './reading/sentences.ts'
import { bySiblings } from './siblings.ts'
import { pattern, r } from './reading/pattern.ts'

/** `claimed`: the header says owner, lead or responsible, and not just which organisation. */
type OwnerCell = { words: string; place: string; claimed: boolean }

/** What a paper says in its owner columns, and beside "Owner" or "Lead" in sheets of one item. */
export function ownersIn(paper: Paper): OwnerCell[] {
  return tablesOf(paper).flatMap((table) => {
    const { owner } = columnsOf(table)
    const first = headerRowsOf(table)
    const header = owner === undefined ? '' : (table.rows[first - 1]?.[owner]?.text ?? '')
    return table.rows.flatMap((row, at) => {
      const beside = /^(?:\S+ )?(?:owners?|lead(?: officer| agency| partner)?|sro|responsible(?: officer)?)\s*:?$/i.test(
        row[0]?.text.trim() ?? '',
      )
      const words = (beside ? row[1]?.text : at >= first && owner !== undefined ? row[owner]?.text : undefined)?.trim()
      return words && words.length < 200
        ? [{ words, place: rowPlace(table, at), claimed: beside || /own|lead|responsib|accountab|who|assign|sro/i.test(header) }]
        : []
    })
  })
}

const POST = pattern(
  'i',
  r`\b(?:co-?ordinator|manager|officer|head|director|lead|chief|inspector|superintendent|sergeant`,
  r`|commander|commissioner|chair|analyst|advis[eo]r|advocate|secretary|clerk|constable|mr|mrs|ms|dr)\b`,
)
const SEVERAL = /[,;/&\n+]|\band\b/i
const EVERYONE = /\b(?:all|partners|partnership|everyone|various|tbc|tbd)\b/i
const PERSON = /^(?:\p{Lu}[\p{Ll}'’]+|\p{Lu}\.?)(?: \p{Lu}[\p{L}'’-]+){1,2}(?:\s*\(.+\))?$/u
const BODY = pattern(
  'i',
  r`\b(?:council|police|team|services?|partnership|board|group|committee|department|division|unit|trust`,
  r`|authority|corporation|forum|housing|licensing|project|panel|agency|estate|health|care|office)\b`,
)

const isAnswerable = (words: string) =>
  !EVERYONE.test(words) && !SEVERAL.test(words.replace(/,.*$/, '')) && (POST.test(words) || (PERSON.test(words) && !BODY.test(words)))

/** E-14 in papers: one finding, since the cause is one. */
function groupsOwn(paper: Paper): Raised[] {
  const owners = ownersIn(paper).filter(({ claimed }) => claimed)
  const groups = owners.filter(({ words }) => !isAnswerable(words))
  if (owners.length < 3 || groups.length < owners.length / 2) return []
  const wordings = [...new Map(groups.map(({ words }) => [words.toLowerCase(), quote(words)])).values()]
  return [
    {
      subject: 'owners',
      itemId: null,
      place: groups[0]!.place,
      sentence: `${groups.length} of ${counted(owners.length, 'owner')} name an organisation, a team or several bodies, and not who answers for the work: ${listed(wordings, 6)}.`,
      suggestion: 'Name one accountable post for each item; the others share in it.',
    },
  ]
}

function noAccountableOwner(plan: Plan): Raised[] {
  const lacks = ratedItems(plan).flatMap((item) => {
    const accountable = item.owners.filter((owner) => owner.accountable)
    if (hasEnded(item) || (accountable.length === 1 && accountable[0]!.single)) return []
    const named = listed(
      item.owners.map(({ words }) => words),
      4,
    )
    if (item.owners.length === 0) return { item, says: 'has no owner', ofMany: 'have no owner' }
    if (accountable.length > 1)
      return { item, says: `has ${accountable.length} accountable owners`, ofMany: `have ${accountable.length} accountable owners` }
    if (accountable.length === 0)
      return {
        item,
        says: `is shared by ${named}, and none of them is accountable`,
        ofMany: `are shared by ${named}, and none of these is accountable`,
      }
    return {
      item,
      says: `is owned by ${named}, which is not one person or post`,
      ofMany: `are owned by ${named}, which is not one person or post`,
    }
  })
  return bySiblings(plan, lacks, 'Make one person or post accountable; any number may contribute.')
}

function ownerNotPartner(plan: Plan): Raised[] {
  const unmatched = plan.items.flatMap((item) =>
    item.owners.filter(({ organisationId, accountId }) => !organisationId && !accountId).map(({ words }) => ({ words, item })),
  )
  return [...Map.groupBy(unmatched, ({ words }) => words.toLowerCase()).values()].map((each) => ({
    subject: each[0]!.words,
    itemId: each.length === 1 ? each[0]!.item.itemId : null,
    place: listed(
      each.map(({ item }) => named(item)),
      6,
    ),
    sentence: `“${each[0]!.words}” owns ${counted(each.length, 'item')} and is not a partner Wardmote knows.`,
    suggestion: 'Choose the partner that is meant, or add it to the partners with this name as an alias.',
  }))
}

export const OWNER_CHECKS: readonly Check[] = [
  {
    id: 'no-accountable-owner',
    title: 'No accountable owner',
    severity: 'question',
    errors: ['E-14'],
    reads: 'plan',
    keptOnly: true,
    run: noAccountableOwner,
    why: 'What everybody owns nobody answers for. One person or post should be able to say how it stands.',
  },
  {
    id: 'owners-are-groups',
    title: 'Owners are organisations, not people or posts',
    severity: 'question',
    errors: ['E-14'],
    reads: 'paper',
    run: groupsOwn,
    why: 'A column of organisation names looks like ownership, but gives the board nobody to ask.',
  },
  {
    id: 'owner-not-partner',
    title: 'An owner that is not a partner',
    severity: 'question',
    errors: ['E-14', 'E-76'],
    reads: 'plan',
    keptOnly: true,
    run: ownerNotPartner,
    why: 'An owner who is not matched to a partner sees no reminder and cannot answer.',
  },
]
