const words = (text: string): string[] => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().match(/[\p{L}\p{N}’'-]+/gu) ?? []

/** The words of some names that a text says, as they stand in the names: what may be published must give none. Words of one or two letters are let be. */
export function namesSpoken(text: string, names: readonly string[]): string[] {
  const said = new Set(words(text).map((word) => word.replace(/[’']s$/, '')))
  const parts = names.flatMap((name) => name.split(/[\s,]+/).filter((part) => part.length > 2))
  return [...new Set(parts)].filter((part) => words(part).some((word) => said.has(word)))
}
