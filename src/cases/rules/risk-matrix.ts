import { z } from 'zod'
import type { SchemeKind } from '../../sharing/reference.ts'

/** A scored question: its answers with what each counts. */
export type RiskQuestion = { key: string; asks: string; hint?: string | undefined; answers: readonly { value: string; text: string; score: number }[] }
/** `from`: the lowest score of the band. The first band is from nought. */
export type RiskBand = { band: string; from: number }
export type RiskMatrix = { title: string; questions: readonly RiskQuestion[]; bands: readonly RiskBand[]; judgement: string }

const short = z.string().trim().min(1).max(60)
export const RiskMatrixShape: z.ZodType<RiskMatrix> = z.object({
  title: z.string().min(1).max(200),
  questions: z.array(z.object({ key: short, asks: z.string().trim().min(1).max(300), hint: z.string().max(300).optional(), answers: z.array(z.object({ value: short, text: z.string().min(1).max(200), score: z.number().int().min(0).max(100) })).min(2) })).min(1),
  bands: z.array(z.object({ band: short, from: z.number().int().min(0) })).min(1),
  judgement: z.string().min(1).max(1000),
}).superRefine(({ bands }, context) => {
  if (bands[0]!.from !== 0) context.addIssue({ code: 'custom', message: 'The lowest band begins at 0' })
  if (bands.some(({ from }, place) => place > 0 && from <= bands[place - 1]!.from)) context.addIssue({ code: 'custom', message: 'Each band begins above the one before it' })
})

export type Answers = Readonly<Record<string, string>>
export type Scored = { score: number; band: string; most: number; unanswered: readonly string[] }

/** The score of a set of answers, the band it falls in and the most it could be. `unanswered`: keys of questions without one of their answers. */
export function scoreRisk({ questions, bands }: Pick<RiskMatrix, 'questions' | 'bands'>, answers: Answers): Scored {
  const chosen = questions.map(({ key, answers: offered }) => ({ key, answer: offered.find(({ value }) => value === answers[key]) }))
  const score = chosen.reduce((sum, { answer }) => sum + (answer?.score ?? 0), 0)
  return {
    score, band: bands.findLast(({ from }) => score >= from)!.band,
    most: questions.reduce((sum, question) => sum + Math.max(...question.answers.map((each) => each.score)), 0),
    unanswered: chosen.filter(({ answer }) => !answer).map(({ key }) => key),
  }
}

const scale = (...texts: readonly string[]) => texts.map((text, score) => ({ value: String(score), text, score }))
/** Likelihood or harm from 0 to 5. */
const severity = (key: string, asks: string, hint?: string) => ({ key, asks, ...(hint ? { hint } : {}), answers: scale('None known', 'Slight', 'Some', 'Moderate', 'Serious', 'Very serious') })
const OFTEN = scale('Not in the last six months', 'Once', 'Monthly', 'Weekly', 'Most days', 'Daily')
const yesNo = (key: string, asks: string, score: number, hint?: string) => ({ key, asks, ...(hint ? { hint } : {}), answers: [{ value: 'no', text: 'No', score: 0 }, { value: 'unknown', text: 'Not known', score: 1 }, { value: 'yes', text: 'Yes', score }] })

const COMMUNITY_MARAC: RiskMatrix = {
  title: 'Community MARAC risk matrix',
  judgement: 'The score never shuts a case out: professional judgement and escalation count beside it.',
  questions: [
    { key: 'often', asks: 'How often does it happen?', answers: OFTEN },
    severity('harm', 'Harm to the person'), severity('fear', 'Fear, and effect on daily life'), severity('community', 'Harm to others or to the community'),
    severity('escalating', 'Is it getting worse?'), severity('health', 'Health, disability or mental health'), severity('substances', 'Alcohol or drugs'),
    severity('housing', 'Housing at risk, or none'), severity('alone', 'Isolation: nobody to turn to'),
    yesNo('hate', 'Hate, or targeted for who they are?', 5), yesNo('children', 'Are children affected?', 5), yesNo('weapons', 'Weapons, threats to life or exploitation?', 5),
  ],
  bands: [{ band: 'standard', from: 0 }, { band: 'medium', from: 16 }, { band: 'high', from: 32 }],
}

const ASB: RiskMatrix = {
  title: 'Anti-social behaviour harm matrix',
  judgement: 'Judgement may set another band, with a reason.',
  questions: [
    { key: 'often', asks: 'How often does it happen?', answers: OFTEN },
    yesNo('before', 'Has it happened before, to this person or here?', 2), yesNo('worse', 'Is it getting worse?', 3), yesNo('known', 'Do they know each other, or live near?', 2),
    yesNo('targeted', 'Is the person or household targeted on purpose?', 3), yesNo('hate', 'Hate, or targeted for who they are?', 4), severity('harm', 'Effect on the person'),
    yesNo('health', 'Does health or disability make it worse?', 3), yesNo('alone', 'Nobody to turn to?', 2), yesNo('others', 'Are others affected?', 2),
  ],
  bands: [{ band: 'standard', from: 0 }, { band: 'medium', from: 11 }, { band: 'high', from: 20 }],
}

/** The risk matrices that schemes of each kind begin with. Questions, scores and bands are each partnership's to change. */
export const STARTING_RISK: Partial<Record<SchemeKind, { validFrom: string; source: string; rules: RiskMatrix }>> = {
  'community marac': { validFrom: '2016-02-17', source: 'A starting matrix, to be set by the partnership. Above 31 is high, as a peer (Islington) has it', rules: COMMUNITY_MARAC },
  'asb victims': { validFrom: '2011-01-01', source: 'A starting matrix, to be set by the partnership', rules: ASB },
  'asb perpetrators': { validFrom: '2011-01-01', source: 'A starting matrix, to be set by the partnership', rules: ASB },
  'domestic abuse marac': {
    validFrom: '2018-01-01', source: 'Bands of the DASH checklist: 14 and over high, 10 to 13 medium (SafeLives)',
    rules: {
      title: 'Ticks on the DASH checklist', judgement: 'Professional judgement can always make it high.',
      questions: [{ key: 'ticks', asks: 'Ticks, of 24', answers: Array.from({ length: 25 }, (_, ticks) => ({ value: String(ticks), text: String(ticks), score: ticks })) }],
      bands: [{ band: 'standard', from: 0 }, { band: 'medium', from: 10 }, { band: 'high', from: 14 }],
    },
  },
}
