import { pattern, r } from './pattern.ts'

// A stop after one of these ends nothing.
const ABBREVIATION = pattern(
  'i',
  r`(?:^|[\s(“"'‘])(?:e\.?g|i\.?e|etc|cf|vs|approx|no|nos|st|mr|mrs|ms|dr|prof|rev|insp|supt|para|paras`,
  r`|p|pp|s|ss|ch|fig|vol|ed|op|dept|co|ltd|inc|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|c|incl|ref`,
  r`|tel|[A-Z])\.$`,
)

/** The sentences of a text in order, trimmed. A line break ends one; a full stop inside a number or an abbreviation does not. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = []
  for (const line of text.split(/\n+|\s+(?=[•●▪·]\s)/).map((each) => each.replace(/^\s*[•●▪·*–-]\s+/, ''))) {
    let begin = 0
    for (const stop of line.matchAll(/[.!?]+["”’')\]]*\s+(?=["“‘'(\[]?[A-Z0-9£•])/g)) {
      const end = stop.index + stop[0].length
      const candidate = line.slice(begin, end).trim()
      if (stop[0].startsWith('.') && ABBREVIATION.test(candidate)) continue
      sentences.push(candidate)
      begin = end
    }
    sentences.push(line.slice(begin).trim())
  }
  return sentences.filter((sentence) => sentence !== '')
}

const QUOTED_WORDS = 12

/** At most twelve words of `text` in quotation marks, cut with an ellipsis; `part`, when given, is kept in view. */
export function quote(text: string, part?: string): string {
  const words = text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/(?<!\.)\.$/, '')
    .split(' ')
  if (words.length <= QUOTED_WORDS) return `“${words.join(' ')}”`
  const before = part ? text.slice(0, Math.max(0, text.indexOf(part))).trim() : ''
  const at = before === '' ? 0 : before.split(/\s+/).length
  const length = part ? part.trim().split(/\s+/).length : 0
  const spare = Math.max(0, QUOTED_WORDS - length)
  const from = Math.max(0, Math.min(at - Math.floor(spare / 2), words.length - QUOTED_WORDS))
  const shown = words.slice(from, from + QUOTED_WORDS).join(' ')
  return `“${from > 0 ? '…' : ''}${shown}${from + QUOTED_WORDS < words.length ? '…' : ''}”`
}

/** "a", "a and b", "a, b and c"; more than `most` are counted instead. */
export function listed(names: readonly string[], most = 8, last: 'and' | 'or' = 'and'): string {
  const shown = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1)}`
}

/** "1 action", "3 actions". */
export const counted = (count: number, one: string, many = `${one}s`) => `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`

const NUMBER_WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
  'twenty',
]

/** The words "two" to "twenty" as part of a pattern. */
export const NUMBER_WORD = NUMBER_WORDS.slice(2).toReversed().join('|')

/** 7 for "seven" or "7"; NaN for anything else. */
export const numberFrom = (word: string): number => {
  const index = NUMBER_WORDS.indexOf(word.toLowerCase())
  return index === -1 ? Number(word.replaceAll(',', '')) : index
}

export const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** The sentence of a text that holds `part`, or the whole text. */
export const sentenceWith = (text: string, part: string): string => sentencesOf(text).find((sentence) => sentence.includes(part)) ?? text
