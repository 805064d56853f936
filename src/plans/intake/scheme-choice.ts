import type { Gathering } from './gathering.ts'
import { type SchemeGuess, schemeOfLegend, schemeOfWords } from './legend.ts'
import type { Question } from './plan-reading.ts'
import type { Sighting } from './sightings.ts'

/** How many of the ratings may be unknown to a legend before it is taken to explain something else. */
const STRAY_SHARE = 0.34

/**
 * The scheme the paper rates by: its own legend's, or what its words suggest. Ratings that the legend does not explain are
 * taken off their items, with a question that names the row.
 */
export function schemeFor(
  entries: readonly Sighting[],
  legends: Gathering['legends'],
): { scheme: SchemeGuess | null; questions: Question[] } {
  const words = entries.flatMap(({ ratings }) => ratings.map(({ word }) => word))
  const schemes = legends.map(({ criteria, place }) => schemeOfLegend(criteria, place))
  const strays = (scheme: SchemeGuess) => words.filter((word) => !scheme.values.some((value) => value.word === word)).length
  const [best] = [...schemes].sort((a, b) => strays(a) - strays(b))
  if (!best || (words.length > 0 && strays(best) / words.length > STRAY_SHARE)) return byWords(words, entries)
  const questions = [...otherLegends(best, schemes), ...removeStrays(best, entries)]
  return { scheme: best, questions }
}

function byWords(words: readonly string[], entries: readonly Sighting[]): { scheme: SchemeGuess | null; questions: Question[] } {
  const scheme = schemeOfWords(words)
  const place = entries.find(({ ratings }) => ratings.length > 0)?.ratings[0]!.place ?? ''
  const unexplained =
    scheme !== null && scheme.values.some(({ facts }) => facts.length === 0) && !scheme.name.startsWith('Delivery confidence')
  return {
    scheme,
    questions: unexplained
      ? [
          {
            place,
            sentence: `The paper rates ${scheme.values.map(({ word }) => word).join(', ')} and does not say what they mean. Choose a scheme, or take the words as a judgement.`,
          },
        ]
      : [],
  }
}

/** One paper with two legends rates by two schemes, whatever its colours. */
function otherLegends(best: SchemeGuess, schemes: readonly SchemeGuess[]): Question[] {
  const says = (scheme: SchemeGuess) =>
    scheme.values.map(({ word, criterion }) => `${word} ${criterion.toLowerCase().replace(/\W+/g, ' ').trim()}`).join('|')
  const other = schemes.find(
    (scheme) => says(scheme) !== says(best) && scheme.values.some(({ word }) => best.values.some((value) => value.word === word)),
  )
  return other
    ? [
        {
          place: other.place ?? '',
          sentence: `The paper explains its ratings in two ways, here and in ${best.place ?? 'another place'}. The plan can have one scheme: that of ${best.place ?? 'the first'} was taken.`,
        },
      ]
    : []
}

function removeStrays(scheme: SchemeGuess, entries: readonly Sighting[]): Question[] {
  const known = scheme.values.map(({ word }) => word)
  const questions: Question[] = []
  for (const entry of entries) {
    for (const { word, place } of entry.ratings.filter((rating) => !known.includes(rating.word))) {
      entry.unrated.push({ words: word, place })
      questions.push({
        place,
        sentence: `${word} is not one of the ratings this paper explains (${known.join(', ')}). The item was left without a rating: correct the paper, or choose a scheme that has it.`,
      })
    }
    entry.ratings = entry.ratings.filter((rating) => known.includes(rating.word))
  }
  return questions
}
