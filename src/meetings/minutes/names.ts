/** Somebody whose name may stand in a text, and what stands there instead in public. */
export type NamedPerson = { name: string; instead: string }

const TITLES = '(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Rev|Revd|Cllr|Councillor|Alderman|Alderwoman|Deputy|Sir|Dame|PC|PS|DC|DS|DI|DCI|Sgt|Sergeant|Insp|Inspector|Supt|Superintendent|Constable)\\.?\\s+'
const literally = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\s+/g, '\\s+')
const NOT_A_LETTER = ['(?<![\\p{L}\\p{N}])', '(?![\\p{L}\\p{N}])'] as const
const wordsOf = (name: string) => name.trim().split(/\s+/)

/** A text with whole names, and titles with a surname, in place of which stands what is said of each instead. The longest names first. */
export function leaveNamesOut(text: string, people: readonly NamedPerson[]): string {
  return people.toSorted((a, b) => b.name.length - a.name.length).reduce((left, { name, instead }) => {
    const words = wordsOf(name)
    const forms = words.length > 1 ? `(?:${TITLES})?${literally(name)}|${TITLES}${literally(words.at(-1)!)}` : `(?:${TITLES})?${literally(name)}`
    return left.replaceAll(new RegExp(`${NOT_A_LETTER[0]}(?:${forms})${NOT_A_LETTER[1]}`, 'gu'), () => instead)
  }, text)
}

/** First names and surnames of these people that still stand in a text, each once, for whoever issues it to look at. */
export function namesLeftIn(text: string, people: readonly NamedPerson[]): string[] {
  const words = new Set(people.flatMap(({ name }) => wordsOf(name)).filter((word) => word.length > 2 && /^\p{Lu}/u.test(word)))
  return [...words].filter((word) => new RegExp(`${NOT_A_LETTER[0]}${literally(word)}${NOT_A_LETTER[1]}`, 'u').test(text)).toSorted((a, b) => a.localeCompare(b, 'en-GB'))
}
