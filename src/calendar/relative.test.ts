import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findUnplacedTimes } from './relative.ts'
import type { TimeFault } from './time-form.ts'

const found = (text: string, search = {}) => findUnplacedTimes(text, search).map(({ text }) => text)
const fault = (text: string): TimeFault | undefined => findUnplacedTimes(text)[0]?.fault
const TODAY = Temporal.PlainDate.from('2018-09-12')
const suggestion = (text: string) => findUnplacedTimes(text, { today: TODAY, yearless: true })[0]?.suggestion

/** Each sentence has just the expression in brackets, or none. */
function check(sentences: readonly string[], search = {}): void {
  for (const marked of sentences) {
    const expected = [...marked.matchAll(/\[(.*?)\]/gs)].map(([, inside]) => inside)
    assert.deepEqual(found(marked.replaceAll(/[[\]]/g, ''), search), expected, marked)
  }
}

test('times counted from the day of writing are found', () => {
  check([
    'The operation began [3 months ago] and goes on.',
    'It was launched [a year ago] without a plan.',
    'We moved office [a couple of weeks ago].',
    'Officers spoke to 2,000 people [over the last 6 months].',
    'Reports have risen [over the past few years].',
    'Crime fell [in the last\nten years] nationally.',
    'There were four stabbings [in the last week].',
    'The strategy sets out the work [over the next three years] and how it will be reviewed.',
    'Training will start [within the next few weeks].',
    'Comments will be sought [in the coming weeks].',
    'We shall focus on these [in the coming 1-3 years].',
    'A report follows [in six weeks’ time].',
    'The structure was revised [this year] to save time.',
    'The post was filled [earlier this year].',
    'The budget was spent [last financial year].',
    'The review moved to [the next financial year].',
    'Reports are up on [last year’s] figures.',
    'The panel met [last Tuesday] and [last month].',
    'It will be reviewed [next quarter].',
    'The event [last August] drew 200 people.',
    'The workshop is [next May].',
    'The scheme closes [by the end of the financial year].',
    'He was arrested [yesterday].',
    'There have been no referrals [since the last SCP meeting].',
    'The element is not in force [at the time of writing].',
    'A drop-in will open [in the New Year].',
    'Patrols will grow [this summer].',
  ])
})

test('vague times are found', () => {
  check([
    'They met the officers [mid-August].',
    'The next intake is [late September].',
    'It opened in [early May] to all.',
    'Invitations go out in [early to mid June].',
    'The work ran from [mid-March] to [late April].',
    'The policy has been moved to [later in 2024].',
    'The map will be public in [early 2024].',
    'The team has [recently] taken on two officers.',
    '[Recently], reports have grown.',
    'This had not happened until [recently].',
    'The protocol will be agreed [shortly].',
    'The advert will [soon] be out.',
    'A date will be set [in due course].',
    'We await their dates, following [a recent meeting].',
    'The process is evolving and [recent meetings] have shown gaps.',
    'Violence has grown [over recent years].',
  ])
})

test('a month since which something holds needs its year', () => {
  check([
    'Drop-ins have run [since May], in the library.',
    'There have been three thefts [since the end of June].',
    'He has worked here [since 7 August].',
    'No cases have come in [since late March].',
  ])
})

test('frequencies, quarters and periods that may be read two ways are found', () => {
  check([
    'Issues go to [Bi-Weekly] Tasking.',
    'The panel meets [bi-monthly].',
    'The list is sent out [bimonthly].',
    'There is a [bi-annual] survey.',
    'Deployments are updated via [by weekly] intelligence.',
    'The group meets [by-weekly].',
    'The subgroup will start in [quarter one 2024].',
    'Keep thefts at the level of [Q2 - Q4 in 2010].',
    'The [first quarter of 2018] was quiet.',
    'In [the reporting period] four cases were heard.',
    'The board will report on five issues [over a set period].',
  ])
  assert.equal(fault('The panel meets bi-monthly.'), 'frequency with two meanings')
  assert.equal(fault('It starts in Q1 2024.'), 'quarter with two meanings')
  assert.equal(fault('Cases heard in the reporting period.'), 'period not said')
})

test('full dates, months with a year and spans of years pass', () => {
  check([
    'The group met on 16 August 2018 and on 10/09/2018.',
    'The scheme started in August 2018.',
    'Crime has risen since 2016 and since May 2018.',
    'It has run since 5 May, 2018.',
    'Invitations went out in mid-August 2018, assessment from late September to early October 2018.',
    'The work ran in late Sept. 2018.',
    'Three reviews were held since September ’18.',
    'The plan covers 2011 to 2014, 2010/11 and 2022-25.',
    'Q2 2018/19 and Q3 of 2017-18 were alike.',
    'In 2023 the last year of funding ended.',
    'It rose over the past seven years to 2022.',
    'It was launched three months ago, in June 2018.',
    'Reports fell in the last 12 months (April 2017 to March 2018).',
    'In 2017/18 (last year) there were none.',
    'For the 2022 – 2025 strategy we shall focus on these over the next three years.',
    'At 30 September 2019 it was amber, unchanged since last year.',
  ])
})

test('lengths of time that are not counted from today pass', () => {
  check([
    'A three-month programme and a two-week cycle.',
    'An initial assessment within 3 months of referral.',
    'They must apply within six months of the complaint.',
    'Half reoffend within a year.',
    'It covers a three-year period.',
    'A case is closed after three months.',
    'Priorities are set for two months.',
    'They do not return within a six-month period.',
    'The M25 opened more than 30 years ago.',
    'The last week of September and the last quarter of 2018.',
    'In the last three months of the pilot, numbers fell.',
    'Meetings are held on the last Wednesday of every month and on the last Friday in the month.',
    'It was her last year at school, and our next quarter was better.',
    'The following month and the same month a year earlier.',
  ])
})

test('rules, definitions and questions pass, for they count from whatever day they are used', () => {
  check([
    'A person is eligible if they have made three complaints in the last six months.',
    'The threshold is three reports in the last six months.',
    'Victims of three or more incidents in the past 12 months can ask for a review.',
    'The incident must have happened less than one month ago.',
    'Have you been a victim in the last 12 months?',
    'Of adults aged 16 to 59, 9% used a drug in the last year.',
    'A repeat is defined as an incident in the last year.',
    'Tell us about anyone who has recently moved in.',
  ])
})

test('recurring times and standing items pass', () => {
  check([
    'The event is in November each year, at the end of every month and each quarter.',
    'Members discuss incidents over the previous weekend and the previous week.',
    'Minutes and actions from last meeting.',
    'Date of next meeting.',
    'Review of actions since the last meeting.',
    'The group meets weekly, monthly, quarterly, fortnightly and annually.',
    'Drop-ins are on the 2nd and 4th Wednesday of each month.',
    'Noise grows in late spring each year.',
    'Thefts are mostly in late summer.',
  ])
})

test('words that only look like times pass', () => {
  check([
    'Officers may march; members may, since March could be wet in April, wait.',
    'This may help, and since may is a verb it passes.',
    'The Late Night Levy and the early May bank holiday.',
    'Early intervention, early identification and late evening patrols.',
    'The mid-term review and the mid-year estimate; the mid-2018 population.',
    'In the early 2000s and in the late 1990s.',
    'The most up-to-date terms and the latest trends.',
    'Young people of today become the leaders of tomorrow.',
    'It is ongoing, currently under way and to date complete.',
    'As soon as possible, sooner or later, and soon after.',
    'He left shortly after the meeting and shortly before noon.',
    'Support for recently bereaved people and for those who have recently left prison.',
    'They met most recently at Guildhall; the recently approved plan is on the website.',
    'The most recent meeting and any recent incident.',
    'It was in place in early 2016, moved to Guildhall in mid-2016, and closed in late 2017.',
    'The programme will last six years, and the next steps are clear.',
    'The visit was followed by weekly calls and run by monthly teams.',
    'A bicycle, a bilateral talk and a biennial fair.',
    'New Year’s Eve, in the New Year’s honours.',
    'Since April joined the team, morale is better.',
    'The next of kin, the last resort, at last.',
    'The past is past, and the future is next.',
    'In this case, this time and this meeting.',
  ])
})

test('what the paper itself explains passes', () => {
  check([
    'Bi-weekly (every two weeks) tasking.',
    'The panel meets fortnightly (bi-weekly).',
    'The list is bi-monthly, i.e. every two months.',
    'The reporting period is April to June 2018.',
    'In the reporting period four cases were heard.\n\nReporting period: 1 April to 30 June 2018',
    'In calendar Q2 2018 and in Q2 2018 (April to June).',
    'All quarters are financial quarters. It starts in Q1 2024.',
  ])
})

test('days and months without a year are found only when asked', () => {
  const text = 'It was agreed on 16 August, for 6-10 February, and at the meeting in June.'
  assert.deepEqual(found(text), [])
  assert.deepEqual(found(text, { yearless: true }), ['16 August', '6-10 February', 'in June'])
  check(['On 16 August 2018 and 3 May it met.', 'The fair is in November each year.'], { yearless: true })
})

test('a date in the sentence before says nothing of this one', () => {
  check([
    'The panel was set up in June 2018. [Last year] it heard no cases.',
    'It closed in June 2018. [Three months ago] it opened again!\n\nIn June 2018 it closed.',
    'Can you say? [Last month] there were two.',
  ])
})

test('an expression is placed exactly in its text, across lines, tabs and tags', () => {
  const text = '<p>Op Reframe began\tthree\nmonths ago.</p>'
  const [only] = findUnplacedTimes(text)
  assert.equal(text.slice(only!.start, only!.end), 'three\nmonths ago')
  assert.equal(only!.text, 'three\nmonths ago')
})

test('of two expressions that overlap the longer is kept', () => {
  assert.deepEqual(found('It ends by the end of the financial year, or early next year.'), [
    'by the end of the financial year',
    'early next year',
  ])
})

test('a date is suggested, counted from the day the paper was written', () => {
  const expected = {
    'It began 3 months ago.': 'June 2018',
    'It began two weeks ago.': '29 August 2018',
    'Seen over the last 6 months.': 'March 2018 to September 2018',
    'Planned over the next three years.': 'September 2018 to September 2021',
    'They met mid-August.': 'August 2018',
    'They met late December.': 'December 2018',
    'Open since May, daily.': 'May 2018',
    'Open since November, daily.': 'November 2017',
    'Revised this year.': '2018, or 2018-19 if the financial year is meant',
    'Spent last financial year.': '2017-18',
    'Done last month.': 'August 2018',
    'Agreed on 16 August.': '16 August 2018',
    'It ends in two months’ time.': 'November 2018',
  }
  for (const [text, date] of Object.entries(expected)) {
    assert.equal(suggestion(text), `Say when: ${date}, if written on 12 September 2018`, text)
  }
})

test('without that day, or where no date can be worked out, it says what to say', () => {
  assert.equal(findUnplacedTimes('It began 3 months ago.')[0]!.suggestion, 'Say the date, or the month and year')
  assert.equal(suggestion('A date will be set in due course.'), 'Say the date, or the month and year')
  assert.equal(findUnplacedTimes('Open since May, daily.')[0]!.suggestion, 'Say the year')
  assert.equal(suggestion('In the reporting period none came.'), 'Say the first and the last day of the period')
  assert.equal(suggestion('It meets bi-weekly.'), 'Say “twice a week” or “every two weeks”')
  assert.equal(suggestion('It meets bimonthly.'), 'Say “twice a month” or “every two months”')
  assert.equal(
    suggestion('It starts in quarter one 2024.'),
    'Say the months: “January to March 2024” or “April to June 2024”',
  )
  assert.equal(
    suggestion('As in Q2 - Q4 in 2010.'),
    'Say the months: “April to December 2010” or “July 2010 to March 2011”',
  )
})

test('any text at all gives expressions in order, apart, and as they stand in it', () => {
  const words = 'last year since May 3 months ago mid-August 2018 . Q2 the next bi-weekly recently ? in ( over late March'
  const piece = fc.oneof(fc.constantFrom(...words.split(' '), '\n'), fc.string({ maxLength: 4 }))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.boolean(), (pieces, yearless) => {
      const text = pieces.join(' ')
      let end = 0
      for (const expression of findUnplacedTimes(text, { today: TODAY, yearless })) {
        assert.ok(expression.start >= end && expression.end > expression.start)
        assert.equal(text.slice(expression.start, expression.end), expression.text)
        assert.ok(expression.suggestion && !/undefined|\bNaN\b/.test(expression.suggestion))
        end = expression.end
      }
    }),
  )
})
