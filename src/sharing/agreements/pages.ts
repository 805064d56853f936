import { writeDate } from '../../calendar/dates.ts'
import { writeMoment } from '../../people/moments.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import type { Agency } from '../case-store.ts'
import { DATA_CLASSES, type Dated, GATEWAYS, inForce, PURPOSES } from '../law.ts'
import { sharingNavigation } from '../sharing-navigation.ts'
import { type AgreementState, type Closing, type RegisteredAgreement, type Standing, standingOf } from './agreement.ts'

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null

/** The register as the governance lead keeps it, and as those who work cases read it. */
export type Register = { base: '/sharing/agreements' | '/cases/agreements'; keeps: boolean }

const today = (now: Temporal.Instant) => now.toZonedDateTimeISO('Europe/London').toPlainDate()
const namesOf = (parties: readonly { name: string }[]) => parties.map(({ name }) => name).join(', ')
const inAList = (names: readonly string[]) => new Intl.ListFormat('en-GB').format(names)
const days = (count: number) => `${count.toLocaleString('en-GB')} ${count === 1 ? 'day' : 'days'}`
const typed = (date: Temporal.PlainDate | null) => (date ? `${date.day}/${date.month}/${date.year}` : '')

const STATE_IN_WORDS: Record<AgreementState, { word: string; colour: string }> = {
  live: { word: 'Live', colour: 'green' },
  'awaiting signatures': { word: 'Awaiting signatures', colour: 'amber' },
  'not begun': { word: 'Not begun', colour: 'blue' },
  expired: { word: 'Expired', colour: 'red' },
  withdrawn: { word: 'Withdrawn', colour: 'grey' },
  left: { word: 'Left by its parties', colour: 'grey' },
}

/** What the state means for who may see what, in a sentence. */
function meaning({ state, between, awaiting }: Standing): string {
  if (state === 'live') return `In force between ${inAList(between.map(({ name }) => name))}.${awaiting.length > 0 ? ` Awaiting a signature from ${inAList(awaiting.map(({ name }) => name))}.` : ''}`
  if (state === 'awaiting signatures') return `Opens nothing until two agencies have signed. Awaiting a signature from ${inAList(awaiting.map(({ name }) => name))}.`
  if (state === 'not begun') return `Opens nothing until the day it begins.${awaiting.length > 0 ? ` Awaiting a signature from ${inAList(awaiting.map(({ name }) => name))}.` : ''}`
  if (state === 'expired') return 'It has ended and opens nothing. What it covered is closed unless another agreement covers it.'
  if (state === 'withdrawn') return 'It was withdrawn and opens nothing.'
  return 'Fewer than two agencies remain in it, so it opens nothing.'
}

const ending = ({ ends }: RegisteredAgreement, { daysLeft, state }: Standing): string =>
  ends === null || daysLeft === null ? 'No end' : `${writeDate(ends)}${daysLeft < 0 ? `, ${days(-daysLeft)} ago` : state === 'live' ? `, ${daysLeft === 0 ? 'its last day' : `${days(daysLeft)} left`}` : ''}`

function warnings({ isLapsing, isReviewOverdue, daysLeft }: Standing): string[] {
  return [
    ...(isLapsing && daysLeft !== null ? [daysLeft === 0 ? 'Lapses at the end of today' : `Lapses in ${days(daysLeft)}`] : []),
    ...(isReviewOverdue ? ['Past its review'] : []),
  ]
}

const URGENCY: Record<AgreementState, number> = { live: 1, 'awaiting signatures': 0, 'not begun': 2, expired: 3, withdrawn: 4, left: 4 }

/** The register: those that open or will open something, with what needs attention first; then those that no longer do. */
export function registerPage(agreements: readonly RegisteredAgreement[], { base, keeps }: Register, now: Temporal.Instant) {
  const rows = agreements.map((agreement) => ({ agreement, standing: standingOf(agreement, now) }))
    .toSorted((a, b) => warnings(b.standing).length - warnings(a.standing).length || URGENCY[a.standing.state] - URGENCY[b.standing.state])
    .map(({ agreement, standing }) => ({
      href: `${base}/${agreement.agreementId}`, title: agreement.title, purposes: agreement.purposes.map(purposeTitle), agencies: namesOf(agreement.parties),
      tag: STATE_IN_WORDS[standing.state], meaning: meaning(standing), ends: ending(agreement, standing), review: writeDate(agreement.reviewOn), warnings: warnings(standing),
      isPast: ['expired', 'withdrawn', 'left'].includes(standing.state),
    }))
  return {
    title: 'Sharing agreements',
    context: 'Between whom information may pass, for what, under which law and until when',
    actions: keeps ? [{ text: 'New agreement', href: `${base}/new`, primary: true }] : [],
    tabs: keeps ? sharingNavigation('Agreements') : [],
    back: keeps ? null : { href: '/cases', text: 'Cases' },
    standing: rows.filter(({ isPast }) => !isPast),
    past: rows.filter(({ isPast }) => isPast),
  }
}

const purposeTitle = (key: string) => (key in PURPOSES ? PURPOSES[key as keyof typeof PURPOSES].title : key)

function law(table: Readonly<Record<string, Dated & { title: string }>>, key: string) {
  const found = Object.hasOwn(table, key) ? table[key] : undefined
  return { key, title: found?.title ?? key, source: found?.source ?? 'No longer listed', from: found ? writeDate(Temporal.PlainDate.from(found.from)) : null, to: found?.to ? writeDate(Temporal.PlainDate.from(found.to)) : null }
}

const closingRows = (closing: readonly Closing[], agreement: RegisteredAgreement) => closing.map(({ name, shutOut, pairs }) => ({
  name,
  agencies: shutOut.map(({ agencyId, people }) => ({ name: agreement.parties.find((party) => party.agencyId === agencyId)?.name ?? 'Another agency', people })),
  pairs,
}))

/** What happened to an agreement, newest first. */
function history(agreement: RegisteredAgreement) {
  const events: { at: Temporal.Instant; text: string }[] = [
    { at: agreement.madeAt, text: `Entered in the register${agreement.madeBy ? ` by ${agreement.madeBy}` : ''}` },
    ...agreement.parties.flatMap(({ name, signed, signedBy, signatory, left }) => [
      ...(signed ? [{ at: signed, text: signatory ? `${name} signed: ${signatory}${signedBy ? `. Recorded by ${signedBy}` : ''}` : `${name} signed${signedBy ? `: ${signedBy}` : ''}` }] : []),
      ...(left ? [{ at: left, text: `${name} left` }] : []),
    ]),
    ...(agreement.withdrawn ? [{ at: agreement.withdrawn, text: `Withdrawn: ${agreement.withdrawnReason ?? ''}` }] : []),
  ]
  return events.toSorted((a, b) => Temporal.Instant.compare(b.at, a.at)).map(({ at, text }) => ({ at: writeMoment(at), text }))
}

export function agreementPage(agreement: RegisteredAgreement, all: readonly RegisteredAgreement[], register: Register, ownAgency: string | null, ifItEnded: readonly Closing[], now: Temporal.Instant, failed: Failed = null) {
  const { base, keeps } = register
  const href = `${base}/${agreement.agreementId}`
  const standing = standingOf(agreement, now)
  const stands = ['live', 'awaiting signatures', 'not begun'].includes(standing.state)
  const own = standing.awaiting.find(({ agencyId }) => agencyId === ownAgency)
  const older = all.find(({ agreementId }) => agreementId === agreement.replaces)
  const newer = all.filter(({ replaces }) => replaces === agreement.agreementId)
  return {
    title: agreement.title,
    context: 'Sharing agreement',
    back: { href: base, text: 'Sharing agreements' },
    href, keeps, stands,
    actions: keeps && stands
      ? [...(own ? [{ text: `Sign for ${own.name}`, href: `${href}/sign`, primary: true }] : []), { text: 'Renew or replace', href: `${base}/new?replaces=${agreement.agreementId}` }]
      : keeps && newer.length === 0 ? [{ text: 'Renew', href: `${base}/new?replaces=${agreement.agreementId}`, primary: true }] : [],
    tag: STATE_IN_WORDS[standing.state], meaning: meaning(standing), warnings: warnings(standing), withdrawnReason: agreement.withdrawnReason,
    runs: `From ${writeDate(agreement.starts)}`, ends: ending(agreement, standing), review: writeDate(agreement.reviewOn),
    purposes: agreement.purposes.map((key) => law(PURPOSES, key)), gateways: agreement.gateways.map((key) => law(GATEWAYS, key)),
    dataClasses: agreement.dataClasses, retention: agreement.retention, assessmentLink: agreement.assessmentLink,
    parties: agreement.parties.map(({ name, signed, signatory, signedBy, left }) => ({
      name, signed: signed ? writeMoment(signed) : null, by: signatory ?? signedBy, left: left ? writeMoment(left) : null,
    })),
    document: agreement.documentName, mayUpload: keeps && (agreement.documentName === null || agreement.parties.every(({ signed }) => signed === null)),
    mayPaper: keeps && stands && standing.awaiting.length > 0, mayLeave: keeps && stands && standing.between.length > 0, mayWithdraw: keeps && stands,
    older: older && { title: older.title, href: `${base}/${older.agreementId}` },
    newer: newer.map(({ agreementId, title, starts }) => ({ title, href: `${base}/${agreementId}`, starts: writeDate(starts) })),
    closing: standing.state === 'live' ? closingRows(ifItEnded, agreement) : [],
    history: history(agreement),
    entered: failed?.entered ?? {},
    ...errorsForPage(failed?.errors),
  }
}

const boxes = (values: readonly { value: string; text: string; hint?: string }[], chosen: unknown) => {
  const list = [chosen ?? []].flat()
  return values.map(({ value, text, hint }) => ({ value, text, ...(hint ? { hint: { text: hint } } : {}), checked: list.includes(value) }))
}

/** The form of a new agreement; with `replaces`, filled in from the one it follows. */
export function newPage(agencies: readonly Agency[], replaces: RegisteredAgreement | null, now: Temporal.Instant, failed: Failed = null) {
  const begins = replaces?.ends ? replaces.ends.add({ days: 1 }) : today(now)
  const from = replaces && {
    title: replaces.title, retention: replaces.retention, assessmentLink: replaces.assessmentLink ?? '', parties: replaces.parties.filter(({ left }) => !left).map(({ agencyId }) => agencyId),
    purposes: replaces.purposes, gateways: replaces.gateways, dataClasses: replaces.dataClasses, starts: typed(Temporal.PlainDate.compare(begins, today(now)) < 0 ? today(now) : begins), replaces: replaces.agreementId,
  }
  const entered: Record<string, unknown> = { title: '', retention: '', assessmentLink: '', starts: '', ends: '', reviewOn: '', replaces: '', ...from, ...failed?.entered }
  const day = today(now).toString()
  return {
    title: replaces ? 'Renew or replace an agreement' : 'New sharing agreement',
    context: replaces ? replaces.title : null,
    back: replaces ? { href: `/sharing/agreements/${replaces.agreementId}`, text: replaces.title } : { href: '/sharing/agreements', text: 'Sharing agreements' },
    replaces: replaces && { runsOn: replaces.withdrawn === null && (replaces.ends === null || Temporal.PlainDate.compare(replaces.ends, today(now)) >= 0), ends: replaces.ends ? writeDate(replaces.ends) : null },
    entered,
    parties: boxes(agencies.map(({ agencyId, name }) => ({ value: agencyId, text: name })), entered.parties),
    purposes: boxes(inForce(PURPOSES, day).map((key) => ({ value: key, text: PURPOSES[key].title, hint: PURPOSES[key].source })), entered.purposes),
    gateways: boxes(inForce(GATEWAYS, day).map((key) => ({ value: key, text: GATEWAYS[key].title, hint: GATEWAYS[key].source })), entered.gateways),
    dataClasses: boxes(DATA_CLASSES.map((value) => ({ value, text: value[0]!.toUpperCase() + value.slice(1) })), entered.dataClasses),
    ...errorsForPage(failed?.errors),
  }
}

/** One of the small pages on which something is signed, left or withdrawn, with what that opens or closes. */
export function decisionPage(title: string, agreement: RegisteredAgreement, ownAgency: string | null, choice: 'unsigned' | 'signed', closing: readonly Closing[], now: Temporal.Instant, failed: Failed = null) {
  const standing = standingOf(agreement, now)
  const entered: Record<string, unknown> = { agency: '', signatory: '', signedOn: '', reason: '', sure: '', reviewOn: '', ...failed?.entered }
  const parties = choice === 'unsigned' ? standing.awaiting : standing.between
  return {
    title,
    context: agreement.title,
    back: { href: `/sharing/agreements/${agreement.agreementId}`, text: agreement.title },
    entered,
    agencies: parties.map(({ agencyId, name }) => ({ value: agencyId, text: name, checked: entered.agency === agencyId })),
    own: parties.find(({ agencyId }) => agencyId === ownAgency)?.name ?? null,
    signed: namesOf(standing.between) || null,
    purposes: agreement.purposes.map(purposeTitle), gateways: agreement.gateways.map((key) => law(GATEWAYS, key)), dataClasses: agreement.dataClasses, retention: agreement.retention,
    runs: `${writeDate(agreement.starts)} to ${agreement.ends ? writeDate(agreement.ends) : 'no end'}`,
    document: agreement.documentName ? `/sharing/agreements/${agreement.agreementId}/document` : null,
    closing: closingRows(closing, agreement),
    ...errorsForPage(failed?.errors),
  }
}
