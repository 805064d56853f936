import { isListed } from '../../calendar/bank-holidays.ts'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { addWorkingDays, workingDaysBetween } from '../../calendar/working-days.ts'
import { casePage } from '../../sharing/case-page.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { caseNavigation } from '../case-navigation.ts'
import { groundPage } from '../ground.ts'
import { handedInWords } from './gather.ts'
import { type Handed, type HandedPart, PARTS, standingOf } from './handed.ts'
import type { Area, Transfer } from './store.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null

const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const dayOf = (at: Temporal.Instant) => writeDate(todayInLondon(at))

/** Working days within which an area says that a case has come. */
const ACKNOWLEDGE_WITHIN = 2

/** By when a transfer sent on a day is to be acknowledged (both ISO); null where bank holidays are not listed. */
export const acknowledgeBy = (sentOn: string): string | null => (isListed(sentOn) && isListed(Temporal.PlainDate.from(sentOn).add({ days: 14 }).toString()) ? addWorkingDays(sentOn, ACKNOWLEDGE_WITHIN) : null)

const TAG = {
  sent: { word: 'Sent', colour: 'blue' }, acknowledged: { word: 'Acknowledged', colour: 'blue' }, accepted: { word: 'Accepted', colour: 'green' }, refused: { word: 'Refused', colour: 'red' },
  'advice given': { word: 'Advice given', colour: 'grey' }, recalled: { word: 'Recalled', colour: 'grey' },
} as const

/** How long a transfer has waited to be acknowledged, in words; null when it does not. */
function waits(transfer: Transfer, today: string): { text: string; late: boolean } | null {
  const due = standingOf(transfer) === 'sent' ? acknowledgeBy(todayInLondon(transfer.sentAt).toString()) : null
  if (!due) return null
  const late = isListed(today) && today > due ? Math.max(1, workingDaysBetween(due, today)) : 0
  return { text: late > 0 ? `Not acknowledged: late by ${late} working ${late === 1 ? 'day' : 'days'}` : `To be acknowledged by ${day(due)}`, late: late > 0 }
}

export function transfersPage(transfers: readonly Transfer[], today: string) {
  const lines = (ours: boolean) => transfers.filter(({ isOurs }) => isOurs === ours).map((transfer) => ({
    href: `/transfers/${transfer.transferId}`, reference: transfer.handed.reference, area: ours ? transfer.toArea : transfer.handed.fromPartnership, tag: TAG[standingOf(transfer)], sent: dayOf(transfer.sentAt), waits: waits(transfer, today),
  }))
  return { title: 'Transfers', context: 'Cases sent to other areas, and sent to you', rooms: caseNavigation('Transfers'), lists: [
    { id: 'received', title: 'Sent to you', areaTitle: 'From', rows: lines(false), nothing: 'No case has been sent to you. Those who lead casework of the same kind see what comes.' },
    { id: 'sent', title: 'Sent by your agency', areaTitle: 'To', rows: lines(true), nothing: 'Your agency has sent no case that you see to another area. A case is transferred from its own page.' },
  ] }
}

const PART_IN_WORDS: Record<HandedPart, string> = {
  reasons: 'Why it was referred', diary: 'The incident diary', information: 'Information your agency gave', risk: 'The latest risk assessment', powers: 'Powers used', 'safe contact': 'How to reach people safely',
}

export type Preview = { handed: Handed; protectedCount: number } | null

/** The form to hand a case over; with `preview`, exactly what would go, to be confirmed. */
export function newTransferPage(cover: CaseCover, areas: readonly Area[], { today, mayProtected, failed = null, preview = null }: { today: string; mayProtected: boolean; failed?: Failed; preview?: Preview }) {
  const entered = failed?.entered ?? { parts: [...PARTS] }
  const parts = [entered.parts ?? []].flat()
  const hidden = ['case', 'to', 'to_area', 'with_protected', 'reason', 'gateway', 'regime', 'consent', 'consentReason', 'necessity', 'proportionality'].flatMap((name) => { const value = entered[name]; return typeof value === 'string' && value !== '' ? [{ name, value }] : [] })
  return {
    ...casePage(cover, 'Agencies', preview ? 'What is handed over' : 'Transfer to another area'), back: { href: `/cases/${cover.caseId}`, text: cover.reference }, caseId: cover.caseId,
    preview: preview && { to: entered.to === 'other' ? String(entered.to_area ?? '') : (areas.find(({ partnershipId }) => partnershipId === entered.to)?.name ?? ''), sections: handedInWords(preview.handed, preview.protectedCount), hidden: [...hidden, ...parts.map((value) => ({ name: 'parts', value: String(value) }))] },
    areas: [...areas.map(({ partnershipId, name, area }) => ({ value: partnershipId, text: `${area}: ${name}`, checked: entered.to === partnershipId })), { value: 'other', text: 'An area that is not here: it goes on paper', checked: entered.to === 'other' }],
    parts: PARTS.map((value) => ({ value, text: PART_IN_WORDS[value], checked: parts.includes(value) })),
    protectedChoice: mayProtected ? [{ value: 'yes', text: 'Hand over the safe address and other protected details', checked: entered.with_protected === 'yes' }] : [],
    entered, ground: groundPage(entered, today), ...errorsForPage(failed?.errors),
  }
}

/** One transfer, as either side sees it. */
export function transferPage(transfer: Transfer, schemes: readonly { schemeId: string; name: string }[], { today, leads, stage, failed = null }: { today: string; leads: boolean; stage: string | null; failed?: Failed }) {
  const { isOurs, handed, toArea, toPartnershipId, acknowledgedAt, acknowledgedBy, outcome, outcomeNote, outcomeAt, recalledAt, receivedCaseId, transferId, reason } = transfer
  const standing = standingOf(transfer)
  const open = standing === 'sent' || standing === 'acknowledged'
  const entered = failed?.entered ?? {}
  const own = `/transfers/${transferId}`
  return {
    title: `Transfer: ${handed.reference}`, context: isOurs ? `To ${toArea}` : `From ${handed.fromAgency}, ${handed.fromPartnership}`, back: { href: '/transfers', text: 'Transfers' },
    actions: recalledAt ? [] : [...(isOurs ? [{ text: 'Word', href: `${own}/word`, download: true }] : []), { text: 'Print', print: true }],
    tag: TAG[standing], waits: waits(transfer, today),
    history: [
      `Sent ${dayOf(transfer.sentAt)}`, ...(recalledAt ? [`Recalled ${dayOf(recalledAt)}`] : []), ...(acknowledgedAt ? [`Acknowledged ${dayOf(acknowledgedAt)} by ${acknowledgedBy ?? 'somebody there'}`] : []),
      ...(outcome && outcomeAt ? [`${TAG[standing].word} ${dayOf(outcomeAt)}${outcomeNote ? `: ${outcomeNote}` : ''}`] : []),
    ],
    reason, sections: handedInWords(handed), own, entered,
    caseHref: isOurs ? `/cases/${transfer.caseId}` : receivedCaseId ? `/cases/${receivedCaseId}` : null, caseText: isOurs ? 'The case' : 'The case it was accepted into',
    mayRecall: isOurs && leads && standing === 'sent', mayAcknowledge: !isOurs && standing === 'sent', mayAnswer: !isOurs && open, mayHear: isOurs && leads && toPartnershipId === null && open,
    mayMark: isOurs && leads && standing === 'accepted' && (stage === 'open' || stage === 'referred'),
    outcomes: ([['accepted', 'We take it on'], ['refused', 'We do not take it on'], ['advice given', 'We give advice, and it stays where it is']] as const).map(([value, text]) => ({ value, text, checked: entered.outcome === value })),
    schemes: [{ value: '', text: 'Choose', selected: !entered.scheme }, ...schemes.map(({ schemeId, name }) => ({ value: schemeId, text: name, selected: entered.scheme === schemeId || (schemes.length === 1 && !failed) }))],
    ...errorsForPage(failed?.errors),
  }
}
