import { todayInLondon } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { selectMeasures } from '../../measures/store.ts'
import { selectEditions } from '../../plans/editions/store.ts'
import type { DraftFor } from '../../publications/drafting/source.ts'
import { draftSources } from '../../publications/drafting/sources.ts'
import type { PaperKind } from '../../publications/papers/paper.ts'
import { addAppendix, addPaper, addSection, changePaper, publishPaper, selectWholePaper, writeSection } from '../../publications/papers/store.ts'
import { paperShown } from '../../publications/papers/shown.ts'
import { TEMPLATES } from '../../publications/papers/templates.ts'
import { OFFERERS } from '../../publications/public-site/offer.ts'
import { keepSite, release } from '../../publications/public-site/release-store.ts'
import type { Known } from '../keep-partners.ts'
import { keepDuties } from './keep-duties.ts'
import { keepLearning } from './keep-learning.ts'
import { ASSESSMENT_2025, CAMPAIGNS, PACK_2018, SITE, UPDATE_2017, YOU_SAID } from './papers.ts'

const none = { meetingId: null, committee: null, committeeOn: null, reportOf: null, asks: 'information' as const, contact: null }

/** The papers of the example, published; its campaigns, what a review taught, and its public site with what is on it. As its coordinator. */
export async function keepPapers(tx: Tx, known: Known, partnership: string): Promise<void> {
  const today = todayInLondon(Temporal.Now.instant())
  await keepUpdate(tx, partnership)
  await keepPack(tx, partnership, today)
  await keepAssessment(tx, partnership, today)
  await keepCampaigns(tx, known.partners, today)
  await keepLearning(tx, known, today)
  await keepDuties(tx)
  await keepSite(tx, { ...SITE, isOpen: true, version: 0 })
  for (const { title } of [...(await selectEditions(tx))].slice(0, 2)) await releaseNamed(tx, 'plan', title)
  for (const { measure } of (await selectMeasures(tx)).filter(({ readings }) => readings.length >= 6).slice(0, 4)) await releaseNamed(tx, 'figure', measure.title)
  await releaseNamed(tx, 'paper', UPDATE_2017.title)
  for (const { key } of await OFFERERS.find(({ kind }) => kind === 'minutes')!.list(tx)) await releaseKey(tx, 'minutes', key)
  for (const { said, did, happened } of YOU_SAID) await release(tx, { subjectId: crypto.randomUUID(), title: said, shown: { kind: 'said and did', said, did, happened } })
}

const releaseKey = async (tx: Tx, kind: string, key: string) => {
  const made = await OFFERERS.find((each) => each.kind === kind)!.make(tx, key)
  if (made) await release(tx, made)
}
const releaseNamed = async (tx: Tx, kind: string, title: string) => {
  const offer = (await OFFERERS.find((each) => each.kind === kind)!.list(tx)).find((each) => each.title === title)
  if (!offer) throw new Error(`The example has no ${kind} “${title}” to put on its public site`)
  await releaseKey(tx, kind, offer.key)
}

async function keepUpdate(tx: Tx, partnership: string) {
  const { title, starts, ends, committee, committeeOn, reportOf, contact, summary, sections, missing, reason } = UPDATE_2017
  const paperId = await addPaper(tx, { ...none, kind: 'committee report', title, starts, ends, committee, committeeOn, reportOf, contact })
  await changePaper(tx, paperId, 1, { summary })
  for (const { heading, body, recommendation = null, restricted = false } of sections) {
    const sectionId = await addSection(tx, paperId, { heading, recommendation, restricted, source: null, draft: null })
    await writeSection(tx, paperId, { sectionId, version: 1 }, { heading, body, recommendation, restricted })
  }
  await addAppendix(tx, paperId, { title: missing, restricted: false, editionId: null, file: null })
  await publishPaper(tx, paperId, paperShown((await selectWholePaper(tx, paperId))!, partnership, new Map()), 1, { overrideReason: reason, corrects: null, correctionNote: null })
}

async function keepPack(tx: Tx, partnership: string, today: Temporal.PlainDate) {
  const { title, starts, ends, summary } = PACK_2018
  const paperId = await addPaper(tx, { ...none, kind: 'board pack', title, starts, ends, asks: 'decision' })
  await changePaper(tx, paperId, 1, { summary })
  await draftSections(tx, paperId, TEMPLATES['board pack'], { starts, ends, today, partnership })
  await publishPaper(tx, paperId, paperShown((await selectWholePaper(tx, paperId))!, partnership, new Map(draftSources.map((source) => [source.key, source.title]))), 1, { overrideReason: null, corrects: null, correctionNote: null })
}

/** Drafted from what the police published of the year, and still being written. */
async function keepAssessment(tx: Tx, partnership: string, today: Temporal.PlainDate) {
  const { title, starts, ends, summary } = ASSESSMENT_2025
  const paperId = await addPaper(tx, { ...none, kind: 'strategic assessment', title, starts, ends })
  await changePaper(tx, paperId, 1, { summary })
  await draftSections(tx, paperId, TEMPLATES['strategic assessment'], { starts, ends, today, partnership })
}

async function draftSections(tx: Tx, paperId: string, planned: (typeof TEMPLATES)[PaperKind], asked: DraftFor) {
  for (const { heading, source: key, recommendation = null, restricted = false } of planned) {
    const source = draftSources.find((each) => each.key === key)
    if (source || !key) await addSection(tx, paperId, { heading, recommendation, restricted, source: source?.key ?? null, draft: source ? await source.draft(tx, asked) : null })
  }
}

async function keepCampaigns(tx: Tx, partners: Known['partners'], today: Temporal.PlainDate) {
  await tx.insertInto('campaign').values(CAMPAIGNS.flatMap(({ from: [month, day], to: [lastMonth, lastDay], measured, lead, channels, observance, ...campaign }) => [today.year - 1, today.year].map((year) => ({
    partnership_id: tx.actor.partnershipId!, ...campaign, channels: [...channels], observance: observance ?? null, lead_id: partners.get(lead)!, begins: Temporal.PlainDate.from({ year, month, day }).toString(), ends: Temporal.PlainDate.from({ year: lastMonth < month ? year + 1 : year, month: lastMonth, day: lastDay }).toString(),
    wanted: JSON.stringify(measured ? { reach: 2000 } : {}), made_by: tx.actor.accountId,
  })))).execute()
}
