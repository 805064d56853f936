import { createHmac } from 'node:crypto'

/**
 * The six acts of Data Protection Act 2018, s.62, and three about the door itself.
 * Disclosure is anything that leaves: an export, a published edition, a download.
 */
export const ACTS = ['collected', 'altered', 'consulted', 'disclosed', 'combined', 'erased', 'signed in', 'signed out', 'refused'] as const
export type Act = (typeof ACTS)[number]

export type AuditedAct = {
  act: Act
  subjectKind: string
  subjectId: string | null
  /** What changed or was read, in field names and identifiers: never a person's details or free text. */
  details: Record<string, unknown>
}

export type AuditEntry = AuditedAct & { partnershipId: string; entry: number; at: string; accountId: string | null }
export type AuditRecord = AuditEntry & { previousSeal: string; seal: string }

/** Seals an entry onto the chain. */
export const sealRecord = (key: Buffer, previousSeal: string, entry: AuditEntry): AuditRecord => ({
  ...entry,
  previousSeal,
  seal: sealOf(key, previousSeal, entry, entry.entry),
})

/** The seal of an entry under a number: HMAC-SHA256 over the entry and the seal before it, with a key the database does not hold. */
export function sealOf(key: Buffer, previousSeal: string, entry: AuditEntry, number: number): string {
  const { partnershipId, at, accountId, act, subjectKind, subjectId, details } = entry
  const canonical = JSON.stringify([previousSeal, partnershipId, number, at, accountId, act, subjectKind, subjectId, sorted(details)])
  return createHmac('sha256', key).update(canonical).digest('hex')
}

/** The same value with object keys in order, so that what comes back from jsonb seals as it did going in. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  if ('toJSON' in value && typeof value.toJSON === 'function') return sorted(value.toJSON())
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  )
}
