import KDBush from 'kdbush'

export type Distance = 'euclidean' | 'manhattan'

/**
 * Pairs of events nearer than the last edge, those of the first band first: band b holds `starts[b]` up to, not
 * including, `starts[b + 1]`.
 */
export type NearPairs = { starts: Int32Array; first: Int32Array; second: Int32Array }

const MOST_PAIRS = 200_000_000

/** `x` and `y` in metres; `edges` of the bands, half-open. Throws RangeError beyond 200 million pairs. */
export function nearPairs(x: Float64Array, y: Float64Array, edges: readonly number[], distance: Distance): NearPairs {
  const tree = new KDBush(x.length)
  for (let event = 0; event < x.length; event++) tree.add(x[event]!, y[event]!)
  if (x.length > 0) tree.finish()
  const found = new Int32Array(x.length)
  const furthest = edges.at(-1)!
  let pairs = { first: new Int32Array(1024), second: new Int32Array(1024), band: new Uint8Array(1024) }
  let size = 0
  for (let event = 0; event < x.length; event++) {
    // A circle of that radius holds every place within it by either distance.
    const near = tree.withinInto(x[event]!, y[event]!, furthest, found)
    for (let place = 0; place < near; place++) {
      const other = found[place]!
      if (other <= event) continue
      const [east, north] = [Math.abs(x[event]! - x[other]!), Math.abs(y[event]! - y[other]!)]
      const band = bandAt(edges, distance === 'manhattan' ? east + north : Math.sqrt(east * east + north * north))
      if (band === -1) continue
      if (size === pairs.first.length) pairs = twiceAsLong(pairs)
      pairs.first[size] = event
      pairs.second[size] = other
      pairs.band[size++] = band
    }
  }
  return byBand(pairs, size, edges.length - 1)
}

/** The band a distance falls in, or −1 outside them all. */
export function bandAt(edges: readonly number[], distance: number): number {
  if (distance < edges[0]!) return -1
  for (let band = 1; band < edges.length; band++) if (distance < edges[band]!) return band - 1
  return -1
}

type Growing = { first: Int32Array<ArrayBuffer>; second: Int32Array<ArrayBuffer>; band: Uint8Array<ArrayBuffer> }

function twiceAsLong({ first, second, band }: Growing): Growing {
  const length = first.length * 2
  if (length > MOST_PAIRS) throw new RangeError('More than 200 million pairs are that near: choose shorter distances')
  const grown = { first: new Int32Array(length), second: new Int32Array(length), band: new Uint8Array(length) }
  grown.first.set(first)
  grown.second.set(second)
  grown.band.set(band)
  return grown
}

function byBand(pairs: Growing, size: number, bands: number): NearPairs {
  const starts = new Int32Array(bands + 1)
  for (let pair = 0; pair < size; pair++) starts[pairs.band[pair]! + 1]!++
  for (let band = 0; band < bands; band++) starts[band + 1]! += starts[band]!
  const next = starts.slice()
  const sorted = { starts, first: new Int32Array(size), second: new Int32Array(size) }
  for (let pair = 0; pair < size; pair++) {
    const place = next[pairs.band[pair]!]!++
    sorted.first[place] = pairs.first[pair]!
    sorted.second[place] = pairs.second[pair]!
  }
  return sorted
}

/** How many pairs of events, of all there are, lie less than `days` apart. */
export function pairsWithin(day: Float64Array, days: number): number {
  const sorted = day.slice().sort()
  let [pairs, first] = [0, 0]
  for (let last = 0; last < sorted.length; last++) {
    while (sorted[last]! - sorted[first]! >= days && first < last) first++
    if (days > 0) pairs += last - first
  }
  return pairs
}
