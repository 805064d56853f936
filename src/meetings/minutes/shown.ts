import { z } from 'zod'

/** Whom minutes are made for. 'group': all that was minuted; the others: nothing that is restricted. */
export const AUDIENCES = ['group', 'partnership', 'public'] as const
export type Audience = (typeof AUDIENCES)[number]

export const DECISION_KINDS = ['decided', 'noted', 'deferred'] as const
export type DecisionKind = (typeof DECISION_KINDS)[number]

/** What a meeting made of what a paper recommended. */
export const OUTCOMES = ['agreed', 'amended', 'not agreed'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const HANDLED = ['stayed and spoke', 'stayed and did not speak', 'left the room'] as const
export type Handled = (typeof HANDLED)[number]

const Attended = z.object({ name: z.string(), organisation: z.string().nullable(), role: z.string().nullable(), guest: z.boolean() })
/** Somebody at a meeting. In public minutes `name` is their post or role, unless they are an officer of the meeting. */
export type Attended = z.infer<typeof Attended>

const ShownItem = z.object({
  number: z.number(),
  title: z.string(),
  restricted: z.boolean(),
  minuted: z.string(),
  decisions: z.array(z.object({ reference: z.string(), kind: z.enum(DECISION_KINDS), statement: z.string(), withoutQuorum: z.boolean(), outcome: z.enum(OUTCOMES).nullish(), asked: z.string().nullish() })),
  actions: z.array(z.object({ reference: z.string(), statement: z.string(), owner: z.string(), dueOn: z.string() })),
})
export type ShownItem = z.infer<typeof ShownItem>

/**
 * Minutes as issued: everything their readers are shown, and nothing else. Days are ISO, `beginsAt` 'HH:MM'. `quorum` and `statement` are sentences.
 * `present`: with deputies, whose name says for whom. An interest's `item` is the number of the item it concerns. `sentTo` and `notSentTo` are empty in public minutes.
 */
export const MinutesShown = z.object({
  group: z.string(),
  heldOn: z.string(),
  beginsAt: z.string(),
  place: z.string().nullable(),
  audience: z.enum(AUDIENCES),
  present: z.array(Attended),
  apologies: z.array(Attended),
  quorum: z.string().nullable(),
  statement: z.string().nullable(),
  interests: z.array(z.object({ item: z.number().nullable(), name: z.string(), interest: z.string(), handled: z.enum(HANDLED) })),
  items: z.array(ShownItem),
  /** Actions agreed outside any item. */
  otherActions: ShownItem.shape.actions,
  nextOn: z.string().nullable(),
  approvedBy: z.string().nullable(),
  sentTo: z.array(z.string()),
  notSentTo: z.array(z.string()),
})
export type MinutesShown = z.infer<typeof MinutesShown>
