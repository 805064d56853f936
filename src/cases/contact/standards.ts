import { z } from 'zod'
import { isListed } from '../../calendar/bank-holidays.ts'
import { writeDate } from '../../calendar/dates.ts'
import { addWorkingDays, workingDaysBetween } from '../../calendar/working-days.ts'

const days = z.number().int().min(0).max(250)
/** How soon a victim hears from those who work the case, in working days: what stands in a rule set of the kind 'standards'. */
export const StandardRules = z.object({ acknowledge: days, firstContactHighRisk: days, firstContact: days, update: days, closing: days })
export type StandardRules = z.infer<typeof StandardRules>
export type Standards = StandardRules & { from: string; to: string | null; source: string }

/** What counts where a scheme has set nothing else. */
export const DEFAULT_STANDARDS: Standards = { acknowledge: 2, firstContactHighRisk: 1, firstContact: 3, update: 10, closing: 5, from: '1900-01-01', to: null, source: 'Wardmote’s own starting values; a scheme may set its own' }

/** The standards in force on a day (ISO), the latest begun first. */
export const standardsOn = (sets: readonly Standards[], day: string): Standards => sets.filter(({ from, to }) => from <= day && (to === null || to >= day)).toSorted((a, b) => b.from.localeCompare(a.from))[0] ?? DEFAULT_STANDARDS

/** `method`: a letter tells whoever it is sent to, though nobody was spoken to. */
export type MadeContact = { on: string; reached: boolean; purpose: string; method?: string }
/** What the clocks of one victim run on. Dates are ISO; `toldOn`: when told that the case was closed. */
export type Told = { referredOn: string; openedOn: string | null; closedOn: string | null; toldOn: string | null; isHighRisk: boolean; contacts: readonly MadeContact[] }

export type Clock = { name: 'Acknowledged' | 'First contact' | 'Kept up to date' | 'Told of closing'; state: 'met' | 'met late' | 'due' | 'late' | 'not counted'; dueOn: string | null; doneOn: string | null; words: string }

const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const counted = (n: number) => `${n} working ${n === 1 ? 'day' : 'days'}`

/**
 * The clocks of one victim, each met, due or late, in working days and in words. An update is due so long after the last time they were reached or written to, while the case is worked;
 * one that was met is not shown again, for the next begins at once.
 */
export function clocksOf({ referredOn, openedOn, closedOn, toldOn, isHighRisk, contacts }: Told, sets: readonly Standards[], today: string): Clock[] {
  const made = contacts.toSorted((a, b) => a.on.localeCompare(b.on))
  const reached = made.filter((contact) => contact.reached)
  const acknowledged = made.find(({ purpose, reached: was }) => was || purpose === 'acknowledgement')?.on ?? null
  const begun = standardsOn(sets, referredOn)
  const last = made.findLast((contact) => contact.reached || contact.method === 'letter')?.on ?? null
  const clocks = [
    clock('Acknowledged', referredOn, begun.acknowledge, acknowledged, today),
    clock('First contact', referredOn, isHighRisk ? begun.firstContactHighRisk : begun.firstContact, reached[0]?.on ?? null, today),
  ]
  if (closedOn) return [...clocks, clock('Told of closing', closedOn, standardsOn(sets, closedOn).closing, toldOn, today)]
  if (openedOn) {
    const since = last && last > openedOn ? last : openedOn
    clocks.push(clock('Kept up to date', since, standardsOn(sets, since).update, null, today))
  }
  return clocks
}

function clock(name: Clock['name'], from: string, within: number, doneOn: string | null, today: string): Clock {
  const dueOn = dueAfter(from, within)
  if (dueOn === null || !isListed(today) || (doneOn !== null && !isListed(doneOn)))
    return { name, state: 'not counted', dueOn, doneOn, words: `Not counted: the list of bank holidays does not reach from ${day(from)}${doneOn ? `. Done ${day(doneOn)}` : ''}` }
  if (doneOn !== null) {
    const late = workingDaysBetween(dueOn, doneOn)
    return late > 0 || doneOn > dueOn
      ? { name, state: 'met late', dueOn, doneOn, words: `Done ${day(doneOn)}, ${counted(Math.max(1, late))} late` }
      : { name, state: 'met', dueOn, doneOn, words: `Met: done ${day(doneOn)}, due by ${day(dueOn)}` }
  }
  if (today > dueOn) return { name, state: 'late', dueOn, doneOn, words: `Late by ${counted(Math.max(1, workingDaysBetween(dueOn, today)))}: it was due by ${day(dueOn)}` }
  return { name, state: 'due', dueOn, doneOn, words: today === dueOn ? 'Due today' : `Due by ${day(dueOn)}, in ${counted(workingDaysBetween(today, dueOn))}` }
}

function dueAfter(from: string, within: number): string | null {
  try {
    return addWorkingDays(from, within)
  } catch (error) {
    if (error instanceof RangeError) return null // a date that the list of bank holidays does not reach: shown as not counted
    throw error
  }
}
