import { fold } from '../statistics/linkage/text.ts'
import { isSamePlace, isTraceKind, protectedTraces, tracesIn, tracesOf, type TraceKind } from './marks.ts'

export type Known = { kind: TraceKind; value: string }
/** Somebody a case is about: by every name they are known by, and everywhere they live, lived, or can be reached. */
export type CaseParty = { subjectId: string; role: string; names: readonly string[]; known: readonly Known[] }

export type Outgoing = { toSubjectId: string | null; toAgencyId: string | null; toName: string; toAddress: string | null; method: string; body: string }

/** What stands about a case beside the letter itself. */
export type LetterCircumstances = {
  parties: readonly CaseParty[]
  /** That there is such a case must not reach whoever it is said of. */
  isExistenceSensitive: boolean
  /** Ways in which it is not safe to reach each subject. */
  unsafe: readonly { subjectId: string; method: string }[]
  /** The agency written to has somebody who is shut out of the case by name. */
  isSomebodyShutOut: boolean
  /** Which of these traces are protected. */
  amongProtected: (traces: Iterable<string>) => readonly string[]
}

const FOUND = {
  accused: 'It would tell the person said to have caused harm about somebody they are said to have harmed',
  existence: 'It would tell the person said to have caused harm that this case exists',
  both: 'It names both somebody harmed and somebody said to have caused harm',
  address: 'It is addressed to a place, number or e-mail address that nothing about this case may go to unless two people agree',
  traces: 'Its text holds an address, number or name of a place that may not leave unless two people agree',
  agency: 'Somebody at this agency is shut out of this case, and might open it',
  method: 'This person has said, or somebody has found, that it is not safe to reach them in this way',
} as const
export const RECIPIENT_FINDINGS: readonly string[] = Object.values(FOUND)

/** A safe-contact rule speaks of these ways; whatever reaches the same letterbox or telephone is the same way. */
const ALIKE: Record<string, readonly string[]> = { letter: ['letter'], 'by hand': ['visit'], email: ['email'], text: ['text', 'phone'], phone: ['phone'] }

const isHarmed = ({ role }: CaseParty) => role === 'victim' || role === 'both' || role === 'witness' || role === 'child'
const isAccused = ({ role }: CaseParty) => role === 'perpetrator' || role === 'both'

/**
 * What speaks against sending a letter to its recipient, in words that give away neither what is protected nor whose it is; none when it may go.
 * Each finding means that it goes only when two people have said why it may.
 */
export function checkRecipient(letter: Outgoing, circumstances: LetterCircumstances): string[] {
  const { parties, isExistenceSensitive, unsafe, isSomebodyShutOut, amongProtected } = circumstances
  const [harmed, accused] = [parties.filter(isHarmed), parties.filter(isAccused)]
  const recipients = parties.filter((party) => isRecipient(party, letter))
  const toAccused = recipients.some(isAccused) || (letter.toAddress !== null && accused.some((party) => reaches(party, letter.toAddress!) && !recipients.some(isHarmed)))
  const others = (group: readonly CaseParty[]) => group.filter((party) => !recipients.includes(party) || (isHarmed(party) && isAccused(party)))
  const written = `${letter.toName}\n${letter.body}`
  const traces = tracesIn(letter.body)
  const names = (group: readonly CaseParty[], apartFrom: readonly CaseParty[]) => group.some((party) => isNamed(party, written, apartFrom))
  const tellsOfHarmed = names(others(harmed), accused) || others(harmed).some((party) => isTraced(party, traces))
  const findings: string[] = []
  if (toAccused && tellsOfHarmed) findings.push(FOUND.accused)
  if (toAccused && isExistenceSensitive) findings.push(FOUND.existence)
  if ((names(harmed, accused) && names(accused, harmed)) || holdsTwoTitles(parties, written)) findings.push(FOUND.both)
  if (letter.toAddress !== null && isShutAddress(letter, accused.filter((party) => !isAddressed(party, letter)), amongProtected)) findings.push(FOUND.address)
  if (amongProtected(traces).length > 0 || (recipients.length > 0 && others(parties).some((party) => isTraced(party, traces)))) findings.push(FOUND.traces)
  if (isSomebodyShutOut) findings.push(FOUND.agency)
  const ways = ALIKE[letter.method] ?? [letter.method]
  if (unsafe.some(({ subjectId, method }) => ways.includes(method) && recipients.some((party) => party.subjectId === subjectId))) findings.push(FOUND.method)
  return findings
}

/** Whether a letter is meant for this person: chosen, or called so. */
function isAddressed(party: CaseParty, { toSubjectId, toName }: Outgoing): boolean {
  const to = ` ${fold(toName)} `
  return toSubjectId === party.subjectId || party.names.some((name) => fold(name).includes(' ') && fold(name).split(' ').every((word) => to.includes(` ${word} `)))
}

/** Whether a letter is meant for this person, or goes to their own e-mail address or telephone. */
function isRecipient(party: CaseParty, letter: Outgoing): boolean {
  const { toAddress } = letter
  return isAddressed(party, letter) || toAddress !== null && party.known.some(({ kind, value }) => (kind === 'email' || kind === 'phone') && overlaps(tracesOf(kind, value), tracesOf(kind, toAddress)))
}

const overlaps = (some: readonly string[], others: readonly string[]) => some.some((trace) => others.includes(trace))

/** Whether what is sent there reaches this person: they live or lived there, or it is their number or e-mail address. */
const reaches = ({ known }: CaseParty, address: string): boolean =>
  known.some(({ kind, value }) => (kind === 'address' ? isSamePlace(value, address) : overlaps(tracesOf(kind, value), tracesOf(kind, address))))

const isTraced = ({ known }: CaseParty, traces: ReadonlySet<string>): boolean => known.some(({ kind, value }) => tracesOf(kind, value).some((trace) => traces.has(trace)))

function isShutAddress({ toAddress }: Outgoing, accused: readonly CaseParty[], amongProtected: LetterCircumstances['amongProtected']): boolean {
  const traces = (['address', 'email', 'phone'] as const).flatMap((kind) => protectedPlaces(kind, toAddress!))
  return accused.some((party) => reaches(party, toAddress!)) || amongProtected(traces).length > 0
}

/** An office may share a postcode with a home; a whole address is compared whole. */
const protectedPlaces = (kind: TraceKind, value: string): string[] => {
  const traces = protectedTraces(kind, value)
  const places = traces.filter((trace) => !trace.startsWith('postcode:'))
  return places.length > 0 ? places : traces
}

// Words that begin sentences as often as they are names.
const EVERYDAY = new Set('will may mark grace rose hope dean april june august summer joy faith frank ray art bill pat sue rich person street church young long short good day white black green brown king park hall wood field moss rice page west north price best little small new old'.split(' '))

/** Whether a text names somebody: by a whole name, or by a part of it, written as names are, that nobody on the other side shares. */
function isNamed({ names }: CaseParty, text: string, apartFrom: readonly CaseParty[]): boolean {
  const folded = ` ${fold(text)} `
  const shared = new Set(apartFrom.flatMap((party) => party.names.flatMap((name) => fold(name).split(' '))))
  return names.some((name) => {
    const words = fold(name).split(' ')
    if (words.length > 1 && (folded.includes(` ${words.join(' ')} `) || folded.includes(` ${words.at(-1)} ${words.slice(0, -1).join(' ')} `))) return true
    return words.some((word) => word.length > 1 && !shared.has(word) && isWrittenAsName(word, text))
  })
}

function isWrittenAsName(word: string, text: string): boolean {
  for (const { 0: written, index } of text.matchAll(/\p{Lu}[\p{L}\p{M}'’-]*/gu)) {
    const parts = [fold(written), ...fold(written).split(' '), fold(written.replace(/['’]s$/, ''))]
    if (parts.includes(word) && !(EVERYDAY.has(word) && /(^|[.!?:]\s*|\n\s*)$/.test(text.slice(0, index)) && !/^\s+\p{Lu}/u.test(text.slice(index + written.length)))) return true
  }
  return false
}

const TITLE = /\b(mr|master|sir|mrs|ms|miss|mx|dr)\.?\s+(?:[\p{L}'’-]+\s+)?$/iu

/** Where both sides share a surname, a text that says Mr and Mrs (or Ms, or Miss) of it speaks of two people. */
function holdsTwoTitles(parties: readonly CaseParty[], text: string): boolean {
  const surnames = (group: readonly CaseParty[]) => group.flatMap(({ names }) => names.map((name) => fold(name).split(' ').at(-1)!))
  const accused = surnames(parties.filter(isAccused))
  const shared = surnames(parties.filter(isHarmed)).filter((surname) => surname.length > 1 && accused.includes(surname))
  return shared.some((surname) => {
    const titles = new Set<string>()
    for (const { 0: word, index } of text.matchAll(/[\p{L}\p{M}'’-]+/gu)) {
      const title = fold(word) === surname ? TITLE.exec(text.slice(Math.max(0, index - 60), index))?.[1]?.toLowerCase() : undefined
      if (title) titles.add(title === 'mr' || title === 'master' || title === 'sir' ? 'he' : title === 'mx' || title === 'dr' ? title : 'she')
    }
    return titles.size > 1 && parties.length > 1
  })
}

/** What of a person's facts they can be found by. */
export const knownFrom = (facts: readonly { kind: string; value: string }[]): Known[] => facts.flatMap(({ kind, value }) => (isTraceKind(kind) ? [{ kind, value }] : []))
