import { fold, isNothing } from './text.ts'

const TITLES = new Set([
  'mr', 'mrs', 'ms', 'miss', 'mx', 'master', 'dr', 'prof', 'professor', 'rev', 'revd', 'reverend', 'sir', 'dame', 'lord', 'lady', 'hon', 'rt', 'capt', 'captain', 'col', 'colonel',
  'maj', 'major', 'lt', 'sgt', 'pc', 'wpc', 'dc', 'ds', 'di', 'cllr', 'councillor', 'father', 'sister',
])
const ONLY_TITLES = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'prof', 'professor', 'rev', 'revd', 'reverend', 'sir', 'lord', 'lady', 'hon', 'rt', 'captain', 'colonel'])
const ENDINGS = new Set(['jr', 'jnr', 'junior', 'sr', 'snr', 'senior', 'obe', 'mbe', 'cbe', 'kbe', 'phd', 'md', 'esq', 'esquire', 'bart', 'ii', 'iii', 'iv'])

/** A forename or surname in letters, words parted by spaces, titles left off; null when nothing is known. */
export function cleanName(text: string): string | null {
  const folded = fold(text)
  if (isNothing(folded)) return null
  if (!folded.includes(' ')) return /^\d+$/.test(folded) || ONLY_TITLES.has(folded) ? null : folded
  return withoutTitles(folded.split(' ')).join(' ') || null
}

function withoutTitles(words: string[]): string[] {
  let from = 0
  let to = words.length
  while (from < to - 1 && TITLES.has(words[from]!)) from++
  while (to > from + 1 && ENDINGS.has(words[to - 1]!)) to--
  return words.slice(from, to)
}

export type NameParts = { forename: string | null; others: readonly string[]; surname: string | null }

/** A full name in parts. `surnameFirst`: the column writes “Surname, Forename”. */
export function splitName(text: string, surnameFirst: boolean): NameParts {
  const comma = text.indexOf(',')
  if (surnameFirst && comma > 0) {
    const { forename, others, surname } = splitName(text.slice(comma + 1), false)
    return { forename, others: surname === null ? others : [...others, surname], surname: cleanName(text.slice(0, comma)) }
  }
  const cleaned = cleanName(text)
  if (cleaned === null) return { forename: null, others: [], surname: null }
  const words = cleaned.split(' ')
  if (words.length === 1) return { forename: null, others: [], surname: words[0]! }
  return { forename: words[0]!, others: words.slice(1, -1), surname: words.at(-1)! }
}
