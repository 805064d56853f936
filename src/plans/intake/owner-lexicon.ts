import { fold } from './folding.ts'
import type { KeyEntry } from './owner-key.ts'

/** An organisation as owners may be written: its names, codes and aliases, each with the days it was in use. */
export type NamedOrganisation = {
  organisationId: string
  parentId: string | null
  names: readonly {
    name: string
    kind: 'name' | 'code' | 'alias'
    from: Temporal.PlainDate | null
    to: Temporal.PlainDate | null
  }[]
}

/** Words that say what kind of body it is, and not which. */
export const GENERIC = new Set([
  'team',
  'teams',
  'service',
  'services',
  'department',
  'dept',
  'unit',
  'section',
  'directorate',
  'officers',
  'staff',
  'group',
])

/** Every way an organisation may be written, folded. `shortCodes` count only in capitals. */
export type Lexicon = { exact: Map<string, Set<string>>; shortCodes: Set<string>; longest: number }

/** The names of organisations and what the paper's key makes of them; on a day, a name is the one's that bears it then. */
export function lexiconOf(
  organisations: readonly NamedOrganisation[],
  key: readonly KeyEntry[],
  on: Temporal.PlainDate | null,
): Lexicon {
  const exact = new Map<string, Set<string>>()
  const add = (words: string, organisationId: string) => {
    if (words === '') return
    const known = exact.get(words) ?? new Set()
    exact.set(words, known.add(organisationId))
  }
  for (const { organisationId, names } of organisations)
    for (const { name, from, to } of names) {
      const inUse =
        !on || ((!from || Temporal.PlainDate.compare(from, on) <= 0) && (!to || Temporal.PlainDate.compare(on, to) <= 0))
      if (inUse) add(fold(name), organisationId)
    }
  // A name that is out of use still stands for its organisation where no other bears it now.
  for (const { organisationId, names } of organisations)
    for (const { name } of names) if (!exact.has(fold(name))) add(fold(name), organisationId)
  for (const [words, ids] of [...exact]) {
    const bare = withoutGeneric(words)
    if (bare !== words && !exact.has(bare)) for (const id of ids) add(bare, id)
  }
  for (const { code, name } of key) {
    const resolved = exact.has(fold(code)) ? null : exact.get(fold(name))
    if (resolved) for (const id of resolved) add(fold(code), id)
  }
  const shortCodes = new Set(
    organisations.flatMap(({ names }) =>
      names.filter(({ kind, name }) => kind === 'code' && name.length <= 3).map(({ name }) => fold(name)),
    ),
  )
  return { exact, shortCodes, longest: Math.max(1, ...[...exact.keys()].map((words) => words.split(' ').length)) }
}

/** Folded words without the "team" or "department" at their end. */
export const withoutGeneric = (words: string): string => {
  const parts = words.split(' ')
  while (parts.length > 1 && GENERIC.has(parts.at(-1)!)) parts.pop()
  return parts.join(' ')
}
