export const DATA_ROOMS = [
  { text: 'Data', href: '/data' },
  { text: 'Explore', href: '/explore' },
  { text: 'Signals', href: '/signals' },
  { text: 'Time', href: '/time' },
  { text: 'Hotspots', href: '/hotspots' },
  { text: 'Repeats', href: '/repeats', power: 'callers.read' },
  { text: 'Profiles', href: '/profiles' },
  { text: 'Before and after', href: '/evaluations' },
] as const
export type DataRoom = (typeof DATA_ROOMS)[number]['text']

/** The data rooms, for the `subNavigation` macro. A room behind a power is left out for those without it, where their powers are given. */
export const dataNavigation = (current: DataRoom, powers?: ReadonlySet<string>) =>
  DATA_ROOMS.filter((room) => !('power' in room) || !powers || powers.has(room.power)).map(({ text, href }) => ({ text, href, current: text === current }))
