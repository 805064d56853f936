import { isIPv6 } from 'node:net'

const HOUR_MS = 3_600_000
const MOST_NETWORKS = 50_000

export type NetworkLimit = {
  /** Counts a try from this network address; false: it has had its share for the hour. */
  take: (address: string) => boolean
  /** Gives a try back: it was a right one. */
  giveBack: (address: string) => void
}

/** Holds one network to `most` tries an hour, in memory only: no address is ever written down. */
export function networkLimit(most: number, now: () => number = Date.now): NetworkLimit {
  const tries = new Map<string, { count: number; since: number }>()
  return {
    take(address) {
      const network = networkOf(address)
      const known = tries.get(network)
      const current = known && now() - known.since < HOUR_MS ? known : { count: 0, since: now() }
      if (current.count >= most) return false
      current.count++
      tries.delete(network)
      tries.set(network, current)
      if (tries.size > MOST_NETWORKS) tries.delete(tries.keys().next().value!)
      return true
    },
    giveBack(address) {
      const known = tries.get(networkOf(address))
      if (known) known.count--
    },
  }
}

/** One household or office has a whole /64 of IPv6 addresses to try from. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(plain)) return plain
  const [head = '', tail = ''] = plain.split('::')
  const [before, after] = [head.split(':').filter(Boolean), tail.split(':').filter(Boolean)]
  const gap = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const groups = plain.includes('::') ? [...before, ...gap, ...after] : before
  return groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')
}
