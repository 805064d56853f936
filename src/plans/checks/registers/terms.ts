/**
 * A name that was replaced: what it was called, since when not, and what stands in its place. `pattern` finds it in
 * text; `unless`, in the same sentence, makes another thing of it. Knowledge of law and practice as far as it goes:
 * a lawyer's eye is needed before anyone relies on it.
 */
export type Term = {
  name: string
  pattern: RegExp
  until: string // the day from which it is no longer right
  successor: string
  basis: string
  /** 'question' where it names a body or a law that is gone, 'note' where usage changed. */
  severity: 'question' | 'note'
  unless?: RegExp
  only?: RegExp
  /** How a sentence names what came after, where the successor's own words would not do. */
  tells?: RegExp
}

const gone = (name: string, pattern: RegExp, until: string, successor: string, basis: string, more: Partial<Term> = {}): Term =>
  ({ name, pattern, until, successor, basis, severity: 'question', ...more })
const renamed = (name: string, pattern: RegExp, until: string, successor: string, basis: string, more: Partial<Term> = {}): Term =>
  ({ name, pattern, until, successor, basis, severity: 'note', ...more })

const PROBATION_NOW = /(?<!national )probation service/i

/** Bodies, schemes and orders of community safety in England that were replaced, oldest change first. */
export const TERMS: readonly Term[] = [
  gone('Crime and Disorder Reduction Partnership', /\bcrime and disorder reduction partnerships?\b|\bCDRPs?\b/i, '2010-03-01', 'community safety partnership', 'Home Office usage from 2010'),
  gone('Local Area Agreement', /\blocal area agreements?\b/i, '2011-03-31', 'local priorities of the partnership’s own', 'ended in March 2011'),
  gone('Government Office for the region', /\bgovernment office for (?:the )?(?:london|east|west|north|south|yorkshire)\b/i, '2011-03-31', 'government departments directly', 'closed in March 2011'),
  gone('Her Majesty’s Courts Service', /\bher majesty['’]?s courts? service\b|\bHMCS\b/i, '2011-04-01', 'HM Courts and Tribunals Service', 'merged on 1 April 2011'),
  gone('Metropolitan Police Authority', /\bmetropolitan police authority\b/i, '2012-01-16', 'Mayor’s Office for Policing and Crime', 'Police Reform and Social Responsibility Act 2011'),
  gone('police authority', /\b(?:the|our|local|county|with|by) police authorit(?:y|ies)\b(?! board)/i, '2012-11-22', 'police and crime commissioner', 'Police Reform and Social Responsibility Act 2011', { unless: /city of london|british transport|civil nuclear|scottish|ireland|common council/i }),
  gone('Criminal Records Bureau', /\bcriminal records bureau\b|\bCRB (?:check|disclosure)s?\b|\bindependent safeguarding authority\b/i, '2012-12-01', 'Disclosure and Barring Service', 'Protection of Freedoms Act 2012'),
  gone('UK Border Agency', /\b(?:UK|united kingdom) border agency\b|\bUKBA\b/i, '2013-04-01', 'UK Visas and Immigration, Immigration Enforcement', 'split up in 2013'),
  gone('Primary Care Trust', /\bprimary care trusts?\b|\bPCTs?\b/i, '2013-04-01', 'integrated care board', 'Health and Social Care Act 2012, then Health and Care Act 2022'),
  gone('Strategic Health Authority', /\bstrategic health authorit(?:y|ies)\b/i, '2013-04-01', 'NHS England', 'Health and Social Care Act 2012'),
  gone('National Treatment Agency', /\bnational treatment agency\b/i, '2013-04-01', 'Office for Health Improvement and Disparities', 'moved to Public Health England in April 2013'),
  gone('Health Protection Agency', /\bhealth protection agency\b/i, '2013-04-01', 'UK Health Security Agency', 'moved to Public Health England in April 2013'),
  gone('Legal Services Commission', /\blegal services commission\b/i, '2013-04-01', 'Legal Aid Agency', 'Legal Aid, Sentencing and Punishment of Offenders Act 2012'),
  gone('Serious Organised Crime Agency', /\bserious (?:and )?organised crime agency\b|\bSOCA\b/i, '2013-10-07', 'National Crime Agency', 'Crime and Courts Act 2013'),
  gone('National Policing Improvement Agency', /\bnational policing improvement agency\b|\bNPIA\b/i, '2013-10-07', 'College of Policing', 'Crime and Courts Act 2013'),
  gone('Broadway, the homelessness charity', /\bbroadway (?:homelessness|outreach|london|housing)\b/i, '2014-04-01', 'St Mungo’s', 'merged in 2014'),
  gone('Probation Trust', /\bprobation trusts?\b/i, '2014-06-01', 'Probation Service', 'ended in 2014; the Probation Service since 2021', { tells: PROBATION_NOW }),
  gone('Designated Public Place Order', /\bdesignated public places? orders?\b|\bDPPOs?\b|\bdrinking banning orders?\b|\bgating orders?\b/i, '2017-10-20', 'public spaces protection order', 'Anti-social Behaviour, Crime and Policing Act 2014, s.75: those in force lapsed in October 2017'),
  gone('anti-social behaviour order', /\banti-?\s?social behaviour orders?\b|\b(?:CR)?ASBOs?\b|\banti-?\s?social behaviour injunctions?\b|\bASBIs?\b/i, '2015-03-23', 'civil injunction or criminal behaviour order', 'Anti-social Behaviour, Crime and Policing Act 2014'),
  gone('Audit Commission', /\baudit commission\b/i, '2015-03-31', 'local auditors', 'Local Audit and Accountability Act 2014'),
  gone('Association of Chief Police Officers', /\bassociation of chief police officers\b|\bACPO\b/i, '2015-04-01', 'National Police Chiefs’ Council', 'replaced on 1 April 2015'),
  gone('Department for Business, Innovation and Skills', /\bdepartment for business,? innovation (?:and|&) skills\b/i, '2016-07-14', 'Department for Business and Trade', 'departments reorganised in 2016 and 2023'),
  gone('National Offender Management Service', /\bnational offender management service\b|\bNOMS\b/i, '2017-04-01', 'HM Prison and Probation Service', 'replaced on 1 April 2017'),
  gone('HM Inspectorate of Constabulary', /\b(?:her majesty['’]?s|hm) inspectorate of constabulary\b(?! and)|\bHMIC\b/i, '2017-07-19', 'HM Inspectorate of Constabulary and Fire & Rescue Services', 'fire and rescue were added in July 2017'),
  gone('Independent Police Complaints Commission', /\bindependent police complaints commission\b|\bIPCC\b/i, '2018-01-08', 'Independent Office for Police Conduct', 'Policing and Crime Act 2017', { unless: /climate/i }),
  gone('Department for Communities and Local Government', /\bdepartment (?:for|of) communities and local government\b|\bDCLG\b/i, '2018-01-08', 'Ministry of Housing, Communities and Local Government', 'renamed in January 2018'),
  gone('Homes and Communities Agency', /\bhomes and communities agency\b/i, '2018-01-11', 'Homes England', 'renamed in January 2018'),
  gone('London Fire and Emergency Planning Authority', /\blondon fire and emergency planning authority\b|\bLFEPA\b/i, '2018-04-01', 'London Fire Commissioner', 'Policing and Crime Act 2017'),
  gone('Data Protection Act 1998', /\bdata protection act,? 1998\b/i, '2018-05-25', 'Data Protection Act 2018 and UK GDPR', 'repealed by the Data Protection Act 2018'),
  gone('Local Safeguarding Children Board', /\blocal safeguarding children(?:['’]?s)? boards?\b|\bLSCBs?\b/i, '2019-09-29', 'local safeguarding children partnership', 'Children and Social Work Act 2017'),
  gone('Serious Case Review', /\bserious case reviews?\b/i, '2019-09-29', 'child safeguarding practice review', 'Children and Social Work Act 2017', { tells: /practice reviews?\b/i }),
  renamed('National Domestic Violence Helpline', /\bnational domestic violence helpline\b/i, '2020-01-01', 'National Domestic Abuse Helpline', 'renamed when it was relaunched'),
  gone('Department for International Development', /\bdepartment for international development\b|\bDFID\b/i, '2020-09-02', 'Foreign, Commonwealth and Development Office', 'merged in September 2020'),
  renamed('Prolific and other Priority Offender scheme', /\bprolific (?:and|or|and\/or)(?: other)? priority offenders?\b|\bPPO (?:scheme|cohort|officer|group)\b/i, '2020-12-09', 'integrated offender management', 'the national refresh of integrated offender management, December 2020'),
  gone('Criminal Justice Act 2003, for sentencing', /\bcriminal justice act,? 2003\b/i, '2020-12-01', 'Sentencing Act 2020', 'the Sentencing Code took over its sentencing provisions on 1 December 2020', { only: /\bsentenc\w*|\buplift|\btougher|\baggravat\w*|\bcommunity orders?\b/i }),
  renamed('Troubled Families', /\btroubled families (?:programme|team|unit)\b/i, '2021-03-26', 'Supporting Families', 'renamed in March 2021'),
  gone('National Probation Service', /\bnational probation service\b/i, '2021-06-26', 'Probation Service', 'one service since 26 June 2021', { tells: PROBATION_NOW }),
  gone('community rehabilitation company', /\bcommunity rehabilitation compan(?:y|ies)\b/i, '2021-06-26', 'Probation Service', 'contracts ended on 26 June 2021', { tells: PROBATION_NOW }),
  gone('Public Health England', /\bpublic health england\b/i, '2021-10-01', 'UK Health Security Agency, Office for Health Improvement and Disparities', 'closed on 1 October 2021'),
  gone('Clinical Commissioning Group', /\bclinical commissioning groups?\b|\bCCGs?\b/i, '2022-07-01', 'integrated care board', 'Health and Care Act 2022'),
  renamed('Her Majesty’s', /\bher majesty['’]?s (?:government|prisons?|prison and probation|courts and tribunals|inspectorate|revenue|treasury|passport|young offender)\b/i, '2022-09-08', 'His Majesty’s, or HM', 'accession of King Charles III'),
  gone('Department for Business, Energy and Industrial Strategy', /\bdepartment for business,? energy (?:and|&) industrial strategy\b/i, '2023-02-07', 'the departments that followed it', 'split up in February 2023'),
  renamed('Community Trigger', /\bcommunity triggers?\b/i, '2023-03-27', 'ASB case review', 'usage of the Home Office’s guidance; the 2014 Act itself always said “ASB case reviews”'),
  gone('Department for Levelling Up, Housing and Communities', /\bdepartment for levelling up\b|\bDLUHC\b/i, '2024-07-09', 'Ministry of Housing, Communities and Local Government', 'renamed in July 2024'),
  renamed('Domestic Homicide Review', /\bdomestic homicide reviews?\b/i, '2025-01-01', 'domestic abuse related death review', 'Home Office usage; Victims and Prisoners Act 2024, s.19, makes it law once it is brought into force'),
]

/** What is named wrongly. `only`, in the same sentence, is needed for it to be a mistake; `says` puts it right. */
export type Misnomer = { name: string; pattern: RegExp; says: string; basis: string; only?: RegExp; unless?: RegExp }

export const MISNOMERS: readonly Misnomer[] = [
  {
    name: 'Domestic Violence Notice Order', pattern: /\bdomestic (?:violence|abuse) notice orders?\b/i,
    says: 'what the police issue is a domestic violence protection notice, and what the court makes is an order', basis: 'Crime and Security Act 2010, ss.24 and 27; for their successors the Domestic Abuse Act 2021',
  },
  {
    name: 'Public Protection Space Order', pattern: /\bpublic protection (?:space|place)s? orders?\b|\bpublic place protection orders?\b/i,
    says: 'the order is called a public spaces protection order', basis: 'Anti-social Behaviour, Crime and Policing Act 2014, s.59',
  },
  {
    name: 'local health boards', pattern: /\blocal health boards?\b/i, unless: /\bwales|welsh|cymru\b/i,
    says: 'local health boards are of Wales; in England integrated care boards are the responsible authorities', basis: 'Crime and Disorder Act 1998, s.5',
  },
  {
    name: 'ASB case review renamed by legislation', pattern: /\b(?:community trigger|asb case review)\b/i, only: /\b(?:renamed|changed)\b.*\b(?:legislation|act|law)\b|\b(?:legislation|act|law)\b.*\b(?:renamed|changed)\b/i,
    says: 'the Act always said “ASB case reviews”; it was the guidance that changed its usage', basis: 'Anti-social Behaviour, Crime and Policing Act 2014, s.104',
  },
  {
    name: 'accreditation by local authorities', pattern: /\b(?:csas|community safety accreditation schemes?)\b/i, only: /\b(?:local authorit(?:y|ies)|councils?|corporation)\b.{0,60}\b(?:delegates?|accredits?|grants?|confers?)\b/i,
    says: 'it is the chief officer of police who sets up such a scheme and accredits', basis: 'Police Reform Act 2002, ss.40 and 41',
  },
  {
    name: 'Combating Drugs Partnerships as legislation', pattern: /\bcombating drugs partnerships?\b/i, only: /\b(?:legislation|act|statutory duty|law) (?:such as|including|like|e\.g\.|establishing|creating)\b|\bintroduced by (?:the )?(?:legislation|act)\b/i,
    says: 'these partnerships come from the national drugs strategy, and no Act requires them', basis: 'From harm to hope, 2021',
  },
]

/** Tests, definitions and duties with statutory wording. A passage that has `marks` and fails `needs` misquotes it. */
export type Wording = { name: string; marks: RegExp; fault: RegExp; says: string; basis: string; since: string }

export const WORDINGS: readonly Wording[] = [
  {
    name: 'definition of anti-social behaviour', marks: /\bharassment,? alarm (?:or|and) distress\b/i, fault: /\bnot of the same household\b/i,
    says: 'the words about the same household belong to the orders of 1998; the Act of 2014 says “to any person”', basis: 'Anti-social Behaviour, Crime and Policing Act 2014, s.2', since: '2015-03-23',
  },
  {
    name: 'Prevent duty', marks: /\bdue regard to the need to prevent\b/i, fault: /["“‘'’][^"“‘'’]*\bdue regard to the need to prevent (?!people from being drawn into terrorism)(?:people|individuals|persons|anyone|those)\b[^.’”'"]{0,30}\bdrawn into\b/i,
    says: 'the duty is to have “due regard to the need to prevent people from being drawn into terrorism”', basis: 'Counter-Terrorism and Security Act 2015, s.26', since: '2015-07-01',
  },
]
