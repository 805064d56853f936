import { cleanPhone } from './contact.ts'
import type { TextColumn } from './text.ts'

/** What a column of a file holds, as far as linkage is concerned. */
export const ROLES = [
  'identifier', 'forename', 'otherNames', 'surname', 'fullName', 'birth', 'birthYear', 'birthMonth', 'birthDay', 'gender', 'occupation',
  'address', 'building', 'street', 'addressLine', 'locality', 'region', 'postcode', 'premises', 'phone', 'email',
] as const
export type Role = (typeof ROLES)[number]

/** Columns of one file by what they hold, by name. `id`: null numbers the records from 1. */
export type Settings = { id: string | null; columns: Partial<Record<Role, readonly string[]>> }

export type NamedColumns = ReadonlyMap<string, TextColumn>

const EMAIL = /^[^@\s]+@[^@\s]+$/
const POSTCODE = /^[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}$/i
const DATE = /^(\d{4}\D\d{1,2}\D\d{1,2}|\d{1,2}[^\d.]\d{1,2}[^\d.]\d{2,4}|(19|20|18|17|16)\d{6}|\d{1,2}[ -][a-z]{3,9}[ -]\d{2,4})\b/i

/** Headers, folded to letters and digits, that say what a column holds; the first that fits is taken. `unless` the values say otherwise. */
const HEADERS: readonly (readonly [Role, RegExp, ((value: string) => boolean)?])[] = [
  ['email', /e?mail/, (value) => EMAIL.test(value)],
  ['phone', /phone|^tel|tel(no|number)$|mobile|landline|^mob$|contactn(o|umber)/, (value) => cleanPhone(value) !== null],
  ['premises', /uprn/],
  ['identifier', /^(soc(ial)?sec|ssn|nhs|nin$|nino|ni(no|number)|nationalinsurance|passport|drivinglicen|pnc|crn$)/],
  ['postcode', /post(al)?code|^zip|^pcode|^pc$/],
  ['birthYear', /^(by|yob|birthyear|yearofbirth|dobyear|yearborn)$/],
  ['birthMonth', /^(bm|mob|birthmonth|monthofbirth|dobmonth)$/],
  ['birthDay', /^(bd|birthday|dayofbirth|dobday)$/],
  ['birth', /^(dob|dateofbirth|birthdate|datebirth|born|d.?o.?b|.*dob|.*dateofbirth)$/, (value) => /\d{4}|\d\D+\d\D+\d/.test(value)],
  ['fullName', /^(fullname|name|personname|forenames?andsurname|first(name)?and(sur|last)name|(customer|caller|tenant|complainant|victim|client|applicant|subject|resident|contact|person)(full)?name)$/],
  ['forename', /^(.*)(forename|givenname|firstname|christianname)s?1?$|^(fname|fnamec1|first|given|fn)$/],
  ['otherNames', /middlename|othername|secondname|^middle|forename2|^fnamec2$/],
  ['surname', /^(.*)(surname|lastname|familyname)1?$|^(lname|lnamec1|last|family|sname|sn)$/],
  ['gender', /^(sex|gender)(code)?$/],
  ['occupation', /^(occupation|job|jobtitle|profession|trade)$/],
  ['building', /^(streetnumber|streetno|housenumber|houseno|houseno|doornumber|buildingnumber|number|hno|paon|saon|flat)$/],
  ['address', /^(full|home|current|postal|caller|tenant|incident)?address(full|text)?$/],
  ['street', /^(street|streetname|road|address1|addressline1|addr1|address01)$/],
  ['addressLine', /^(address(line)?[2-5]|addr[2-5])$/],
  ['locality', /^(city|town|suburb|locality|village|birthplace|placeofbirth|posttown|district|area)$/],
  ['region', /^(state|county|region|province)$/],
]

const ID = /^(uniqueid|recid|recordid|id|rowid|ref|reference|recordno|recordnumber)$/
const LIKELY_ID = /(id|ref|reference|number|no|key)$/

/** Columns that hold the answer of somebody else's matching: never read as evidence. */
const ANSWER = /^(cluster|clusterid|entid|entityid|truth|trueid|truecluster|personid|groundtruth|label)/

/** What each column most likely holds, from its header and its values. A column that fits nothing is left out. */
export function guessSettings(columns: NamedColumns, records: number): Settings {
  const roles: Partial<Record<Role, string[]>> = {}
  const id = guessId(columns, records)
  for (const [name, column] of columns) {
    const folded = name.toLowerCase().replace(/[^a-z0-9]/g, '')
    if (name === id || ANSWER.test(folded)) continue
    const sample = sampleOf(column)
    const role = sample.length === 0 ? undefined : (HEADERS.find(([, header, fits]) => header.test(folded) && (!fits || most(sample, fits)))?.[0] ?? roleOfValues(sample, folded))
    if (role !== undefined) (roles[role] ??= []).push(name)
  }
  const named = roles.forename !== undefined && roles.surname !== undefined
  if (roles.street !== undefined && roles.building === undefined && roles.address === undefined) {
    roles.address = [...roles.street, ...(roles.addressLine ?? [])]
    delete roles.street
    delete roles.addressLine
  }
  if (named && roles.fullName !== undefined) roles.fullName = roles.fullName.slice(0, 1)
  return { id, columns: roles }
}

function sampleOf({ size, at }: TextColumn): readonly string[] {
  const step = Math.max(1, Math.floor(size / 500))
  return Array.from({ length: Math.ceil(size / step) }, (_, index) => at(index * step).trim()).filter((value) => !/^(na|n\/a|null|unknown|)$/i.test(value)).slice(0, 500)
}

const most = (sample: readonly string[], fits: (value: string) => boolean) => sample.filter(fits).length >= sample.length * 0.6

function roleOfValues(sample: readonly string[], header: string): Role | undefined {
  if (most(sample, (value) => EMAIL.test(value))) return 'email'
  if (most(sample, (value) => POSTCODE.test(value))) return 'postcode'
  if (/birth|born|dob/.test(header) && most(sample, (value) => DATE.test(value))) return 'birth'
  if (/postcode|pcode/.test(header) && most(sample, (value) => /^[a-z0-9 ]{3,8}$/i.test(value))) return 'postcode'
  if (most(sample, (value) => /^(\+44|0)\s*\d[\d\s()-]{8,}$/.test(value))) return 'phone'
  if (sample.length <= 8 && most(sample, (value) => /^(m|f|male|female|man|woman|non-?binary|other)$/i.test(value))) return 'gender'
  return undefined
}

function guessId(columns: NamedColumns, records: number): string | null {
  const distinct = [...columns].filter(([, { size, codes }]) => size === records && codes.every((code) => code >= 0)).map(([name]) => name)
  const folded = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')
  return distinct.find((name) => ID.test(folded(name))) ?? distinct.find((name) => LIKELY_ID.test(folded(name)) && !ANSWER.test(folded(name)) && !HEADERS.some(([, header]) => header.test(folded(name)))) ?? null
}
