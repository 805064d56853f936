/** Everything a signed-in account may be allowed to do. A route names one; row-level policies read the same table. */
export const POWERS = [
  'plans.read', 'plans.update', 'plans.edit', 'editions.read', 'editions.publish', 'measures.read', 'measures.edit', 'readings.enter',
  'incidents.read', 'incidents.load', 'analysis.edit', 'callers.read',
  'cases.refer', 'cases.work', 'cases.receive', 'sharing.manage', 'meetings.read', 'meetings.edit', 'papers.read', 'papers.edit', 'organisations.edit', 'accounts.manage', 'audit.read',
] as const
export type Power = (typeof POWERS)[number]

export const ROLES = [
  'coordinator', 'owner', 'board member', 'analyst', 'case worker', 'licensing officer', 'information governance lead', 'administrator', 'reader',
] as const
export type Role = (typeof ROLES)[number]

/** What each role does, for whoever gives it. */
export const ROLE_IN_WORDS: Record<Role, string> = {
  coordinator: 'Keeps plans, measures and partners current, publishes editions, and works the cases of the schemes they belong to',
  owner: 'Says where the priorities and actions of their organisation stand, and refers cases',
  'board member': 'Reads plans, measures and editions',
  analyst: 'Loads and studies data, keeps measures and their readings, and reads plans',
  'case worker': 'Refers cases, and works those of the schemes they belong to; reads plans, measures and editions',
  'licensing officer': 'Reads plans, measures and editions, and refers cases',
  'information governance lead': 'Keeps sharing agreements and schemes, reviews emergency access, answers requests, and reads the audit log and editions',
  administrator: 'Manages accounts and partners; sees no plans',
  reader: 'Reads published editions',
}

const reading = ['plans.read', 'editions.read', 'measures.read', 'incidents.read', 'meetings.read', 'papers.read'] as const

// Without a place in a scheme these open no case: src/sharing/gate.ts.
const casework = ['cases.refer', 'cases.work', 'cases.receive'] as const

/** Default deny: a role may do what stands here and nothing else. */
export const ROLE_POWERS: Record<Role, readonly Power[]> = {
  coordinator: [...reading, 'plans.update', 'plans.edit', 'editions.publish', 'measures.edit', 'readings.enter', 'incidents.load', 'analysis.edit', 'organisations.edit', 'meetings.edit', 'papers.edit', ...casework],
  owner: [...reading, 'plans.update', 'readings.enter', 'cases.refer'],
  'board member': reading,
  analyst: [...reading, 'measures.edit', 'readings.enter', 'incidents.load', 'analysis.edit', 'callers.read', 'papers.edit'],
  'case worker': [...reading, ...casework],
  'licensing officer': [...reading, 'cases.refer'],
  'information governance lead': ['editions.read', 'audit.read', 'sharing.manage', 'meetings.read'],
  administrator: ['accounts.manage', 'organisations.edit'],
  reader: ['editions.read'],
}

export const powersOf = (roles: readonly Role[]): ReadonlySet<Power> => new Set(roles.flatMap((role) => ROLE_POWERS[role]))
