export const SHARING_ROOMS = [
  { text: 'Overview', href: '/sharing' },
  { text: 'Agreements', href: '/sharing/agreements' },
  { text: 'Schemes', href: '/sharing/schemes' },
  { text: 'Emergency access', href: '/sharing/emergency/reviews' },
  { text: 'Access', href: '/sharing/access' },
  { text: 'Disclosures', href: '/sharing/disclosures' },
  { text: 'Corrections', href: '/sharing/corrections' },
  { text: 'Requests', href: '/sharing/requests' },
  { text: 'Keeping', href: '/sharing/keeping' },
  { text: 'Matrix', href: '/sharing/matrix' },
  { text: 'Law', href: '/sharing/law' },
] as const
export type SharingRoom = (typeof SHARING_ROOMS)[number]['text']

/** The rooms of sharing, for the `subNavigation` macro: those of the governance lead. */
export const sharingNavigation = (current: SharingRoom) => SHARING_ROOMS.map(({ text, href }) => ({ text, href, current: text === current }))
