import { holdsOn } from '../group.ts'
import type { RegisteredGroup } from '../register-store.ts'
import { type Governance, type Rule } from './finding.ts'

// Words that say what sort of body it is, and not what it is about.
const BODY = new Set('group groups panel forum board meeting meetings committee conference partnership delivery working steering strategic strategy subgroup sub the of and for task finish team network joint'.split(' '))

const wordsOf = (name: string) => name.toLowerCase().replace(/['’]s\b/g, '').match(/[\p{L}\p{N}]+/gu) ?? []
const plain = (word: string) => (word.length > 4 ? word.replace(/s$/, '') : word)

/** The words by which an area is meant: its name's, and their first letters. */
function areaWords(area: string): Set<string> {
  const words = wordsOf(area)
  return new Set([...words.filter((word) => !BODY.has(word)), words.map((word) => word[0]).join('')])
}

/** What a name is about: its words without those for a body and for the area, in order of the alphabet. */
const subjectOf = (name: string, area: ReadonlySet<string>) => [...new Set(wordsOf(name).filter((word) => !BODY.has(word) && !area.has(word)).map(plain))].toSorted()

/**
 * Whether two names would be taken for one another: the same words; the same but for the sort of body or the area;
 * or the same but for one word that begins alike ("prolific", "persistent").
 */
export function looksAlike(one: string, other: string, area = ''): boolean {
  if (wordsOf(one).join(' ') === wordsOf(other).join(' ')) return true
  const known = areaWords(area)
  const [mine, theirs] = [subjectOf(one, known), subjectOf(other, known)]
  if (mine.length === 0 || theirs.length === 0) return false
  const [only, others] = [mine.filter((word) => !theirs.includes(word)), theirs.filter((word) => !mine.includes(word))]
  if (only.length === 0 && others.length === 0) return true
  if (mine.length < 2 || only.length !== 1 || others.length !== 1) return false
  const [a, b] = [only[0]!, others[0]!]
  return a.length > 4 && b.length > 4 && a[0] === b[0]
}

const isTied = (one: RegisteredGroup, other: RegisteredGroup) => [...one.cameFrom, ...one.wentInto].some(({ groupId }) => groupId === other.groupId)

/** E-90, E-19. */
function alike({ groups, area, today }: Governance) {
  const named = groups.map((group) => ({ group, names: group.names.filter((name) => holdsOn(name, today) || group.ends !== null).map(({ name }) => name), ended: group.ends !== null && group.ends < today }))
  return named.flatMap((one, at) => named.slice(at + 1).flatMap((other) => {
    if (isTied(one.group, other.group) || (one.ended && other.ended)) return []
    const pair = one.names.flatMap((mine) => other.names.filter((theirs) => looksAlike(mine, theirs, area)).map((theirs) => [mine, theirs] as const))[0]
    if (!pair) return []
    const said = (name: string, group: RegisteredGroup) => (name === group.name ? `“${name}”` : `“${name}” (${group.name})`)
    return [{
      place: `${one.group.name} and ${other.group.name}`, groupIds: [one.group.groupId, other.group.groupId],
      sentence: `${said(pair[0], one.group)} and ${said(pair[1], other.group)} are easily taken for one another${one.ended || other.ended ? ', and one of the two groups has ended' : ''}.`,
      suggestion: one.ended || other.ended
        ? 'If one took over from the other, say so under its names and history.'
        : 'If they are one group, end one of them with the other as its successor, and keep its name as another name; if they are two, give one a name that tells them apart.',
    }]
  }))
}

/** E-19. */
const manyNames = ({ groups, today }: Governance) =>
  groups.filter(({ ends }) => ends === null || ends >= today).flatMap((group) => {
    const inUse = group.names.filter((name) => name.kind !== 'code' && holdsOn(name, today)).map(({ name }) => name)
    return inUse.length < 3 ? [] : [{
      place: group.name, groupIds: [group.groupId],
      sentence: `${group.name} is known by ${inUse.length} names at once: ${inUse.map((name) => `“${name}”`).join(', ')}.`,
      suggestion: 'Use one, and mark the others as no longer in use.',
    }]
  })

export const NAME_RULES: readonly Rule[] = [
  { id: 'names-alike', title: 'Names that look alike', severity: 'question', find: alike, why: 'Minutes and actions of one group are read as those of another.' },
  { id: 'many-names', title: 'One group under many names', severity: 'note', find: manyNames, why: 'A reader takes one group for several.' },
]
