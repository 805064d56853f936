import type { Paper } from '../../documents/paper.ts'
import type { Check, Raised } from './finding.ts'
import { NUMBER_WORD, numberFrom } from './reading/sentences.ts'
import { textOfPaper } from './reading/texts.ts'
import { pattern, r } from './reading/pattern.ts'

const APPROXIMATE = pattern(
  'i',
  r`\b(?:some|about|around|approximately|circa|roughly) (?<count>\d[\d,]*`,
  r`|${NUMBER_WORD}) (?:\w+ )?(?<noun>cases|referrals|incidents|reports|people|individuals|victims`,
  r`|offenders|attendees|members|visits|patrols|orders|notices|complaints)\b`,
)
const EXACT_PART = pattern(
  'i',
  r`(?<!some |about |around |over |than )\b(?<count>\d[\d,]*|${NUMBER_WORD}) of (?:the|these`,
  r`|those) (?:\w+ )?(?<noun>cases|referrals|incidents|reports|people|individuals|victims|offenders`,
  r`|attendees|members|visits|patrols|orders|notices|complaints)\b`,
)

/** E-32: a part counted exactly of a whole that is not. */
function approximateWhole(paper: Paper, today: Temporal.PlainDate): Raised[] {
  const said = textOfPaper(paper, today).said
  return said.flatMap((whole, at) => {
    const about = APPROXIMATE.exec(whole.sentence)
    const exact =
      about &&
      said.slice(at + 1).find(({ sentence, passage }) => {
        const part = EXACT_PART.exec(sentence)
        return (
          passage.section === whole.passage.section &&
          part &&
          part.groups!.noun!.toLowerCase() === about.groups!.noun!.toLowerCase() &&
          numberFrom(part.groups!.count!) < numberFrom(about.groups!.count!)
        )
      })
    if (!about || !exact) return []
    const part = EXACT_PART.exec(exact.sentence)![0]
    return [
      {
        subject: about[0],
        itemId: null,
        place: `${whole.passage.place} and ${exact.passage.place}`,
        at: whole.passage.at,
        sentence: `The whole is “${about[0]}”, and a part of it is counted exactly: “${part}”.`,
        suggestion: 'Take both from the record, with the dates they cover.',
      },
    ]
  })
}

export const ROUGH_COUNT_CHECKS: readonly Check[] = [
  {
    id: 'approximate-whole',
    title: 'An exact part of a rough whole',
    severity: 'note',
    errors: ['E-32'],
    reads: 'paper',
    run: approximateWhole,
    why: 'Both come from the same record; one of them was typed from memory.',
  },
]
