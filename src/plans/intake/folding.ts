/** Words as they are compared: small letters, no accents or punctuation, "&" as "and", single spaces. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[’'`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Text on one line: every run of white space is one space. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** How alike two titles are, 0 to 1: the Dice coefficient of their sets of folded words. */
export function likeness(a: string, b: string): number {
  const [first, second] = [a, b].map((text) => new Set(fold(text).split(' ').filter(Boolean)))
  if (first!.size + second!.size === 0) return 1
  return (2 * first!.intersection(second!).size) / (first!.size + second!.size)
}

/** The first `length` characters, ended at a word and marked as cut, for telling someone which text is meant. */
export function opening(text: string, length = 60): string {
  const line = oneLine(text)
  return line.length <= length ? line : `${line.slice(0, length).replace(/\s\S*$/, '')}…`
}
