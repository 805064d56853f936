import { todayInLondon } from '../src/calendar/dates.ts'
import type { World } from './world.ts'

const today = todayInLondon(Temporal.Now.instant())
const ago = (days: number) => today.subtract({ days }).toLocaleString('en-GB')
const fieldOf = (body: string, name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(body)![1]!

/** A member of the public asking a test partnership for a case review: the form as its page gives it, and the sending of it from an address. */
export function applicantOf(world: World, partnershipId: string) {
  const apply = `/case-review/${partnershipId}/apply`
  return {
    apply, today, ago, fieldOf,
    codeIn: (body: string) => /((?:[0-9A-Z]{5}-){5}[0-9A-Z]{5})/.exec(body)![1]!,
    send: (url: string, fields: Record<string, string>, from = '192.0.2.1') =>
      world.app.inject({ method: 'POST', url, remoteAddress: from, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(fields).toString() }),
    form: async (fields: Record<string, string> = {}): Promise<Record<string, string> & { _csrf: string; ticket: string }> => {
      const { body } = await world.get(apply, null)
      return { _csrf: fieldOf(body, '_csrf'), ticket: fieldOf(body, 'ticket'), room: '3', applicant: 'victim', victimName: 'Vera Example', phone: '020 7946 0999', harm: 'It keeps us awake', involvement: 'online', ...fields }
    },
    /** The nth complaint of the form, so many days ago. */
    complaint: (n: number, happened: number, complained: number, distress = 'yes') =>
      ({ [`what${n}`]: `Shouting at the door, time ${n}`, [`happenedFrom${n}`]: ago(happened), [`complainedOn${n}`]: ago(complained), [`complainedTo${n}`]: 'The council', [`distress${n}`]: distress }),
  }
}
