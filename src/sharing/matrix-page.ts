import { decide, QUESTIONS, type Sheet, type Situation } from './matrix.ts'
import { sharingNavigation } from './sharing-navigation.ts'

const VARIES_IN_WORDS: Record<Sheet['varies'], string> = { relation: 'Their agency', agreement: 'Agreement', stage: 'Case', excluded: 'Besides', emergency: 'Emergency access' }

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)

/** What sets a row apart from others of its sheet: the thing that varies, and whatever else is not as usual. */
function setApart({ relation, agreement, stage, emergency }: Situation, varies: Sheet['varies']): string {
  const parts = { relation: capital(relation), agreement: capital(agreement), stage: capital(stage), emergency: emergency === 'none' ? 'Nothing' : capital(emergency) }
  if (varies === 'relation') return parts.relation
  const others = [
    varies === 'agreement' ? parts.agreement : varies === 'stage' ? parts.stage : varies === 'emergency' ? parts.emergency : null,
    relation === 'takes part' ? null : `agency ${relation}`,
    varies === 'agreement' || agreement === 'live' ? null : `agreement ${agreement}`,
    varies === 'stage' || stage === 'open' ? null : `case ${stage}`,
    varies === 'emergency' || emergency === 'none' ? null : `emergency access ${emergency}`,
  ].filter((part) => part !== null)
  return capital(others.join('; ') || 'agency takes part')
}

/** The matrix as a page to read, print and sign: each answer in words, with the clause of the gate that gives it. */
export function matrixPage(sheets: readonly Sheet[], now: Temporal.Instant, oversees: boolean) {
  return {
    title: 'Who may see what of a case',
    context: 'The rule, worked out for every kind of person, agency and state',
    actions: [{ text: 'Print', print: true }],
    tabs: oversees ? sharingNavigation('Matrix') : [],
    questions: QUESTIONS,
    answers: sheets.reduce((sum, { situations }) => sum + situations.length * QUESTIONS.length, 0),
    sheets: sheets.map(({ heading, rule, varies, situations }, index) => ({
      heading, rule, varies: VARIES_IN_WORDS[varies], id: `sheet-${index + 1}`,
      rows: situations.map((situation) => {
        const decisions = decide(situation, now)
        return { who: situation.person.who, setApart: setApart(situation, varies), cells: QUESTIONS.map((question) => ({ question, answer: decisions[question].allowed ? 'Yes' : 'No', clause: decisions[question].clause })) }
      }),
    })),
  }
}
