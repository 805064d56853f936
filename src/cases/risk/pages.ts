import { writeDate } from '../../calendar/dates.ts'
import { casePage } from '../../sharing/case-page.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { nameAndRole, peopleToChoose, isPerpetrator, isVictim } from '../contact/case-people.ts'
import type { Subject } from '../index/subject-store.ts'
import { scoreRisk } from '../rules/risk-matrix.ts'
import type { RuleVersion } from '../rules/rule-store.ts'
import { type Assessment, bandOf } from './risk-store.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null
const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))

/** Colours run from the lowest band of a matrix to its highest; the word carries it. */
const tagOf = ({ matrix }: Pick<Assessment, 'matrix'>, band: string) => {
  const place = matrix.bands.findIndex((each) => each.band === band)
  return { word: band[0]!.toUpperCase() + band.slice(1), colour: place <= 0 ? 'green' : place === matrix.bands.length - 1 ? 'red' : 'amber' }
}

/** What changed between two assessments of one person, in words. */
export function changeSince(now: Assessment, before: Assessment | undefined): string {
  if (!before) return 'First assessment'
  const since = `since ${day(before.assessedOn)}`
  if (before.version !== now.version) return bandOf(now) === bandOf(before) ? `Same band ${since}, by another version of the matrix` : `From ${bandOf(before)} to ${bandOf(now)} ${since}, by another version of the matrix`
  const difference = now.score - before.score
  const points = Math.abs(difference) === 1 ? '1 point' : `${Math.abs(difference)} points`
  return difference === 0 ? `No change ${since}` : `${difference > 0 ? 'Up' : 'Down'} ${points} ${since}`
}

function answersInWords({ matrix, answers }: Assessment) {
  return matrix.questions.flatMap(({ key, asks, answers: offered }) => {
    const given = offered.find(({ value }) => value === answers[key])
    return given ? [{ asks, said: given.text, score: given.score }] : []
  })
}

function historyOf(assessments: readonly Assessment[]) {
  return assessments.map((assessment, place) => ({
    id: assessment.assessmentId, tag: tagOf(assessment, bandOf(assessment)), score: `${assessment.score} of ${scoreRisk(assessment.matrix, {}).most}`, on: day(assessment.assessedOn), by: [assessment.assessedBy ?? 'Somebody who has left', assessment.agency].filter(Boolean).join(', '),
    change: changeSince(assessment, assessments[place + 1]), judged: assessment.judgedBand ? `Judged ${assessment.judgedBand}; the score gives ${assessment.band}. ${assessment.judgement ?? ''}` : null, matrix: `${assessment.matrix.title}, version ${assessment.version}`, answers: answersInWords(assessment),
  }))
}

/** The risk in a case: for each person the history of assessments, and who has not been assessed. */
export function riskPage({ cover, people, rules }: { cover: CaseCover; people: readonly Subject[]; rules: RuleVersion<'risk'> | null }, assessments: readonly Assessment[]) {
  const groups = [
    ...people.map((person) => ({ id: person.subjectId, title: nameAndRole(person), needs: isVictim(person) || isPerpetrator(person), history: historyOf(assessments.filter(({ subjectId }) => subjectId === person.subjectId)) })),
    { id: 'case', title: 'The case as a whole', needs: false, history: historyOf(assessments.filter(({ subjectId }) => !people.some((person) => person.subjectId === subjectId))) },
  ]
  return {
    ...casePage(cover, 'Risk'), actions: cover.works && rules ? [{ text: 'Assess the risk', href: `/cases/${cover.caseId}/risk/new`, primary: true }] : [], rulesHref: `/cases/rules/${cover.schemeId}`,
    noMatrix: rules === null, groups: groups.filter(({ needs, history }) => needs || history.length > 0),
  }
}

/** The form of a new assessment. */
export function assessPage({ cover, people, rules, today }: { cover: CaseCover; people: readonly Subject[]; rules: RuleVersion<'risk'>; today: string }, failed: Failed = null) {
  const entered: Record<string, unknown> = failed?.entered ?? { assessed_on: day(today) }
  const { title, questions, bands, judgement } = rules.rules
  return {
    ...casePage(cover, 'Risk', 'Assess the risk'), back: { href: `/cases/${cover.caseId}/risk`, text: 'Risk' }, action: `/cases/${cover.caseId}/risk/new`, entered,
    matrix: `${title}, version ${rules.version}. ${rules.source}`, judgementRule: judgement, subjects: peopleToChoose(people, entered.subject, 'The case as a whole'),
    questions: questions.map(({ key, asks, hint, answers }) => ({
      name: `answer_${key}`, asks, hint: hint ?? null, isLong: answers.length > 8,
      items: [...(answers.length > 8 ? [{ value: '', text: 'Choose' }] : []), ...answers.map(({ value, text }) => ({ value, text, checked: entered[`answer_${key}`] === value, selected: entered[`answer_${key}`] === value }))],
    })),
    bands: [{ value: '', text: 'As the score gives', selected: !entered.judged_band }, ...bands.map(({ band, from }) => ({ value: band, text: `${band[0]!.toUpperCase()}${band.slice(1)} (from ${from})`, selected: entered.judged_band === band }))],
    ...errorsForPage(failed?.errors),
  }
}
