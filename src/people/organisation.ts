/** How an organisation comes to the table: by law, or because the others asked it. */
export const STANDINGS = ['statutory', 'invited'] as const
export type Standing = (typeof STANDINGS)[number]

export const SECTORS = ['council', 'police', 'fire', 'probation', 'health', 'transport', 'voluntary', 'business', 'community', 'other'] as const
export type Sector = (typeof SECTORS)[number]

export type NameKind = 'name' | 'code' | 'alias'

/** What an organisation is or was called, between two days, both included; null is as long as anyone knows. */
export type DatedName = { organisationNameId: string; name: string; kind: NameKind; validFrom: string | null; validTo: string | null }

export type Organisation = {
  organisationId: string
  /** The present full name. */
  name: string
  /** The codes in use. */
  codes: string[]
  parentId: string | null
  standing: Standing
  legalGround: string | null
  sector: Sector
  joinedOn: string | null
  leftOn: string | null
  /** Every name, code and alias, the present ones first. */
  names: DatedName[]
}

export type Placed = { organisation: Organisation; depth: number }

/** Organisations by name, each followed by its units, and theirs. */
export function withUnits(organisations: readonly Organisation[]): Placed[] {
  const known = new Set(organisations.map(({ organisationId }) => organisationId))
  const byParent = Map.groupBy(organisations, ({ parentId }) => (parentId && known.has(parentId) ? parentId : null))
  const under = (parentId: string | null, depth: number): Placed[] =>
    (byParent.get(parentId) ?? [])
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'))
      .flatMap((organisation) => [{ organisation, depth }, ...under(organisation.organisationId, depth + 1)])
  return under(null, 0)
}

/** Would `parentId` make this organisation a unit of itself, through however many others? */
export function isOwnUnit(organisations: readonly Organisation[], organisationId: string, parentId: string | null): boolean {
  const parentOf = new Map(organisations.map((each) => [each.organisationId, each.parentId]))
  const seen = new Set<string>()
  for (let above = parentId; above !== null && !seen.has(above); above = parentOf.get(above) ?? null) {
    if (above === organisationId) return true
    seen.add(above)
  }
  return false
}

/** Why a new name cannot begin on this day, or null: names follow one another, and the next begins after the present one did. */
export function refusalOfRename(organisation: Organisation, name: string, from: string, today: string): { field: 'name' | 'from'; text: string } | null {
  const present = organisation.names.find(({ kind, validTo }) => kind === 'name' && validTo === null)
  if (present?.name === name) return { field: 'name', text: 'That is its present name. Enter the new one' }
  if (from > today) return { field: 'from', text: 'The day the new name began must be today or in the past' }
  if (present?.validFrom && from <= present.validFrom) return { field: 'from', text: `The new name must begin after ${present.validFrom.split('-').reverse().join('/')}, when the present one did` }
  return null
}
