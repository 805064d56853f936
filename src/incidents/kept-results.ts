/** What a result was worked out from: it holds for as long as none of these sources changes. */
export type WorkedFrom = { partnershipId: string; sources: readonly { sourceId: number; dataVersion: number }[] }

type Kept = { from: WorkedFrom; result: Promise<unknown>; bytes: number }

/** Results in memory, oldest first asked for, until they take more than `mostBytes` together. */
export type KeptResults = {
  /**
   * The result of `work` for these parameters (which name the work too), worked out once for as long as the data stand: those who ask
   * meanwhile wait for the same. Nothing is kept of work that failed. The result is shared: it is not to be changed.
   */
  kept: <T>(from: WorkedFrom, parameters: string, work: () => Promise<T>) => Promise<T>
  bytes: () => number
}

export function keepResults(mostBytes: number): KeptResults {
  const results = new Map<string, Kept>()
  let bytes = 0
  const drop = (key: string) => {
    bytes -= results.get(key)?.bytes ?? 0
    results.delete(key)
  }
  const dropOutdated = ({ partnershipId, sources }: WorkedFrom) => {
    for (const [key, { from }] of results) {
      if (from.partnershipId !== partnershipId) continue
      const isOutdated = from.sources.some((one) => sources.some((other) => other.sourceId === one.sourceId && other.dataVersion > one.dataVersion))
      if (isOutdated) drop(key)
    }
  }
  const kept = <T>(from: WorkedFrom, parameters: string, work: () => Promise<T>): Promise<T> => {
    const key = JSON.stringify([from.partnershipId, from.sources.map(({ sourceId, dataVersion }) => [sourceId, dataVersion]), parameters])
    const known = results.get(key)
    if (known) {
      results.delete(key)
      results.set(key, known)
      return known.result as Promise<T>
    }
    dropOutdated(from)
    const result = work()
    const entry: Kept = { from, result, bytes: 0 }
    results.set(key, entry)
    const settle = (found: T) => {
      if (results.get(key) !== entry) return
      entry.bytes = bytesOf(found)
      bytes += entry.bytes
      for (const oldest of results.keys()) {
        if (bytes <= mostBytes || oldest === key) break
        drop(oldest)
      }
    }
    // Whoever asked hears of a failure from `result`; here it only ceases to be kept.
    result.then(settle, () => results.get(key) === entry && drop(key))
    return result
  }
  return { kept, bytes: () => bytes }
}

/** What this process keeps for every room that works things out from incidents. */
export const { kept } = keepResults(256 * 1024 * 1024)

/** Bytes that a result of plain values, lists, maps and typed arrays takes up, near enough. */
export function bytesOf(value: unknown): number {
  if (typeof value === 'string') return 16 + value.length * 2
  if (typeof value !== 'object' || value === null) return 8
  if (ArrayBuffer.isView(value)) return 64 + value.byteLength
  if (value instanceof Map) return [...value].reduce((sum, [key, each]) => sum + 32 + bytesOf(key) + bytesOf(each), 64)
  if (value instanceof Set) return [...value].reduce<number>((sum, each) => sum + 32 + bytesOf(each), 64)
  let sum = 32
  for (const each of Object.values(value)) sum += 8 + bytesOf(each)
  return sum
}
