import { asSystem } from '../src/db/tx.ts'
import { addGroup, addMeeting } from './meeting-fixture.ts'
import type { TestPartnership } from './world.ts'

/** Puts one of each thing of meetings, papers and the public site that has an address into a partnership; gives their ids by the names addresses give them. */
export async function addOneOfEachMeetingThing(partnership: TestPartnership): Promise<Record<string, string>> {
  const { partnershipId: partnership_id, council } = partnership
  const secretary = await partnership.account('coordinator')
  const groupId = await addGroup(partnership, { name: 'A group', seats: [{ account: secretary.accountId, role: 'secretary' }] })
  const otherId = await addGroup(partnership, { name: 'Another group', seats: [{ person: 'Somebody' }] })
  const { meetingId, openItemId } = await addMeeting(partnership, groupId, { heldOn: '2026-03-02', state: 'held' })
  const ids = Object.fromEntries(['seriesId', 'campaignId', 'paperId', 'sectionId', 'appendixId', 'paperEditionId', 'publicReleaseId', 'feedId', 'decisionId', 'interestId', 'seatId', 'groupNameId', 'calendarAddressId', 'reviewId'].map((name) => [name, crypto.randomUUID() as string])) as Record<string, string>
  await asSystem('put one of each thing of meetings into a test partnership', async (tx) => {
    const hung = { partnership_id, meeting_id: meetingId, group_id: groupId }
    await tx.insertInto('group_seat').values({ partnership_id, group_seat_id: ids.seatId!, group_id: groupId, organisation_id: council, role: 'member', person: 'A member' }).execute()
    await tx.insertInto('group_name').values({ partnership_id, group_name_id: ids.groupNameId!, group_id: groupId, name: 'AG', kind: 'code' }).execute()
    await tx.insertInto('series').values({ partnership_id, series_id: ids.seriesId!, group_id: groupId, recurrence: JSON.stringify({ kind: 'as needed' }), begins_at: '10:00', on_holiday: 'cancel', starts: '2026-01-01' }).execute()
    await tx.insertInto('set_aside_finding').values({ partnership_id, rule: 'no-chair', subject: groupId, reason: 'The chair is being chosen', fingerprint: 'of its words', set_aside_by: secretary.accountId }).execute()
    await tx.insertInto('owed_feed').values({ partnership_id, owed_feed_id: ids.feedId!, from_group_id: groupId, to_group_id: otherId, what: 'What was done', every: 'quarter', since: '2026-01-01' }).execute()
    await tx.insertInto('decision').values({ ...hung, decision_id: ids.decisionId!, agenda_item_id: openItemId, reference: 'D1/2026', kind: 'decided', statement: 'So be it' }).execute()
    await tx.insertInto('declared_interest').values({ ...hung, declared_interest_id: ids.interestId!, name: 'A member', interest: 'Lives there', handled: 'left the room' }).execute()
    await tx.insertInto('campaign').values({ partnership_id, campaign_id: ids.campaignId!, title: 'A campaign', begins: '2026-02-01', ends: '2026-02-28' }).execute()
    await tx.insertInto('paper').values({ partnership_id, paper_id: ids.paperId!, kind: 'other', title: 'A paper', starts: '2026-01-01', ends: '2026-03-31' }).execute()
    await tx.insertInto('paper_section').values({ partnership_id, paper_section_id: ids.sectionId!, paper_id: ids.paperId!, position: 1, heading: 'A heading', body: 'Said.' }).execute()
    await tx.insertInto('paper_appendix').values({ partnership_id, paper_appendix_id: ids.appendixId!, paper_id: ids.paperId!, position: 1, title: 'An appendix', file_name: 'a.txt', file_kind: 'txt', content: Buffer.from('text') }).execute()
    const shown = { form: 1, audience: 'restricted', partnership: 'A partnership', kind: 'other', title: 'A paper', starts: '2026-01-01', ends: '2026-03-31', meeting: null, committee: null, committeeOn: null, reportOf: null, asks: 'information', contact: null, summary: [], recommendations: [], sections: [], appendices: [] }
    await tx.insertInto('paper_edition').values({ partnership_id, paper_edition_id: ids.paperEditionId!, paper_id: ids.paperId!, number: 1, shown: JSON.stringify(shown) }).execute()
    await tx.insertInto('learning_review').values({ partnership_id, learning_review_id: ids.reviewId!, kind: 'other', title: 'A review', group_id: groupId, restricted: false }).execute()
    await tx.insertInto('learning_recommendation').values({ partnership_id, learning_review_id: ids.reviewId!, number: 1, statement: 'Look again', owner_agency_id: council, due_on: '2026-06-01', wanted: 'Seen', state: 'open' }).execute()
    await tx.insertInto('public_release').values({ partnership_id, public_release_id: ids.publicReleaseId!, kind: 'said and did', subject_id: crypto.randomUUID(), title: 'It is dark', shown: JSON.stringify({ kind: 'said and did', said: 'It is dark', did: 'A lamp', happened: null }) }).execute()
  }, partnership_id)
  return { ...ids, groupId, meetingId }
}
