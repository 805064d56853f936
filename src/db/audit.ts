import { createHmac } from 'node:crypto'

/**
 * The six acts of Data Protection Act 2018, s.62, and three about the door itself.
 * Disclosure is anything that leaves: an export, a published edition, a download.
 */
export type Act =
  | 'collected' | 'altered' | 'consulted' | 'disclosed' | 'combined' | 'erased'
  | 'signed in' | 'signed out' | 'refused'

export type AuditedAct = {
  act: Act
  subjectKind: string
  subjectId: string | null
  /** What changed or was read, in field names and identifiers: never a person's details or free text. */
  details: Record<string, unknown>
}

export type AuditEntry = AuditedAct & { partnershipId: string; entry: number; at: string; accountId: string | null }
export type AuditRecord = AuditEntry & { previousSeal: string; seal: string }

/** Seals an entry onto the chain: HMAC-SHA256 over the entry and the seal before it, with a key the database does not hold. */
export function sealRecord(key: Buffer, previousSeal: string, entry: AuditEntry): AuditRecord {
  const { partnershipId, entry: number, at, accountId, act, subjectKind, subjectId, details } = entry
  const canonical = JSON.stringify([previousSeal, partnershipId, number, at, accountId, act, subjectKind, subjectId, sorted(details)])
  return { ...entry, previousSeal, seal: createHmac('sha256', key).update(canonical).digest('hex') }
}

/** The same value with object keys in order, so that what comes back from jsonb seals as it did going in. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  )
}

export type AuditFault = { entry: number; fault: 'altered' | 'removed' | 'reordered' | 'added' | 'cut off' }

/**
 * Walks one partnership's chain in order of entry number. `head` is what the head row says; `checkpoint`, if kept
 * elsewhere, is a head seen earlier, which a chain cut short or sealed anew cannot reproduce.
 */
export function verifyChain(
  key: Buffer,
  records: readonly AuditRecord[],
  head: { entries: number; seal: string },
  checkpoint?: { entries: number; seal: string },
): AuditFault[] {
  const faults: AuditFault[] = []
  const seals = new Map(records.map((record) => [record.seal, record.entry]))
  let expected = 1
  let previousSeal = ''
  for (const record of records) {
    for (; expected < record.entry; expected++) faults.push({ entry: expected, fault: 'removed' })
    const follows = record.previousSeal === previousSeal || faults.at(-1)?.entry === record.entry - 1
    const sound = sealRecord(key, record.previousSeal, record).seal === record.seal
    if (record.entry < expected) faults.push({ entry: record.entry, fault: 'added' })
    else if (!sound) faults.push({ entry: record.entry, fault: seals.has(record.previousSeal) && !follows ? 'reordered' : 'altered' })
    else if (!follows) faults.push({ entry: record.entry, fault: 'reordered' })
    previousSeal = record.seal
    expected = Math.max(expected, record.entry + 1)
  }
  for (; expected <= head.entries; expected++) faults.push({ entry: expected, fault: 'cut off' })
  if (faults.length === 0 && head.seal !== previousSeal) faults.push({ entry: head.entries, fault: 'altered' })
  const kept = checkpoint && records.find((record) => record.entry === checkpoint.entries)
  if (checkpoint && kept?.seal !== checkpoint.seal)
    faults.push({ entry: checkpoint.entries, fault: kept ? 'altered' : 'cut off' })
  return faults
}
