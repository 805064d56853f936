import { createHmac, randomBytes } from 'node:crypto'

const HOUR_MS = 3_600_000
const MOST_PLACES = 50_000
/** Applications an hour from one place before the next ones wait for an officer. An advice centre may send several in a day. */
export const MOST_AN_HOUR = 5

/** The name of the form field that no person sees. */
export const HIDDEN_FIELD = 'website'

/** Why an application is held back. */
export const WHYS = ['hidden field filled in', 'many from one place'] as const
export type Why = (typeof WHYS)[number]

/**
 * Counts applications by where they come from, for an hour and in memory only. What is kept of an address is a seal under a key that lives
 * as long as the process: nobody can turn it back into the address. `take` gives false once a place has had its share.
 */
export function floodWatch(most: number = MOST_AN_HOUR, now: () => number = Date.now) {
  const key = randomBytes(32)
  const counts = new Map<string, { count: number; since: number }>()
  return {
    take(address: string): boolean {
      const place = createHmac('sha256', key).update(networkOf(address)).digest('base64url')
      const known = counts.get(place)
      const current = known && now() - known.since < HOUR_MS ? known : { count: 0, since: now() }
      current.count++
      counts.delete(place)
      counts.set(place, current)
      if (counts.size > MOST_PLACES) counts.delete(counts.keys().next().value!)
      return current.count <= most
    },
    /** What is held in memory of where applications came from. */
    kept: (): readonly string[] => [...counts.keys()],
  }
}

/** The address, or of an IPv6 one the network of a household or office: its first 64 bits. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!plain.includes(':') || !URL.canParse(`http://[${plain}]`)) return plain
  const [before = '', after] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::')
  const [head, tail] = [before.split(':').filter(Boolean), after?.split(':').filter(Boolean) ?? []]
  return [...head, ...Array.from({ length: after === undefined ? 0 : 8 - head.length - tail.length }, () => '0'), ...tail].slice(0, 4).join(':')
}
