import { type AuditRecord, sealOf } from './audit.ts'

/** The state of a chain at a moment: how many entries it had, and the last one's seal. */
export type AuditHead = { entries: number; seal: string }

/**
 * What is wrong with a stretch of the log. Reordered: the entry stands at another's number. Added: it was never sealed here.
 * Spliced: rightly sealed, but it does not follow the one before, so part comes from another copy of the log. Sealed anew:
 * whole, but not what was sealed before. Head altered: the entries are whole, and the record of their end is not.
 */
export type AuditFault = {
  fault: 'altered' | 'removed' | 'reordered' | 'added' | 'cut off' | 'spliced' | 'sealed anew' | 'head altered'
  first: number
  last: number
}

export type AuditVerdict = {
  /** Entries read. */
  entries: number
  /** In order of entry; empty: the log is whole. */
  faults: AuditFault[]
  /** True: there are so many faults that the rest of the log was not read. */
  stopped: boolean
}

const MOST_UNSOUND = 1000
const FARTHEST_SHIFT = 100

/**
 * Walks one partnership's chain. `read` gives its records in order of entry number, in batches, and may be called twice.
 * `checkpoint`, when one was kept elsewhere, is a head seen earlier, which a chain cut short or sealed anew cannot reproduce.
 */
export async function verifyChain(
  key: Buffer,
  read: () => AsyncIterable<readonly AuditRecord[]>,
  head: AuditHead,
  checkpoint: AuditHead | null = null,
): Promise<AuditVerdict> {
  const walk = await walkChain(key, read, checkpoint)
  const { entries, gaps, unsound, spliced, last } = walk
  const trueNumbers = await findTrueNumbers(key, read, unsound)
  if (entries > 1 && unsound.length === Math.min(entries, MOST_UNSOUND) && trueNumbers.size === 0)
    return { entries, faults: [{ fault: 'sealed anew', first: 1, last: last.entry }], stopped: walk.stopped }

  const foundElsewhere = new Set(trueNumbers.values())
  const faults: AuditFault[] = spliced.map((entry) => one('spliced', entry))
  const missing = (number: number) => !foundElsewhere.has(number)
  // Numbers that no entry was ever sealed under are not missing, however far up somebody has pushed one.
  const highest = Math.max(walk.highestSound, ...foundElsewhere)
  const end = Math.max(highest, head.entries, checkpoint?.entries ?? 0)
  for (const [first, lastMissing] of gaps) faults.push(...stretchesOf('removed', first, Math.min(lastMissing, end), foundElsewhere))
  for (const record of unsound) {
    const trueNumber = trueNumbers.get(record)
    if (trueNumber === undefined) faults.push(one(missing(record.entry) && record.entry <= head.entries ? 'altered' : 'added', record.entry))
    else {
      faults.push(one('reordered', record.entry))
      if (missing(record.entry) && record.entry <= head.entries) faults.push(one('removed', record.entry))
    }
  }
  if (!walk.stopped) {
    const cutFrom = Math.max(last.entry, highest) + 1
    faults.push(...stretchesOf('removed', last.entry + 1, cutFrom - 1, foundElsewhere), ...stretchesOf('cut off', cutFrom, end, foundElsewhere))
    if (faults.length === 0 && (head.entries !== last.entry || head.seal !== last.seal)) faults.push(one('head altered', head.entries))
  }
  if (checkpoint && walk.sealAtCheckpoint !== null && walk.sealAtCheckpoint !== checkpoint.seal && !faults.some(({ first }) => first <= checkpoint.entries))
    faults.push({ fault: 'sealed anew', first: 1, last: checkpoint.entries })
  return { entries, faults: merged(faults), stopped: walk.stopped }
}

const one = (fault: AuditFault['fault'], entry: number): AuditFault => ({ fault, first: entry, last: entry })
const range = (first: number, last: number) => Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)

/** The stretches of `first` to `last` that are nowhere in the log. A head set to a trillion must not make a trillion faults. */
function stretchesOf(fault: AuditFault['fault'], first: number, last: number, foundElsewhere: ReadonlySet<number>): AuditFault[] {
  const found = [...foundElsewhere].filter((number) => number >= first && number <= last).sort((a, b) => a - b)
  const edges = [first - 1, ...found, last + 1]
  return edges.slice(1).map((edge, index) => ({ fault, first: edges[index]! + 1, last: edge - 1 })).filter((stretch) => stretch.first <= stretch.last)
}

const isSound = (key: Buffer, record: AuditRecord, entry = record.entry) => sealOf(key, record.previousSeal, record, entry) === record.seal

/** Reads the chain once: which numbers have no record, which records do not bear their seal, which do not follow. */
async function walkChain(key: Buffer, read: () => AsyncIterable<readonly AuditRecord[]>, checkpoint: AuditHead | null) {
  const gaps: [first: number, last: number][] = []
  const unsound: AuditRecord[] = []
  const spliced: number[] = []
  let entries = 0
  let sealAtCheckpoint: string | null = null
  let highestSound = 0
  let last = { entry: 0, seal: '', sound: true }
  for await (const batch of read())
    for (const record of batch) {
      entries++
      if (record.entry > last.entry + 1) gaps.push([last.entry + 1, record.entry - 1])
      const sound = isSound(key, record)
      if (sound) highestSound = record.entry
      if (!sound) unsound.push(record)
      else if (last.sound && record.entry === last.entry + 1 && record.previousSeal !== last.seal) spliced.push(record.entry)
      if (record.entry === checkpoint?.entries) sealAtCheckpoint = record.seal
      last = { entry: record.entry, seal: record.seal, sound }
      if (unsound.length === MOST_UNSOUND) return { entries, gaps, unsound, spliced, last, highestSound, sealAtCheckpoint, stopped: true }
    }
  return { entries, gaps, unsound, spliced, last, highestSound, sealAtCheckpoint, stopped: false }
}

/**
 * The number each unsound record was sealed under, for those that were sealed at all. It is one more than that of the record it
 * follows, where that one is still there; else it is near, or as far off as its neighbour's.
 */
async function findTrueNumbers(key: Buffer, read: () => AsyncIterable<readonly AuditRecord[]>, unsound: readonly AuditRecord[]) {
  const found = new Map<AuditRecord, number>()
  if (unsound.length === 0) return found
  const wanted = new Set(unsound.map(({ previousSeal }) => previousSeal))
  const numberOfSeal = new Map<string, number>()
  for await (const batch of read()) for (const { seal, entry } of batch) if (wanted.has(seal)) numberOfSeal.set(seal, entry)
  let shift = 0
  for (const record of unsound) {
    const before = numberOfSeal.get(record.previousSeal)
    const near = range(1, FARTHEST_SHIFT).flatMap((distance) => [record.entry + distance, record.entry - distance])
    const guesses = [...(before === undefined ? [] : [before + 1]), record.entry + shift, 1, ...near]
    const number = guesses.find((guess) => guess > 0 && guess !== record.entry && isSound(key, record, guess))
    if (number === undefined) continue
    found.set(record, number)
    shift = number - record.entry
    if (wanted.has(record.seal)) numberOfSeal.set(record.seal, number)
  }
  return found
}

/** The same faults in order, with neighbours of one kind in one stretch. */
function merged(faults: readonly AuditFault[]): AuditFault[] {
  const stretches: AuditFault[] = []
  for (const fault of faults.toSorted((a, b) => a.first - b.first || a.fault.localeCompare(b.fault))) {
    const beside = stretches.findLast((stretch) => stretch.fault === fault.fault)
    if (beside && fault.first <= beside.last + 1) beside.last = Math.max(beside.last, fault.last)
    else stretches.push({ ...fault })
  }
  return stretches
}

/** "Entries 5 to 9 were removed." */
export function faultInWords({ fault, first, last }: AuditFault): string {
  const [which, were] = first === last ? [`Entry ${first}`, 'was'] : [`Entries ${first} to ${last}`, 'were']
  return {
    altered: `${which} ${were} altered.`,
    removed: `${which} ${were} removed.`,
    reordered: `${which} ${were} put in another’s place.`,
    added: `${which} ${were} added from outside.`,
    'cut off': `${which} ${were} cut off the end.`,
    spliced: `${which} ${were} sealed here but ${first === last ? 'does' : 'do'} not follow what stands before: part of the log comes from another copy.`,
    'sealed anew': `${which} ${were} sealed anew, or with another key, since the log was first written.`,
    'head altered': `The record of where the log ends (entry ${first}) was altered.`,
  }[fault]
}
