import type { MeasureFields } from '../measures/store.ts'
import type { ReadingState } from '../measures/reading.ts'
import type { ClosedAs } from '../measures/targets/target.ts'
import type { TargetFields } from '../measures/targets/store.ts'
import { DASHBOARD } from './dashboard-2018.ts'
import { POLICE } from './keep-data.ts'
import { STRATEGY } from './strategy-2022.ts'

// Figures and targets of the papers of 2011 to 2022 as measures, and counts worked out from the police's open data. A baseline that a paper does not
// print is 100 here, so that what it asks for can be kept without inventing a figure.

type ReadingAsFound = { on: string; state: ReadingState; value?: number; of?: readonly [numerator: number, denominator: number]; note?: string }

export type MeasureAsFound = {
  fields: Partial<MeasureFields> & Pick<MeasureFields, 'title' | 'numerator' | 'unit' | 'frequency' | 'polarity'>
  readings: readonly ReadingAsFound[]
  /** Categories of the police source that its readings are worked out from. */
  counts?: readonly string[]
  targets?: readonly (TargetFields & { closed?: { on: string; as: ClosedAs; note: string } })[]
  /** Items it tells of, by plan and code. */
  tells: readonly (readonly [plan: string, code: string])[]
}

const PLAN_2011 = 'Partnership plan 2011-14'
const PLAN_2011_UNDATED = `${PLAN_2011}; it gives no date, so one within its first year is assumed`
const UPDATE_2017 = 'Community Safety Team update, February 2017'
const STRATEGY_2022 = 'Safer City Partnership strategy 2022-25'

const target = (fields: Partial<TargetFields> & Pick<TargetFields, 'shape' | 'due'>) =>
  ({ value: null, baselineFrom: null, baselineTo: null, baselineValue: null, starts: null, source: PLAN_2011, ...fields })
const inDashboard = (...codes: string[]) => codes.map((code) => [DASHBOARD, code] as const)
const inStrategy = (...codes: string[]) => codes.map((code) => [STRATEGY, code] as const)

const monthly = (type: string, fields: Partial<MeasureFields> & Pick<MeasureFields, 'title' | 'numerator' | 'unit'>, tells: MeasureAsFound['tells']): MeasureAsFound => ({
  fields: {
    frequency: 'month', polarity: 'lower', source: `${POLICE.provider}. ${POLICE.attribution}`, geography: 'All that the City of London Police recorded',
    completenessNote: 'No file was published for October and November 2017. A few points lie outside the City. A crime listed twice under one number is counted twice.',
    revisionPolicy: 'Months are published again as crimes are reclassified. Each load renews the readings, and earlier values are kept.', ...fields,
  },
  readings: [],
  counts: [type],
  tells,
})

const RECORDED: readonly MeasureAsFound[] = [
  monthly('Theft from the person', { title: 'Theft from the person, recorded', numerator: 'thefts of things carried by the victim, without force', unit: 'offences' }, inDashboard('3', '3.1.1g')),
  monthly('Bicycle theft', { title: 'Bicycle theft, recorded', numerator: 'thefts of pedal cycles', unit: 'offences' }, inDashboard('3.1.1d')),
  monthly('Vehicle crime', {
    title: 'Vehicle crime, recorded', numerator: 'thefts from and of motor vehicles', unit: 'offences',
    polarityNote: 'Motorcycles and scooters cannot be told apart from other vehicles in these files.',
  }, inDashboard('3.1.1e')),
  monthly('Violence and sexual offences', { title: 'Violence and sexual offences, recorded', numerator: 'violent and sexual offences', unit: 'offences' }, inDashboard('2', '2.1.1a')),
  monthly('Public order', { title: 'Public order offences, recorded', numerator: 'offences that cause fear, alarm or distress', unit: 'offences' }, inDashboard('4', '4.1.1a')),
  monthly('Drugs', { title: 'Drug offences, recorded', numerator: 'offences of possession and supply', unit: 'offences', polarity: 'neutral', polarityNote: 'More may mean more trouble, or more searching.' }, inDashboard('6')),
  monthly('Anti-social behaviour', {
    title: 'Anti-social behaviour, reported to the police', numerator: 'incidents reported', unit: 'incidents', polarity: 'neutral',
    polarityNote: 'Fewer reports may be less trouble, or less trust that reporting helps.',
    completenessNote: 'No file was published for October and November 2017, and the files for May and September 2017 have no incidents of this kind. From August 2023 far fewer are published while other kinds go on as before: read it as a change of recording until shown otherwise.',
  }, inDashboard('5', '5.1.1a')),
]

const OF_2011: readonly MeasureAsFound[] = [
  {
    fields: { title: 'Safety Thirst applications', numerator: 'premises that applied for the award', unit: 'applications', frequency: 'year', polarity: 'higher', source: PLAN_2011 },
    readings: [{ on: '2010-01-01', state: 'value', value: 116 }],
    targets: [target({ shape: 'growth to', value: 160, baselineFrom: '2010-01-01', baselineTo: '2010-12-31', baselineValue: 116, starts: '2011-01-01', due: '2011-12-31' })],
    tells: inDashboard('4.1.1b'),
  },
  {
    fields: { title: 'Overall recorded crime against 2010/11', kind: 'amount', numerator: 'recorded crime as a percentage of the 2010/11 count', unit: 'per cent of 2010/11', frequency: 'financial year', polarity: 'lower', source: PLAN_2011, completenessNote: 'The plan asks for 2% less and prints neither year’s count.' },
    readings: [],
    targets: [target({ shape: 'at most', value: 98, starts: '2011-04-01', due: '2012-03-31', source: PLAN_2011_UNDATED })],
    tells: [],
  },
  {
    fields: { title: 'Violent crime against 2010/11', kind: 'amount', numerator: 'violent crime as a percentage of the 2010/11 count', unit: 'per cent of 2010/11', frequency: 'financial year', polarity: 'lower', source: PLAN_2011, completenessNote: 'The plan asks for 10% less and prints neither year’s count.' },
    readings: [],
    targets: [target({ shape: 'at most', value: 90, starts: '2011-04-01', due: '2012-03-31', source: PLAN_2011_UNDATED })],
    tells: [],
  },
  ...['motorcycles', 'pedal cycles'].map((what): MeasureAsFound => ({
    fields: {
      title: `Theft of ${what} against 2010`, kind: 'amount', numerator: `thefts of ${what} as a percentage of those in the second to fourth quarter of 2010`, unit: 'per cent of that count', frequency: 'year', polarity: 'lower', source: PLAN_2011,
      completenessNote: 'The plan does not print the count, nor say whether its quarters are of the calendar or the financial year.',
    },
    readings: [],
    targets: [target({ shape: 'at most', value: 100, starts: '2011-07-01', due: '2011-12-31', source: PLAN_2011_UNDATED })],
    tells: [],
  })),
  {
    fields: { title: 'Victims of anti-social behaviour satisfied with the police', kind: 'share', numerator: 'victims satisfied with the whole experience', denominator: 'victims asked', unit: '%', frequency: 'financial year', polarity: 'higher', source: PLAN_2011, completenessNote: 'No paper since gives the figure.' },
    readings: [],
    targets: [target({ shape: 'at least', value: 85, starts: '2011-04-01', due: '2012-03-31', source: PLAN_2011_UNDATED })],
    tells: [],
  },
  {
    fields: { title: 'People sleeping rough', numerator: 'people seen sleeping rough', unit: 'people', frequency: 'year', polarity: 'lower', source: PLAN_2011, completenessNote: 'The plan does not say how or when they are counted.' },
    readings: [],
    targets: [target({ shape: 'zero by a date', starts: '2011-04-01', due: '2012-12-31' })],
    tells: inStrategy('1.12'),
  },
  {
    fields: { title: 'Front-line staff trained in domestic abuse', numerator: 'staff of any agency trained', unit: 'people', frequency: 'financial year', polarity: 'higher', source: PLAN_2011 },
    readings: [],
    targets: [target({ shape: 'minimum count', value: 50, starts: '2011-04-01', due: '2012-03-31' })],
    tells: inDashboard('2.1.1c'),
  },
  {
    fields: { title: 'People at events on domestic abuse', numerator: 'people who came', unit: 'people', frequency: 'financial year', polarity: 'higher', source: PLAN_2011 },
    readings: [],
    targets: [target({ shape: 'minimum count', value: 500, starts: '2011-04-01', due: '2012-03-31' })],
    tells: inDashboard('2.1.1b'),
  },
  {
    fields: {
      title: 'Reports of domestic abuse to police and advice bureau', numerator: 'reports', unit: 'reports', frequency: 'financial year', polarity: 'higher', source: PLAN_2011,
      polarityNote: 'The harm is under-reported: more reports are wanted.', completenessNote: 'The advice bureau closed in 2010/11, so its last quarter is missing.',
    },
    readings: [{ on: '2010-04-01', state: 'incomplete', value: 157, note: 'The advice bureau’s fourth quarter is missing.' }],
    tells: inDashboard('2.1.1e'),
  },
  {
    fields: { title: 'Messages to staff about fraud', numerator: 'monthly messages sent in the pilot', unit: 'messages', frequency: 'year', polarity: 'higher', source: PLAN_2011 },
    readings: [],
    targets: [target({ shape: 'minimum count', value: 3, starts: '2011-09-01', due: '2011-12-31' })],
    tells: [],
  },
  {
    fields: { title: 'Partnership campaigns on fraud', numerator: 'campaigns besides the pilot', unit: 'campaigns', frequency: 'financial year', polarity: 'higher', source: PLAN_2011 },
    readings: [],
    targets: [{ ...target({ shape: 'minimum count', value: 3, starts: '2011-04-01', due: '2012-03-31' }), closed: { on: '2017-06-30', as: 'cannot be told', note: 'No later paper says how many there were; closed when the plan for 2017-18 took over.' } }],
    tells: [],
  },
]

const SINCE: readonly MeasureAsFound[] = [
  {
    fields: { title: 'Cases brought to the City Community MARAC', numerator: 'cases referred', unit: 'cases', frequency: 'year', polarity: 'neutral', source: UPDATE_2017, polarityNote: 'More cases may mean more trouble, or that agencies bring more of it.' },
    readings: [{ on: '2016-01-01', state: 'value', value: 40, note: 'About 40, in the twelve months to 17 February 2017.' }],
    tells: inDashboard('5.1.1a'),
  },
  {
    fields: { title: 'Share of those cases that involve City residents', kind: 'share', numerator: 'cases with a resident', denominator: 'cases referred', unit: '%', frequency: 'year', polarity: 'neutral', source: UPDATE_2017, decimals: 1 },
    readings: [{ on: '2016-01-01', state: 'value', of: [11, 40], note: 'Eleven of about 40, so roughly.' }],
    tells: inDashboard('5.1.1a'),
  },
  {
    fields: { title: 'Referrals to Channel', numerator: 'referrals', unit: 'referrals', frequency: 'quarter', polarity: 'neutral', source: UPDATE_2017, polarityNote: 'None may mean no need, or needs unseen.' },
    readings: [{ on: '2016-10-01', state: 'value', value: 0, note: 'None “since the last meeting”; the quarter is assumed.' }],
    tells: inDashboard('1'),
  },
  {
    fields: { title: 'People who leave Channel well', kind: 'share', numerator: 'successful discharges', denominator: 'discharges', unit: '%', frequency: 'quarter', polarity: 'higher', source: STRATEGY_2022 },
    readings: [{ on: '2016-10-01', state: 'not applicable', note: 'There was nobody to discharge.' }],
    tells: inStrategy('3'),
  },
  {
    fields: { title: 'Hate crimes over sexual orientation or transgender identity', numerator: 'crimes recorded', unit: 'crimes', frequency: 'financial year', polarity: 'higher', source: STRATEGY_2022, polarityNote: 'Hate crime is under-reported: more reports are the goal.' },
    readings: [{ on: '2018-04-01', state: 'suppressed', note: 'Fewer than ten.' }],
    tells: [...inDashboard('6.1.1e'), ...inStrategy('6')],
  },
  ...([['by day', 96], ['at night', 71]] as const).map(([when, value]): MeasureAsFound => ({
    fields: { title: `People who feel safe in the City ${when}`, kind: 'share', numerator: 'who say they feel safe', denominator: 'people who answered', unit: '%', frequency: 'year', polarity: 'higher', source: `${STRATEGY_2022}: survey of May and June 2022` },
    readings: [{ on: '2022-01-01', state: 'value', value, note: '202 people answered the survey.' }],
    tells: inStrategy('1'),
  })),
]

export const MEASURES: readonly MeasureAsFound[] = [...RECORDED, ...OF_2011, ...SINCE]
