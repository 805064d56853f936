const DOTTED = /^(\d{1,3}(?:\.\d{1,3}){1,4}[a-z]?[.)]?)\s+(?=\S)/
const SINGLE = /^(\d{1,3}[.)]|\(\d{1,3}\)|\([a-z]{1,2}\)|[a-z]\)|\([ivxl]{1,6}\)|[ivxl]{1,6}[.)]|[a-h]\.)\s+(?=\S)/
const DATE = /^\d{1,2}\.\d{1,2}\.\d{2}$/

/**
 * The number a writer typed before a paragraph ("9.17", "12.", "(a)", "1.1.1a.") and the text after it; null when
 * there is none. Amounts ("2.1 million") and dates ("28.11.16") are no numbers of paragraphs: what follows must begin
 * like a sentence.
 */
export function typedNumber(text: string): { number: string; rest: string } | null {
  const found = (DOTTED.exec(text) ?? SINGLE.exec(text))?.[0]
  if (found === undefined) return null
  const number = found.trimEnd()
  const rest = text.slice(found.length)
  const tabbed = found.includes('\t')
  if (DATE.test(number)) return null
  if (!tabbed && !/[.)]$/.test(number) && !beginsSentence(rest)) return null
  if (!tabbed && /^[a-z]+\.$/.test(number) && !beginsSentence(rest)) return null
  return { number, rest }
}

const beginsSentence = (text: string) => /^["'“‘(*_\[]*[\p{Lu}\d]/u.test(text)

/**
 * Reads headings numbered with a bare figure ("10 Combatting crime"): such a figure counts as a number only when it is
 * 1 or follows the one before, at most one left out, so that "16 Days of Action" keeps its words. Make one per paper,
 * ask it in reading order.
 */
export function headingNumbers(): (text: string) => { number?: string; text: string } {
  let last: number | null = null
  return (text) => {
    const typed = typedNumber(text)
    if (typed) {
      last = parseInt(typed.number.replace(/^\D+/, ''), 10) || last
      return { number: typed.number, text: typed.rest }
    }
    const bare = /^(\d{1,2})\s+(?=["'“‘(]*[\p{Lu}\d])/u.exec(text)
    const figure = Number(bare?.[1])
    const follows = last !== null && figure > last && figure <= last + 2
    if (!bare || (figure !== 1 && !follows && !bare[0].includes('\t'))) return { text }
    last = figure
    return { number: bare[1]!, text: text.slice(bare[0].length) }
  }
}

/**
 * A number with more than one part ("3.2", "1.1.1a.") numbers a paragraph of the paper; "1." or "(a)" numbers a list.
 */
export const isDotted = (number: string): boolean => /\d\.\d/.test(number)

const TYPED_BULLET = /^(?:[-–—•·●▪■○◦‣⁃➢✓*]|o(?=\t))\s+(?=\S)/

/** The text after a typed bullet, or null when it begins with none. */
export function afterBullet(text: string): string | null {
  const bullet = TYPED_BULLET.exec(text)?.[0]
  return bullet === undefined ? null : text.slice(bullet.length)
}

/** True of a line drawn with characters: "---", "____", "* * *". */
export const isRule = (text: string): boolean => /^\s*(?:[-–—_*=~.]\s*){3,}$/.test(text)
