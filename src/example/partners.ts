import type { NameKind, Sector, Standing } from '../people/organisation.ts'

export const PARTNERSHIP = {
  // Always the same, so that a start after one that was cut off knows its own.
  partnershipId: 'c17e0f10-0d07-4c5a-8a3e-5afe7c17e000',
  name: 'Safer City Partnership',
  area: 'City of London',
}

/** A name, code or alias with its days, both included; open where no day is known. */
type Called = { kind: NameKind; name: string; from?: string; to?: string }

export type Partner = {
  /** How the rest of the example refers to it. */
  key: string
  of?: string
  standing: Standing
  ground?: string
  sector: Sector
  left?: string
  called: readonly Called[]
}

const name = (text: string, from?: string, to?: string): Called => ({ kind: 'name', name: text, ...(from && { from }), ...(to && { to }) })
const code = (text: string): Called => ({ kind: 'code', name: text })
const alias = (text: string, from?: string, to?: string): Called => ({ kind: 'alias', name: text, ...(from && { from }), ...(to && { to }) })

const unit = (of: string, sector: Sector, key: string, ...called: Called[]): Partner => ({ key, of, standing: of === 'CoLC' || of === 'CoLP' ? 'statutory' : 'invited', sector, called })
const invited = (key: string, sector: Sector, ...called: Called[]): Partner => ({ key, standing: 'invited', sector, called })

// Who is a responsible authority: Crime and Disorder Act 1998, s.5(1), as amended.
const ground = (paragraph: string) => `Crime and Disorder Act 1998, s.5(1)(${paragraph})`

export const PARTNERS: readonly Partner[] = [
  { key: 'CoLC', standing: 'statutory', ground: ground('a'), sector: 'council', called: [name('City of London Corporation'), code('CoLC'), alias('City Corporation'), alias('Corporation of London')] },
  unit('CoLC', 'council', 'CST', name('Community Safety Team'), code('CST'), alias('Safer City Partnership Support Team', '2011-01-01', '2014-03-31')),
  unit('CoLC', 'council', 'CCS', name('Department of Community and Children’s Services'), code('CCS'), alias('DCCS')),
  unit('CoLC', 'council', 'Housing', name('Housing Services'), alias('Housing')),
  unit('CoLC', 'council', 'Outreach', name('Homelessness and Outreach'), alias('Outreach Services')),
  unit('CoLC', 'council', 'BE', name('Barbican Estate Office'), code('BE'), alias('Barbican Estates')),
  unit('CoLC', 'council', 'CO', name('City Operations'), code('CO'), alias('Environment Department, City Operations')),
  unit('CoLC', 'council', 'Road Safety', name('Road Safety Team')),
  unit('CoLC', 'council', 'PP', name('Public Protection'), code('PP'), alias('Environment Department, Public Protection')),
  unit('CoLC', 'council', 'Licensing', name('Licensing Team'), alias('Licensing'), alias('Licensing teams')),
  unit('CoLC', 'council', 'Pollution', name('Pollution Control Team'), alias('Noise team')),
  unit('CoLC', 'council', 'Trading Standards', name('Trading Standards')),
  unit('CoLC', 'council', 'TC', name('Town Clerk’s Department'), code('TC')),
  unit('CoLC', 'council', 'Legal', name('Comptroller and City Solicitor’s Department'), alias('Legal')),
  { key: 'CoLP', standing: 'statutory', ground: ground('b'), sector: 'police', called: [name('City of London Police'), code('CoLP'), alias('City Police'), alias('Police')] },
  unit('CoLP', 'police', 'Prevent', name('Prevent Team')),
  unit('CoLP', 'police', 'PPU', name('Public Protection Unit'), code('PPU')),
  unit('CoLP', 'police', 'Crime Squad', name('Crime Squad')),
  unit('CoLP', 'police', 'P&P Hub', name('Partnership and Prevention Hub'), code('P&P Hub')),
  unit('CoLP', 'police', 'Police Licensing', name('Police Licensing Office'), alias('CoLP Licensing')),
  { key: 'LFB', standing: 'statutory', ground: ground('d'), sector: 'fire', called: [name('London Fire Brigade'), code('LFB')] },
  {
    key: 'Probation', standing: 'statutory', ground: ground('aa'), sector: 'probation',
    called: [
      name('London Probation Trust', '2010-04-01', '2014-05-31'),
      name('National Probation Service, London', '2014-06-01', '2021-06-25'),
      name('Probation Service, City and Hackney', '2021-06-26'),
      alias('Probation City and Hackney', '2021-06-26'),
    ],
  },
  {
    key: 'Health', standing: 'statutory', ground: ground('e'), sector: 'health',
    called: [
      name('NHS East London and City', '2011-01-01', '2013-03-31'),
      name('NHS City and Hackney Clinical Commissioning Group', '2013-04-01', '2021-03-31'),
      name('NHS North East London Clinical Commissioning Group', '2021-04-01', '2022-06-30'),
      name('NHS North East London Integrated Care Board', '2022-07-01'),
      { ...code('NEL ICB'), from: '2022-07-01' },
      alias('City and Hackney Place Based Partnership', '2022-07-01'),
    ],
  },
  invited('BTP', 'police', name('British Transport Police'), code('BTP')),
  invited('Met', 'police', name('Metropolitan Police Service'), code('MPS'), alias('Met Police')),
  invited('TfL', 'transport', name('Transport for London'), code('TfL')),
  invited('LAS', 'health', name('London Ambulance Service'), code('LAS')),
  invited('HMCTS', 'other', name('HM Courts and Tribunals Service', '2011-04-01'), name('HM Courts Service', '2005-04-01', '2011-03-31'), code('HMCTS')),
  { ...invited('CRC', 'probation', name('London Community Rehabilitation Company', '2014-06-01'), code('CRC')), left: '2021-06-25' },
  invited('CPA', 'business', name('City of London Crime Prevention Association'), code('CPA')),
  { ...invited('BBA', 'business', name('British Bankers’ Association'), code('BBA')), left: '2017-06-30' },
  invited('Victim Support', 'voluntary', name('Victim Support')),
  invited('Toynbee Hall', 'voluntary', name('Toynbee Hall'), alias('City Advice')),
  invited('St Mungo’s', 'voluntary', name('St Mungo’s'), alias('Broadway', '2011-01-01', '2014-03-31')),
  invited('Thames Reach', 'voluntary', name('Thames Reach')),
  invited('WDP', 'voluntary', name('Westminster Drug Project'), code('WDP')),
  invited('Parkguard', 'business', name('Parkguard')),
  invited('Hackney', 'council', name('London Borough of Hackney'), alias('Hackney Council')),
  invited('Residents', 'community', name('City residents’ representatives'), alias('Residents')),
]
