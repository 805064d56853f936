import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { optionalDate, optionalText, requiredDate, requiredText } from '../../web/forms.ts'
import { BEHAVIOURS } from './diary.ts'

export const DiaryForm = z
  .object({
    happenedFrom: requiredDate('Enter the day it happened, or began'),
    happenedTo: optionalDate(),
    what: requiredText('Enter what happened', 5000),
    behaviour: z.enum(BEHAVIOURS, 'Choose what kind of behaviour it was'),
    place: optionalText(500),
    complainedOn: optionalDate(),
    complainedTo: optionalText(200),
    complainedBy: z.union([z.uuid('Choose from the list'), z.literal('')]).optional().transform((id) => id || null),
    reportReference: optionalText(100),
    response: optionalText(5000),
    respondedOn: optionalDate(),
    seen: z.string().max(64).optional(),
  })
  .superRefine(({ happenedFrom, happenedTo, complainedOn, complainedTo, complainedBy, response, respondedOn }, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const today = todayInLondon(Temporal.Now.instant()).toString()
    if (happenedFrom > today) wrong('happenedFrom', 'The day must be today or in the past')
    if (happenedTo && happenedTo < happenedFrom) wrong('happenedTo', 'It cannot have ended before it began')
    if (happenedTo && happenedTo > today) wrong('happenedTo', 'The day must be today or in the past')
    if (complainedOn && complainedOn > today) wrong('complainedOn', 'The day must be today or in the past')
    if (complainedOn && complainedOn < happenedFrom) wrong('complainedOn', 'It cannot have been complained of before it happened')
    if (complainedOn && !complainedTo) wrong('complainedTo', 'Enter whom it was complained to')
    if (!complainedOn && (complainedTo || complainedBy)) wrong('complainedOn', 'Enter the day it was complained of')
    if (respondedOn && respondedOn > today) wrong('respondedOn', 'The day must be today or in the past')
    if (respondedOn && !response) wrong('response', 'Enter what was done')
  })
  .transform(({ seen, ...entry }) => ({ seen: seen ?? '', entry: { ...entry, happenedTo: entry.happenedTo ?? entry.happenedFrom } }))
