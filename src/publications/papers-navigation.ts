const PAPER_ROOMS = [
  { text: 'Papers', href: '/papers', power: 'papers.read' },
  { text: 'Learning', href: '/learning', power: 'meetings.read' },
  { text: 'Duties', href: '/duties', power: 'papers.read' },
  { text: 'Exchange', href: '/exchange', power: 'papers.read' },
  { text: 'Public site', href: '/public-site', power: 'editions.publish' },
] as const
export type PaperRoom = (typeof PAPER_ROOMS)[number]['text']

/** The rooms of papers that an account with these powers may enter, for the `subNavigation` macro. */
export const papersNavigation = (current: PaperRoom, powers: ReadonlySet<string>) =>
  PAPER_ROOMS.filter(({ power }) => powers.has(power)).map(({ text, href }) => ({ text, href, current: text === current }))
