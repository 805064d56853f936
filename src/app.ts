import { tmpdir } from 'node:os'
import type { FastifyInstance } from 'fastify'
import { actions } from './actions/routes.ts'
import { actionLog } from './actions/log/routes.ts'
import { selectCaseTables } from './cases/figures/tables-for-others.ts'
import { attendanceOverTime } from './meetings/attendance/routes.ts'
import { feeds } from './meetings/feeds/routes.ts'
import { feedWorkFor } from './meetings/feeds/work.ts'
import { meetingActionWorkFor } from './actions/work.ts'
import { publicCaseReview } from './cases/case-review/public-routes.ts'
import { contributions } from './cases/contributions/routes.ts'
import { diary } from './cases/diary/routes.ts'
import { agencies } from './cases/agencies/routes.ts'
import { caseWorkFor } from './cases/work.ts'
import { caseFiles } from './cases/file/routes.ts'
import { caseReview } from './cases/case-review/routes.ts'
import { caseFigures } from './cases/figures/figure-source.ts'
import { figures } from './cases/figures/routes.ts'
import { reviewWorkFor } from './cases/case-review/work.ts'
import type { Config } from './config.ts'
import { evaluations } from './hotspots/evaluation/routes.ts'
import { hotspots } from './hotspots/routes.ts'
import { panels } from './cases/panels/routes.ts'
import { referral } from './cases/referral/routes.ts'
import { attachments } from './cases/attachments/routes.ts'
import { risk } from './cases/risk/routes.ts'
import { rules } from './cases/rules/routes.ts'
import { ruleVersions } from './cases/rules/version-routes.ts'
import { triage } from './cases/triage/routes.ts'
import { closing } from './cases/closing/routes.ts'
import { closingWorkFor } from './cases/closing/work.ts'
import { contact } from './cases/contact/routes.ts'
import { contactWorkFor } from './cases/contact/work.ts'
import { letterWorkFor } from './cases/letters/work.ts'
import { powerWorkFor } from './cases/powers/work.ts'
import { transferWorkFor } from './cases/transfers/work.ts'
import { letters } from './cases/letters/routes.ts'
import { powers } from './cases/powers/routes.ts'
import { transfers } from './cases/transfers/routes.ts'
import { catalogue } from './incidents/catalogue/routes.ts'
import { repeatPlaces } from './incidents/callers/place-routes.ts'
import { callers } from './incidents/callers/routes.ts'
import { profiles } from './hotspots/profiles/routes.ts'
import { dataWorkFor } from './incidents/work.ts'
import { incidentFigures } from './incidents/figures.ts'
import { explore } from './incidents/explore/routes.ts'
import { signals } from './incidents/signals/routes.ts'
import { time } from './incidents/time/routes.ts'
import { measures } from './measures/routes.ts'
import { POWERS } from './people/powers.ts'
import { agreements } from './sharing/agreements/routes.ts'
import { emergency } from './sharing/emergency/routes.ts'
import { schemes } from './sharing/schemes/routes.ts'
import { access } from './sharing/access/routes.ts'
import { sharingFront } from './sharing/front/routes.ts'
import { sharingWorkFor } from './sharing/work.ts'
import { people } from './people/routes.ts'
import { recogniseVisitor, sessionCookie } from './people/session.ts'
import { checks } from './plans/checks/routes.ts'
import { planEditions } from './plans/editions/routes.ts'
import { intake } from './plans/intake/routes.ts'
import { addAskedAction, selectActions, selectPlansForActions } from './plans/keeping/actions.ts'
import { planKeeping } from './plans/keeping/routes.ts'
import { peopleAndPlaces } from './cases/index/routes.ts'
import { protectedDetails } from './cases/subjects/protected-routes.ts'
import { subjects } from './cases/subjects/routes.ts'
import { myWork } from './plans/updates/my-work.ts'
import { planPeriods } from './plans/updates/period-routes.ts'
import { selectPriorityTargets } from './plans/priority-targets.ts'
import { planUpdates } from './plans/updates/routes.ts'
import { workFor } from './plans/updates/work.ts'
import { planViews } from './plans/views/routes.ts'
import { learningWorkFor } from './publications/learning/work.ts'
import { learning } from './publications/learning/routes.ts'
import { draftSources } from './publications/drafting/sources.ts'
import { duties } from './publications/duties/routes.ts'
import { dutyWorkFor } from './publications/duties/work.ts'
import { exchange } from './publications/exchange/routes.ts'
import { papers } from './publications/papers/routes.ts'
import { publicSite } from './publications/public-site/public-routes.ts'
import { publicSiteKeeping } from './publications/public-site/routes.ts'
import { corrections } from './sharing/corrections/routes.ts'
import { correctionWorkFor } from './sharing/corrections/work.ts'
import { keeping } from './sharing/keeping/routes.ts'
import { requests } from './sharing/requests/routes.ts'
import { disclosures } from './sharing/disclosures/routes.ts'
import { sharingMatrix } from './sharing/matrix-routes.ts'
import { groupKeeping } from './meetings/groups/keeping-routes.ts'
import { groups } from './meetings/groups/routes.ts'
import { groupTerms } from './meetings/groups/terms-routes.ts'
import { panelsOnAgenda } from './cases/panels/agenda-source.ts'
import { measuresOnAgenda } from './measures/agenda-source.ts'
import { plansOnAgenda } from './plans/editions/agenda-source.ts'
import { meetings } from './meetings/routes.ts'
import { leadNoticesTo } from './notices/links.ts'
import { meetingWorkFor } from './meetings/papers/work.ts'
import { onTheDay } from './meetings/live/routes.ts'
import { meetingMinutes } from './meetings/minutes/routes.ts'
import { minutesWorkFor } from './meetings/minutes/work.ts'
import { health } from './web/health.ts'
import { buildServer } from './web/server.ts'
import { campaigns } from './engagement/routes.ts'
import { meetingCalendar } from './meetings/calendar/routes.ts'
import { series } from './meetings/series/routes.ts'

/** The whole application: the bare server and every room, registered by hand. */
export function buildApp(config: Pick<Config, 'secret' | 'baseUrl' | 'logLevel'> & Partial<Pick<Config, 'data'>>): FastifyInstance {
  const secure = config.baseUrl.startsWith('https:')
  leadNoticesTo(config.baseUrl)
  const cookieName = sessionCookie(secure)
  const app = buildServer({
    secret: config.secret,
    secure,
    logger: config.logLevel === 'silent' ? false : { level: config.logLevel },
    powers: POWERS,
    recognise: (request) => recogniseVisitor(request, cookieName),
  })
  health(app)
  people(app, config.baseUrl)
  planViews(app)
  planKeeping(app)
  intake(app)
  checks(app)
  planUpdates(app)
  planEditions(app)
  planPeriods(app, config.baseUrl)
  myWork(app, [workFor, caseWorkFor, dataWorkFor, reviewWorkFor, correctionWorkFor, sharingWorkFor, contactWorkFor, powerWorkFor, letterWorkFor, transferWorkFor, closingWorkFor, meetingActionWorkFor, feedWorkFor, meetingWorkFor, minutesWorkFor, learningWorkFor, dutyWorkFor])
  measures(app, [incidentFigures, caseFigures])
  catalogue(app, config.data ?? tmpdir())
  explore(app)
  signals(app, { pinTargets: selectPriorityTargets })
  time(app)
  hotspots(app)
  profiles(app, { planChoices: selectPlansForActions, addAction: addAskedAction, actions: selectActions })
  evaluations(app)
  callers(app)
  repeatPlaces(app)
  sharingMatrix(app)
  agreements(app)
  emergency(app, config.baseUrl)
  schemes(app)
  access(app)
  sharingFront(app)
  caseReview(app, config.secret)
  figures(app)
  publicCaseReview(app, config.secret)
  powers(app)
  contact(app)
  letters(app)
  transfers(app)
  closing(app)
  panels(app, config.baseUrl)
  referral(app)
  triage(app)
  risk(app)
  rules(app)
  ruleVersions(app)
  attachments(app)
  disclosures(app)
  corrections(app)
  requests(app)
  keeping(app)
  caseFiles(app)
  agencies(app)
  diary(app)
  contributions(app, config.baseUrl)
  actions(app)
  subjects(app)
  peopleAndPlaces(app)
  protectedDetails(app)
  papers(app, draftSources)
  duties(app)
  exchange(app)
  learning(app)
  publicSiteKeeping(app)
  publicSite(app)
  actionLog(app)
  groups(app)
  groupKeeping(app)
  groupTerms(app)
  feeds(app, selectCaseTables)
  attendanceOverTime(app)
  series(app)
  meetingCalendar(app, config.baseUrl)
  campaigns(app, { planItems: selectPriorityTargets })
  meetings(app, config.baseUrl, [plansOnAgenda, measuresOnAgenda, panelsOnAgenda])
  onTheDay(app)
  meetingMinutes(app, config.baseUrl)
  return app
}
