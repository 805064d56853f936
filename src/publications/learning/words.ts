import { writeDate } from '../../calendar/dates.ts'

/** "3 March 2026", of an ISO day. */
export const day = (text: string): string => writeDate(Temporal.PlainDate.from(text))
/** "Testbury Police", or "A Person, Testbury Police" where one was named. */
export const ownerOf = ({ owner, ownerAgency }: { owner: string | null; ownerAgency: string }): string => (owner ? `${owner}, ${ownerAgency}` : ownerAgency)
