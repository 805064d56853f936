import type { Tx } from '../db/tx.ts'
import { type ExhibitKind, EXHIBIT_WORDS, type Heading } from '../hotspots/profiles/profile.ts'
import { addExhibit, addProfile, addRecommendation, changeProfile, writeSection } from '../hotspots/profiles/store.ts'
import { ACCOUNTS } from './accounts.ts'
import { POLICE } from './keep-data.ts'

// Written from the figures that stand beside it; what nobody can know from police.uk is said to be unknown.
const TEXTS: readonly (readonly [Heading, string])[] = [
  ['What the problem is', 'Things are taken from people in the City without force: from bags, tables and coat pockets, and telephones from hands. The partnership’s dashboard asks for less of it at night and before Christmas, and has never said how much there is.'],
  ['How much, and which way it goes', 'The chart counts what the police recorded and published, wherever it was, over three years: long enough to see a season, and clear of the lockdowns of 2020 and 2021, which are no guide to what is usual.'],
  ['Where', 'A few points hold most of it, near the stations and along the streets that lead from them. The points are anonymous: each stands for a stretch of street, and they were all moved in July 2022, so no place is followed across that month.'],
  ['When', 'Only months are published. The force holds days and hours: ask for them under the sharing agreement before patrols are timed.'],
  ['Who is harmed', 'Not in these data. Far more people work in the City than live in it, so a rate for each resident would mislead.'],
  ['What has been tried', 'Messages before Christmas, and days of action with businesses. Nobody kept what was done where and when, so what came of it cannot be told.'],
  ['What the data cannot say', 'The hour, the thing taken, the victim, and what was never reported. Some crimes are listed twice under one number. About one in fourteen has no place.'],
  ['How it will be judged', 'By the measure of thefts from the person, against places nearby that get no extra patrols, six months before and after. Say beforehand the smallest change that could be seen.'],
]
const FIGURES: readonly ExhibitKind[] = ['trend', 'map', 'concentration', 'table', 'signals']
const RECOMMENDATIONS = [
  'Ask the force for days and hours of theft from the person under the sharing agreement, to time patrols',
  'Patrol the squares named here for three months, and keep where and when each patrol was',
]

/** A profile of theft from the person, drafted, with live figures and two recommendations. `analyst` owns it, the coordinator reviews it. */
export async function keepProfile(tx: Tx): Promise<void> {
  const accounts = await tx.selectFrom('account').select(['account_id', 'email']).execute()
  const who = (role: string) => accounts.find(({ email }) => email === ACCOUNTS.find((account) => account.role === role)!.email)!.account_id
  const theft = await tx.selectFrom('source_term as t').innerJoin('source as s', (on) => on.onRef('s.partnership_id', '=', 't.partnership_id').onRef('s.source_id', '=', 't.source_id'))
    .select(['t.term_id', 't.source_id']).where('s.name', '=', POLICE.name).where('t.field', '=', 'category').where('t.text', '=', 'Theft from the person').executeTakeFirstOrThrow()
  const profileId = await addProfile(tx, {
    title: 'Theft from the person', question: 'Where should the partnership act against thefts from people in the street and in bars, and how would it know that it helped?',
    ownerId: who('analyst'), reviewerId: who('coordinator'), reviewOn: '2027-03-31', sourceId: theft.source_id, categoryIds: [theft.term_id], fromMonth: '2024-07-01', toMonth: '2025-06-01',
  })
  for (const [heading, text] of TEXTS) await writeSection(tx, profileId, heading, 0, text)
  for (const kind of FIGURES) await addExhibit(tx, profileId, { kind, heading: EXHIBIT_WORDS[kind].under, caption: EXHIBIT_WORDS[kind].caption })
  for (const text of RECOMMENDATIONS) await addRecommendation(tx, profileId, text)
  await changeProfile(tx, profileId, 1, { state: 'drafted' })
}
