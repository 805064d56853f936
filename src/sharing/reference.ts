import { randomInt } from 'node:crypto'

// Without letters and figures that look alike: no I, L, O, U, 0 or 1.
const SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const four = () => Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join('')

/** Two letters for each kind of scheme, which begin its references. */
export const PREFIX = {
  'community marac': 'CM', 'asb victims': 'AV', 'asb perpetrators': 'AP', 'asb case review': 'CR', 'domestic abuse marac': 'DA', 'offender management': 'OM', channel: 'CH',
} as const
export type SchemeKind = keyof typeof PREFIX

/** A case's reference: random, so that it tells neither how many cases there are nor in what order they came. */
export const newReference = (kind: SchemeKind): string => `${PREFIX[kind]}-${four()}-${four()}`

/** A reference as somebody typed it, in its one spelling; null when it is none. */
export function parseReference(typed: string): string | null {
  const found = /^([A-Z]{2})[\s-]*([0-9A-Z]{4})[\s-]*([0-9A-Z]{4})$/.exec(typed.trim().toUpperCase())
  return found ? `${found[1]}-${found[2]}-${found[3]}` : null
}
