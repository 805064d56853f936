import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { controlChart } from '../../web/charts.ts'
import { shownPage } from '../papers/pages.ts'
import { readBody } from '../papers/body.ts'
import { papersNavigation } from '../papers-navigation.ts'
import { hrefOfThing, KINDS, PLACES } from './address.ts'
import type { Offer } from './offer.ts'
import { currentReleases, type Release, type Site } from './release-store.ts'
import type { PublicShown, ShownAs } from './shown.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null
const onDay = (at: Temporal.Instant) => writeDate(todayInLondon(at))
const day = (text: string) => writeDate(Temporal.PlainDate.from(text))

/** For those who publish: how the site is called, what is on it, what could be. */
export function managePage(site: Site | null, releases: readonly Release[], offers: readonly { title: string; offers: readonly Offer[] }[], powers: ReadonlySet<string>, failed: Failed = null, theirs = false) {
  const current = currentReleases(releases)
  const known = new Map(current.map((each) => [`${each.kind} ${each.title}`, each]))
  return {
    title: 'Public site',
    rooms: papersNavigation('Public site', powers),
    site: site && { ...site, href: `/public/${site.address}` },
    theirs,
    version: site?.version ?? 0,
    released: current.map((each) => ({
      title: each.title, kind: PLACES[each.kind].one, when: `${onDay(each.releasedAt)}${each.by ? ` by ${each.by}` : ''}`, withdrawn: each.withdrawnAt && `Taken off on ${onDay(each.withdrawnAt)}: ${each.withdrawnReason}`,
      href: site?.isOpen && !each.withdrawnAt ? hrefOfThing(site.address, each) : null, withdraw: each.withdrawnAt ? null : `/public-site/releases/${each.releaseId}/withdraw`,
    })),
    offers: offers.map(({ title, offers: each }) => ({ title, offers: each.map((offer) => ({ ...offer, href: `/public-site/release?kind=${encodeURIComponent(offer.kind)}&key=${offer.key}`, standing: known.get(`${offer.kind} ${offer.title}`)?.withdrawnAt === null ? 'On the site; releasing again brings it up to date' : 'Not on the site' })) })),
    ...errorsForPage(failed?.errors),
    entered: failed?.entered ?? { address: site?.address ?? '', isOpen: site?.isOpen ? 'yes' : '', introduction: site?.introduction ?? '', contact: site?.contact ?? '' },
  }
}

export const withdrawPage = (release: Release, failed: Failed = null) => ({ title: `Take “${release.title}” off the public site`, back: { href: '/public-site', text: 'Public site' }, address: `/public-site/releases/${release.releaseId}/withdraw`, ...errorsForPage(failed?.errors), entered: failed?.entered ?? {} })
export const saidPage = (failed: Failed = null) => ({ title: 'You said, we did', back: { href: '/public-site', text: 'Public site' }, ...errorsForPage(failed?.errors), entered: failed?.entered ?? {} })

/** Exactly what the public would see, before it is released. */
export const releasePage = (title: string, shown: PublicShown, kind: string, key: string, fingerprint: string, changedSince: boolean) => ({ title: `Release “${title}”`, back: { href: '/public-site', text: 'Public site' }, name: title, kind, key, fingerprint, changedSince, thing: thingShown({ title, shown, subjectId: key }) })

/** A figure as a picture: a gap wherever a number may not be shown. Null when there is nothing to draw. */
function picture({ points, unit, decimals, sentence }: ShownAs<'figure'>, title: string, id: string): string | null {
  if (points.filter(({ value }) => value !== null).length < 2) return null
  const step = Math.max(1, Math.ceil(points.length / 8))
  return controlChart({
    id: `figure-${id}`, title: `${title}: ${sentence}`, description: `${title}, ${points.length} periods from ${points[0]!.period} to ${points.at(-1)!.period}. ${sentence}. The table holds every figure.`,
    unit, decimals, suffix: unit === '%' ? '%' : '', points: points.map(({ period, value }) => ({ label: period, value })), ticks: points.flatMap(({ period }, index) => (index % step === 0 ? [{ index, text: period }] : [])),
  })
}

/** One released thing as its page shows it. */
export function thingShown({ title, shown, subjectId }: Pick<Release, 'title' | 'shown' | 'subjectId'>) {
  switch (shown.kind) {
    case 'plan': return { ...shown, title, asAt: day(shown.asAt), items: shown.items.map((item) => ({ ...item, positionOn: item.positionOn && day(item.positionOn), isTop: item.depth === 0 })) }
    case 'figure': return { ...shown, title, picture: picture(shown, title, subjectId), points: shown.points.toReversed() }
    case 'paper': return { ...shown, title, paper: shownPage(shown.paper) }
    case 'said and did': return { ...shown, title, happened: shown.happened && day(shown.happened) }
    case 'learning': return { ...shown, title, change: shown.change.map(({ on, statement }) => ({ on: day(on), statement })) }
    case 'minutes': return { ...shown, title, heldOn: day(shown.heldOn), items: shown.items.map((item) => ({ ...item, actions: item.actions.map((action) => ({ ...action, dueOn: day(action.dueOn) })) })) }
  }
}

export type OpenSite = Site & { partnershipId: string; partnership: string; area: string; releases: readonly Release[] }

/** The frame of every public page: the parts that have something in them. */
const frameOf = (site: OpenSite, here: string) => ({
  site: { name: site.partnership, area: site.area, home: `/public/${site.address}`, contact: site.contact, review: `/case-review/${site.partnershipId}/apply` },
  parts: [
    ...KINDS.filter((kind) => standing(site, kind).length > 0).map((kind) => ({ text: PLACES[kind].title, href: `/public/${site.address}/${PLACES[kind].part}`, current: here === PLACES[kind].part })),
    { text: 'Open data', href: `/public/${site.address}/data`, current: here === 'data' },
  ],
})
export const standing = ({ releases }: Pick<OpenSite, 'releases'>, kind: PublicShown['kind']): Release[] => currentReleases(releases).filter((each) => each.kind === kind && each.withdrawnAt === null)
const FEW = 3

/** Who we are, how the priorities are going, what the figures say, what is new. */
export function homePage(site: OpenSite) {
  const list = (kind: PublicShown['kind'], most = FEW) => standing(site, kind).slice(0, most).map((each) => ({ title: each.title, href: hrefOfThing(site.address, each), when: onDay(each.releasedAt), thing: thingShown(each) }))
  return {
    ...frameOf(site, ''), title: site.partnership, introduction: readBody(site.introduction),
    plans: list('plan').map(({ thing, ...each }) => ({ ...each, summary: thing.kind === 'plan' ? thing.summary : '', items: thing.kind === 'plan' ? thing.items.filter(({ isTop, isHeading }) => isTop && !isHeading) : [] })),
    figures: list('figure', 6).map(({ thing, ...each }) => ({ ...each, sentence: thing.kind === 'figure' ? thing.sentence : '' })),
    papers: [...list('paper'), ...list('minutes')], said: list('said and did'), isEmpty: standing(site, 'plan').length + standing(site, 'figure').length + standing(site, 'paper').length === 0,
  }
}

export const listPage = (site: OpenSite, kind: PublicShown['kind']) => ({
  ...frameOf(site, PLACES[kind].part), title: PLACES[kind].title,
  things: standing(site, kind).map((each) => ({ title: each.title, href: hrefOfThing(site.address, each), when: onDay(each.releasedAt), thing: thingShown(each) })),
})

export const thingPage = (site: OpenSite, release: Release) => ({
  ...frameOf(site, PLACES[release.kind].part), title: release.title, when: onDay(release.releasedAt), thing: thingShown(release),
  data: release.kind === 'figure' || release.kind === 'plan' ? { csv: `${hrefOfThing(site.address, release)}.csv`, json: `${hrefOfThing(site.address, release)}.json` } : null,
  earlier: site.releases.filter(({ kind, subjectId, releaseId }) => kind === release.kind && subjectId === release.subjectId && releaseId !== release.releaseId).length,
})
export const withdrawnPage = (site: OpenSite, release: Release) => ({ ...frameOf(site, ''), title: 'This was taken off', name: release.title, when: release.withdrawnAt && onDay(release.withdrawnAt), reason: release.withdrawnReason })

export const dataPage = (site: OpenSite) => ({
  ...frameOf(site, 'data'), title: 'Open data', index: `/public/${site.address}/data.json`,
  sets: [...standing(site, 'figure'), ...standing(site, 'plan')].map((each) => ({ title: each.title, kind: PLACES[each.kind].one, when: onDay(each.releasedAt), href: hrefOfThing(site.address, each), csv: `${hrefOfThing(site.address, each)}.csv`, json: `${hrefOfThing(site.address, each)}.json` })),
})
