import type { Raised } from './finding.ts'
import { type Said } from './reading/passages.ts'
import { counted, listed, quote } from './reading/sentences.ts'

/** Everything said of one kind as one finding, with the first few quoted. */
export function oneFinding(
  subject: string,
  said: readonly Said[],
  sentence: (count: string, quotes: string) => string,
  suggestion: string,
  one: string,
  many: string,
): Raised[] {
  const [first] = said
  if (!first) return []
  const quotes = listed(
    said.map((each) => quote(each.sentence, /[£\d][\d.,]*\s?(?:%|per ?cent|m\b|million|bn|billion)?/.exec(each.sentence)?.[0])),
    3,
  )
  return [
    {
      subject,
      itemId: null,
      at: first.passage.at,
      place: listed([...new Set(said.map(({ passage }) => passage.place))], 4),
      sentence: sentence(counted(said.length, one, many), quotes),
      suggestion,
    },
  ]
}
