import type { Organisation } from '../../people/organisation.ts'
import type { OwnerFields } from '../keeping/store.ts'
import { fold } from './folding.ts'
import type { NamedOrganisation } from './owner-lexicon.ts'
import { isPost, matchOwners, type MatchedOwner } from './owners.ts'
import type { PlanReading, ReadItem } from './plan-reading.ts'

const optionalDay = (text: string | null) => (text === null ? null : Temporal.PlainDate.from(text))

/** A partnership's organisations by every name they have, for matching owners. */
export const namedOrganisations = (organisations: readonly Organisation[]): NamedOrganisation[] =>
  organisations.map(({ organisationId, parentId, names }) => ({
    organisationId,
    parentId,
    names: names.map(({ name, kind, validFrom, validTo }) => ({
      name,
      kind,
      from: optionalDay(validFrom),
      to: optionalDay(validTo),
    })),
  }))

/** Words for an owner that a person must settle: nobody answers to them, or they were matched by part of a name only. */
export type OwnerQuestion = { words: string; codes: string[]; guess: string | null }

/** For an owner's words, folded: the words, and the organisation a person chose, or null where the words are to stay. */
export type OwnerChoices = ReadonlyMap<string, { words: string; organisationId: string | null }>

type Matcher = (words: string) => { matched: MatchedOwner[]; unmatched: string[] }

/** Matches owner words against the partnership, the paper's key and its date, each wording once. */
export function ownerMatcher(reading: PlanReading, organisations: readonly NamedOrganisation[]): Matcher {
  const known = new Map<string, ReturnType<Matcher>>()
  return (words) => {
    const match =
      known.get(words) ??
      matchOwners(words, organisations, reading.ownerKey, reading.positionOn ?? reading.period?.starts ?? null)
    known.set(words, match)
    return match
  }
}

/** Every wording to settle, in the paper's order, with the codes of the items it stands by. */
export function ownerQuestions(reading: PlanReading, match: Matcher): OwnerQuestion[] {
  const questions = new Map<string, OwnerQuestion>()
  const ask = (words: string, code: string, guess: string | null) => {
    const key = fold(words)
    const question = questions.get(key) ?? { words, codes: [], guess }
    if (!question.codes.includes(code)) question.codes.push(code)
    questions.set(key, question)
  }
  for (const item of reading.items)
    for (const { words } of item.owners) {
      const { matched, unmatched } = match(words)
      for (const each of matched) if (each.guess) ask(each.words, item.code, each.organisationId)
      for (const each of unmatched) ask(each, item.code, null)
    }
  return [...questions.values()]
}

/**
 * Who owns an item, in the paper's order. One alone answers for it; of several, the first does when `firstAnswers`, and else
 * nobody yet, for the paper does not say.
 */
export function ownersOfItem(item: ReadItem, match: Matcher, choices: OwnerChoices, firstAnswers: boolean): OwnerFields[] {
  const owners: OwnerFields[] = []
  const add = (owner: OwnerFields) => {
    const same = owners.find((each) =>
      owner.organisationId !== null ? each.organisationId === owner.organisationId : each.unmatched === owner.unmatched,
    )
    if (same) same.post ??= owner.post ?? null
    else owners.push(owner)
  }
  for (const { words } of item.owners) {
    const { matched, unmatched } = match(words)
    for (const each of matched) {
      const chosen = each.guess ? choices.get(fold(each.words)) : undefined
      const organisationId = chosen === undefined ? each.organisationId : chosen.organisationId
      add({ organisationId, post: each.post, unmatched: organisationId === null ? each.words : null, accountable: false })
    }
    for (const each of unmatched) {
      const organisationId = choices.get(fold(each))?.organisationId ?? null
      add({
        organisationId,
        post: organisationId !== null && isPost(each) ? each : null,
        unmatched: organisationId === null ? each : null,
        accountable: false,
      })
    }
  }
  if (owners.length === 1 || (firstAnswers && owners.length > 0)) owners[0]!.accountable = true
  return owners
}
