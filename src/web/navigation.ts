export type NavigationItem = { text: string; href: string; current: boolean }

/** The rooms' front pages, each with the power it needs and the addresses under it. */
const FRONT_PAGES: readonly { text: string; href: string; power: string; under: RegExp }[] = [
  { text: 'My work', href: '/my-work', power: 'signed in', under: /^\/my-work/ },
  { text: 'Dashboard', href: '/dashboard', power: 'plans.read', under: /^\/(dashboard|plans\/[^/]+\/dashboard)/ },
  { text: 'Plans', href: '/plans', power: 'plans.read', under: /^\/(plans(?!\/[^/]+\/dashboard)|checks|items)/ },
  { text: 'Measures', href: '/measures', power: 'measures.read', under: /^\/measures/ },
  { text: 'Data', href: '/data', power: 'incidents.read', under: /^\/(data|explore|signals|time|hotspots|repeats|profiles|evaluations)/ },
  { text: 'Meetings', href: '/meetings', power: 'meetings.read', under: /^\/(meetings|groups|calendar|series|feeds|campaigns|meeting-actions)/ },
  { text: 'Papers', href: '/papers', power: 'papers.read', under: /^\/(papers|paper-editions|learning|duties|exchange|public-site)/ },
  { text: 'Cases', href: '/cases', power: 'cases.work', under: /^\/(cases|triage|panels|transfers|people-and-places|case-figures|case-reviews)/ },
  { text: 'Refer', href: '/refer', power: 'cases.refer', under: /^\/(refer|referrals)/ },
  { text: 'Sharing', href: '/sharing', power: 'sharing.manage', under: /^\/sharing/ },
  { text: 'Editions', href: '/editions', power: 'editions.read', under: /^\/editions/ },
  { text: 'Partners', href: '/organisations', power: 'organisations.edit', under: /^\/organisations/ },
  { text: 'Accounts', href: '/accounts', power: 'accounts.manage', under: /^\/accounts/ },
  { text: 'Audit log', href: '/audit', power: 'audit.read', under: /^\/audit/ },
]

export function navigationFor(powers: ReadonlySet<string>, url: string): NavigationItem[] {
  const path = url.split('?')[0]!
  return FRONT_PAGES.filter(({ power }) => power === 'signed in' || powers.has(power)).map(({ text, href, under }) => ({
    text,
    href,
    current: under.test(path),
  }))
}
