import type { Act, AuditRecord } from '../../db/audit.ts'

/** Names of the people and partners the log may speak of, by their ids. */
export type Names = ReadonlyMap<string, string>

const ACT_IN_WORDS: Record<Act, string> = {
  collected: 'added', altered: 'changed', consulted: 'read', disclosed: 'sent out', combined: 'brought together', erased: 'erased',
  'signed in': 'signed in', 'signed out': 'signed out', refused: 'was refused',
}

/** The pages that show a subject, where there is one, each with the power it needs: a link nobody may follow is none. */
const PAGE_OF: Record<string, { power: string; href: (id: string) => string }> = {
  plan: { power: 'plans.read', href: (id) => `/plans/${id}/dashboard` },
  'plan item': { power: 'plans.read', href: (id) => `/items/${id}` },
  measure: { power: 'measures.read', href: (id) => `/measures/${id}` },
  edition: { power: 'editions.read', href: (id) => `/editions/${id}` },
  organisation: { power: 'organisations.edit', href: (id) => `/organisations/${id}` },
}

export type Sentence = { who: string; did: string; what: string; href: string | null; details: string }

/** An entry as a sentence: who did what to what, and then how. Fields and ids only: the log holds no more. */
export function entryInWords({ accountId, act, subjectKind, subjectId, details }: AuditRecord, names: Names, powers: ReadonlySet<string>): Sentence {
  const isDoor = act === 'signed in' || act === 'signed out' || subjectKind === 'sign-in'
  const subject = subjectId === null ? null : (names.get(subjectId) ?? null)
  const who = accountId !== null ? (names.get(accountId) ?? 'Someone since removed') : isDoor && subject ? subject : 'Wardmote itself'
  const what = isDoor ? (subjectKind === 'sign-in' ? 'signing in' : '') : subject ? `${subjectKind} of ${subject}`.replace(/^organisation of /, '') : article(subjectKind)
  const page = subjectId !== null && Object.hasOwn(PAGE_OF, subjectKind) ? PAGE_OF[subjectKind] : undefined
  return { who, did: ACT_IN_WORDS[act], what, href: page && powers.has(page.power) ? page.href(subjectId!) : null, details: detailsInWords(details, names) }
}

const article = (kind: string) => (/^(sign-in|audit log)$/.test(kind) ? `the ${kind}` : `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`)

/** "fields: title, due; to: live". Ids of people and partners are given as their names. */
function detailsInWords(details: Record<string, unknown>, names: Names): string {
  const plain = (value: unknown): string =>
    Array.isArray(value) ? value.map(plain).join(', ')
    : value !== null && typeof value === 'object' ? detailsInWords(value as Record<string, unknown>, names)
    : value === true ? 'yes' : value === false ? 'no' : value === null ? 'none'
    : (names.get(String(value)) ?? separate(String(value)))
  return Object.entries(details)
    .map(([name, value]) => [separate(name), plain(value)] as const)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name}: ${text}`)
    .join('; ')
}

/** "legalGround" as "legal ground". */
const separate = (text: string) => (/^[a-z]+([A-Z][a-z]+)+$/.test(text) ? text.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : text)
