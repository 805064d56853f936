import type { Block, Paper } from '../../documents/paper.ts'
import type { Check, Raised } from './finding.ts'
import { passagesOf } from './reading/passages.ts'
import { counted, listed, quote } from './reading/sentences.ts'
import { sentenceWith } from './reading/sentences.ts'
import { pattern, r } from './reading/pattern.ts'

const PICTURE = 'figure|chart|graph|map|diagram|infographic|picture|image'
const POINTS_AT = pattern(
  'i',
  r`\b(?:(?:${PICTURE})s? below|(?:${PICTURE})s? (?:on|over) the next page|following (?:${PICTURE})s?`,
  r`|(?:as )?(?:can be )?(?:seen|shown|illustrated|set out|displayed) (?:below`,
  r`|in the (?:${PICTURE}) below|on the next page))\b`,
)
const CAPTION = new RegExp(`^(?:figure|chart|map) \\d+\\s*[:.–-]`, 'i')

/** E-58: a picture the text leans on and the file does not hold. One finding: the cause is one. */
function missingPictures(paper: Paper): Raised[] {
  const pictures = paper.blocks.flatMap((block, at) => (block.kind === 'figure' || block.kind === 'table' ? [at] : []))
  const leaning = passagesOf(paper).flatMap((passage) => {
    if (passage.kind === 'cell' || passage.next !== 'other') return []
    const caption = CAPTION.exec(passage.text)?.[0]
    const part = POINTS_AT.exec(passage.text)?.[0] ?? caption
    const isNear = pictures.some((at) => at > passage.at - (caption ? 3 : 0) && at <= passage.at + 4)
    return part && !isNear ? [{ part, passage }] : []
  })
  if (leaning.length === 0) return []
  return [
    {
      subject: 'pictures',
      itemId: null,
      at: leaning[0]!.passage.at,
      place: listed([...new Set(leaning.map(({ passage }) => passage.place))], 5),
      sentence: `${counted(leaning.length, 'place points', 'places point')} to a picture that is not in the file: ${listed(
        leaning.map(({ passage, part }) => quote(sentenceWith(passage.text, part), part)),
        3,
      )}.`,
      suggestion: 'Put the picture back with its figures as a table, and say in words what it shows.',
    },
  ]
}

/** E-58: pictures without words. */
function withoutAlternative(paper: Paper): Raised[] {
  const figures = paper.blocks.filter((block): block is Block & { kind: 'figure' } => block.kind === 'figure')
  const silent = figures.filter(
    ({ alt }) => !alt?.trim() || /^(?:image|picture|chart|graphic|logo)?\s*\d*\.?(?:png|jpe?g|emf)?$/i.test(alt.trim()),
  )
  if (silent.length === 0) return []
  return [
    {
      subject: 'text alternatives',
      itemId: null,
      place: listed(
        silent.map(({ place }) => place.label),
        4,
      ),
      sentence: `${silent.length} of ${counted(figures.length, 'figure')} ${silent.length === 1 ? 'has' : 'have'} no text alternative.`,
      suggestion: 'Say in a sentence what each one shows, and give its figures as a table. Mark pure decoration as such.',
    },
  ]
}

export const PICTURE_CHECKS: readonly Check[] = [
  {
    id: 'missing-picture',
    title: 'A picture that is not there',
    severity: 'question',
    errors: ['E-58'],
    reads: 'paper',
    run: missingPictures,
    why: 'The evidence is in the picture. Without it, or for whoever cannot see it, the text rests on nothing.',
  },
  {
    id: 'no-text-alternative',
    title: 'A figure without a text alternative',
    severity: 'question',
    errors: ['E-58'],
    reads: 'paper',
    run: withoutAlternative,
    why: 'The accessibility regulations for public bodies ask for one, and a chart nobody can read persuades nobody.',
  },
]
