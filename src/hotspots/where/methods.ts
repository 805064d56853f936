type Words = { name: string; does: string }
/** Squares lend a little of their count to those around; areas, whose edges mean something, do not. */
type Places = 'squares' | 'areas'

const lent = (places: Places) => (places === 'squares' ? ', and lends a little of it to the places around' : '')

/** What each way of choosing places is called, and what it does, for a reader who is no statistician. */
const METHODS: Record<string, (places: Places) => Words> = {
  decayed: (places) => ({
    name: 'Fading counts, tuned as they go',
    does: `Counts every earlier month, recent ones more, forgetting as fast as would have worked best in the year before${lent(places)}`,
  }),
  last12: () => ({ name: 'Same places as last year', does: 'Counts the last twelve months, each the same' }),
  gistar: () => ({ name: 'Gi* clusters', does: 'The places whose surroundings hold more than chance would put there' }),
}

const FAMILIES: readonly [RegExp, (size: string, places: Places) => Words][] = [
  [/^kde(\d+)$/, (metres) => ({ name: `Heat map, ${metres} m`, does: `Kernel density of the last twelve months with a bandwidth of ${metres} m` })],
  [/^decayed(\d+)$/, (months, places) => ({ name: `Fading counts, half gone in ${months} months`, does: `Counts every earlier month, one of ${months} months ago as half${lent(places)}` })],
  [/^unsmoothed(\d+)$/, (months) => ({ name: `Fading counts, half gone in ${months} months, kept in place`, does: `Counts every earlier month, one of ${months} months ago as half` })],
]

export function methodOf(name: string, places: Places = 'squares'): Words {
  if (METHODS[name]) return METHODS[name](places)
  for (const [pattern, words] of FAMILIES) {
    const size = pattern.exec(name)?.[1]
    if (size) return words(size, places)
  }
  return { name, does: name }
}

/** "fading counts, tuned as they go": inside a sentence. Gi* keeps its capital. */
export const methodInSentence = (name: string): string => {
  const text = methodOf(name).name
  return /^Gi/.test(text) ? text : text[0]!.toLowerCase() + text.slice(1)
}
