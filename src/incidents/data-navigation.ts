export const DATA_ROOMS = [
  { text: 'Data', href: '/data' },
  { text: 'Explore', href: '/explore' },
  { text: 'Signals', href: '/signals' },
  { text: 'Time', href: '/time' },
  { text: 'Hotspots', href: '/hotspots' },
  { text: 'Repeats', href: '/repeats' },
  { text: 'Profiles', href: '/profiles' },
  { text: 'Before and after', href: '/evaluations' },
] as const
export type DataRoom = (typeof DATA_ROOMS)[number]['text']

/** The data rooms, for the `subNavigation` macro. Who again opens with people for those who may see callers, with places for the rest. */
export const dataNavigation = (current: DataRoom, powers?: ReadonlySet<string>) =>
  DATA_ROOMS.map(({ text, href }) => ({ text, href: text === 'Repeats' && !powers?.has('callers.read') ? '/repeats/places' : href, current: text === current }))
