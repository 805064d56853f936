/** What each way of choosing places is called, and what it does, for a reader who is no statistician. */
const METHODS: Record<string, { name: string; does: string }> = {
  decayed: { name: 'Fading counts, tuned as they go', does: 'Counts every earlier month, recent ones more, spreads a little of it to the places around, and settles how fast to forget by what would have worked last year' },
  last12: { name: 'Same places as last year', does: 'Counts the last twelve months, each the same' },
  gistar: { name: 'Gi* clusters', does: 'The places whose surroundings hold more than chance would put there' },
}

const FAMILIES: readonly [RegExp, (size: string) => { name: string; does: string }][] = [
  [/^kde(\d+)$/, (metres) => ({ name: `Heat map, ${metres} m`, does: `Kernel density of the last twelve months with a bandwidth of ${metres} m` })],
  [/^decayed(\d+)$/, (months) => ({ name: `Fading counts, half gone in ${months} months`, does: `Counts every earlier month, one of ${months} months ago as half, and spreads a little of it to the places around` })],
  [/^unsmoothed(\d+)$/, (months) => ({ name: `Fading counts, half gone in ${months} months, not spread`, does: `Counts every earlier month, one of ${months} months ago as half` })],
]

export function methodOf(name: string): { name: string; does: string } {
  if (METHODS[name]) return METHODS[name]
  for (const [pattern, words] of FAMILIES) {
    const size = pattern.exec(name)?.[1]
    if (size) return words(size)
  }
  return { name, does: name }
}

/** "fading counts, tuned as they go": inside a sentence. Abbreviations and Gi* keep their capitals. */
export const methodInSentence = (name: string): string => {
  const text = methodOf(name).name
  return /^Gi/.test(text) ? text : text[0]!.toLowerCase() + text.slice(1)
}
