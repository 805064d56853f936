import { codeKey, leadingCode, namedCode, partsOf } from './codes.ts'
import { oneLine } from './folding.ts'
import { type Sighting, sightingOf } from './sightings.ts'

/** A row that says what the heading above it is for. */
export const SAYS_WHY =
  /^(?:(?:strategic )?(?:objective|rationale|aim|purpose|vision|context)s?)\s*[;:–-]\s*(?=\S)|^objective\s+(?=we will|to )/i

/** Splits "Violence Objective; To protect…" into the title and what it is for. */
function splitAim(text: string): { title: string; aim: string } {
  const found = /[\s.;–-]+(?:objective|rationale|aim)s?\s*[;:]\s*/i.exec(text)
  return found && found.index > 3
    ? { title: text.slice(0, found.index), aim: text.slice(found.index + found[0].length) }
    : { title: text, aim: '' }
}

/** A heading: the items after it belong to it, until another of its kind. */
export function headingOf(text: string, place: string): Sighting {
  const words = oneLine(text)
  const named = namedCode(words)
  const coded = named ?? leadingCode(words, true)
  const { title, aim } = splitAim(coded && coded.title !== '' ? coded.title : words)
  const noun = named?.noun ?? null
  return sightingOf(place, title.replace(/[\s:;–-]+$/, ''), {
    code: coded?.code ?? null,
    words,
    level: 'heading',
    noun,
    aim: aim === '' ? [] : [{ words: aim, place }],
  })
}

/** Whether a heading takes the place of another: the same noun, or codes of as many parts. */
export const isSameLevel = (a: Sighting, b: Sighting): boolean =>
  a.noun !== null || b.noun !== null
    ? a.noun === b.noun && depth(a) === depth(b)
    : a.code !== null && b.code !== null
      ? depth(a) === depth(b)
      : a.code === b.code

/** Of how many parts a code is: 0 where there is none. */
export const depth = ({ code }: Sighting): number => (code === null ? 0 : partsOf(code).length)
/** Whether a heading stands under another: by its code, or (objectives under a priority) by its noun. */
export const isBelow = (above: Sighting, below: Sighting): boolean =>
  above.code !== null && below.code !== null
    ? codeKey(below.code).startsWith(`${codeKey(above.code)}.`)
    : above.noun !== null && below.noun !== null

const INLINE = /^(\p{Lu}[\p{L}&'’,/ -]{1,40}?)[\s:–-]+(?=(\d{1,3}(?:\.\d+)*[a-z]?)[.)]\s*\S)/u

/** A heading at the head of an item's cell: "Comms" on a line of its own, or run on before the next number ("Data 11. Share…"). */
export function headingInCell(text: string, bare: boolean, before: string | null): { heading: string | null; title: string } {
  const [first, ...rest] = text.split('\n')
  if (
    rest.length > 0 &&
    !leadingCode(first!, bare) &&
    leadingCode(rest[0]!, bare) &&
    first!.split(' ').length <= 8 &&
    !/[.;,]$/.test(first!)
  )
    return { heading: first!, title: rest.join('\n') }
  const inline = INLINE.exec(text)
  if (!inline || namedCode(text)) return { heading: null, title: text }
  const [next, previous] = [inline[2]!, before ?? '0'].map((code) => Number(partsOf(code).at(-1)))
  const follows = !Number.isNaN(next!) && !Number.isNaN(previous!) && next! > previous! && next! <= previous! + 3
  return follows && inline[1]!.split(' ').length <= 5
    ? { heading: inline[1]!, title: text.slice(inline[0].length) }
    : { heading: null, title: text }
}
