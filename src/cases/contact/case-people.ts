import type { Subject } from '../index/subject-store.ts'

type Role = Subject['role']

/** Those harmed: who is kept told, and against whom the standards of contact are counted. */
export const isVictim = ({ role }: { role: Role }): boolean => role === 'victim' || role === 'both'

/** Those thought responsible. */
export const isPerpetrator = ({ role }: { role: Role }): boolean => role === 'perpetrator' || role === 'both' || role === 'group'

export const ROLE_IN_WORDS: Record<Role, string> = { victim: 'victim', perpetrator: 'perpetrator', both: 'victim and perpetrator', witness: 'witness', child: 'child', location: 'place', group: 'group', other: 'other' }

/** "Ann Example, victim". */
export const nameAndRole = ({ name, role }: Pick<Subject, 'name' | 'role'>): string => `${name}, ${ROLE_IN_WORDS[role]}`

/** Items for a list to choose one of them from, the one chosen marked; with a first that stands for nobody where `none` says so. */
export const peopleToChoose = (people: readonly Subject[], chosen: unknown, none: string | null = null) => [
  ...(none === null ? [] : [{ value: '', text: none, selected: !chosen }]),
  ...people.map((person) => ({ value: person.subjectId, text: nameAndRole(person), selected: person.subjectId === chosen })),
]
