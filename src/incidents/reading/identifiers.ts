/** What names a person straight away. None of it may enter a depersonalised source. */
export type Identifier =
  | 'people’s names'
  | 'dates of birth'
  | 'phone numbers'
  | 'e-mail addresses'
  | 'full addresses'
  | 'national numbers of people'

// Looked for about each @ only, and with bounds: unbounded, a long text without one would cost its length squared.
const BEFORE_AT = /[\w.+-]$/
const AFTER_AT = /^[\w-]{1,63}\.\w{2,}/
const LOOKED_AT = 300 // characters of a value
const MOBILE = /(?:^|[^\d+])(?:\+44\s?\(?0?\)?\s?7|07)\d{3}[\s-]?\d{3}[\s-]?\d{3}(?!\d)/
const PHONE = /^\s*(?:\+44|0044|0)[\s().-]*(?:\d[\s().-]*){9,10}$/
const TITLED = /^\s*(mr|mrs|ms|miss|mx|dr|rev|sir|lady)\.?\s+[a-z]/i
const NAME_SHAPED = /^\s*\p{Lu}[\p{L}'’-]*\.?(,?\s+\p{Lu}[\p{L}'’-]*\.?){1,3}\s*$/u
const ADDRESS =
  /^\s*((flat|apartment|apt|unit|room)\s+\w+,?\s+)?\d{1,4}[a-z]?[\s,]+[a-z'’. ]+\b(street|st|road|rd|lane|ln|avenue|ave|close|court|gardens|grove|place|square|terrace|way|hill|row|walk|yard|mews|drive|crescent|house|buildings?)\b/i
const POSTCODE_WITHIN = /\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b/i
const NATIONAL_INSURANCE = /^\s*[A-CEGHJ-PR-TW-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\s*$/i

const PERSON =
  '(caller|complainant|complaint|victim|resident|tenant|customer|suspect|offender|reporter|informant|witness|neighbour|person|client|contact|aggrieved|perpetrator|occupier)'
const BY_HEADER: readonly { is: Identifier; header: RegExp; values?: (values: readonly string[]) => boolean }[] = [
  { is: 'e-mail addresses', header: /\be-?mail\b/i },
  { is: 'phone numbers', header: /\b(tel(ephone)?|phone|mobile|landline)\b/i },
  { is: 'dates of birth', header: /\b(d\.?o\.?b\.?|date of birth|birth ?date|born)(?=\W|$)/i },
  { is: 'national numbers of people', header: /\b(national insurance|nino|nhs (no|number)|passport)\b/i },
  {
    is: 'people’s names',
    header: /\b(fore|first|given|middle|sur|last|family|full|maiden)[\s_-]?names?\b|\b(surname|forename)s?\b/i,
  },
  { is: 'people’s names', header: new RegExp(`\\b${PERSON}('?s)?[\\s_-]?names?\\b|^names?$`, 'i') },
  {
    is: 'people’s names',
    header: new RegExp(`\\b${PERSON}s?$|\\breported by$`, 'i'),
    values: (values) => share(values, isPersonName) > 0.6,
  },
  {
    is: 'full addresses',
    header: new RegExp(`\\b${PERSON}('?s)?[\\s_-]?address\\b|\\b(home|full|postal) address\\b`, 'i'),
  },
  {
    is: 'full addresses',
    header: /\baddress\b/i,
    values: (values) => share(values, (text) => ADDRESS.test(text) || POSTCODE_WITHIN.test(text)) > 0.2,
  },
]

const BY_VALUES: readonly { is: Identifier; test: (text: string) => boolean; from: number }[] = [
  { is: 'e-mail addresses', test: hasEmail, from: 0.1 },
  { is: 'phone numbers', test: (text) => PHONE.test(text) && /[\s+]|^07/.test(text.trim()), from: 0.3 },
  { is: 'national numbers of people', test: (text) => NATIONAL_INSURANCE.test(text), from: 0.3 },
  { is: 'full addresses', test: (text) => ADDRESS.test(text), from: 0.3 },
  { is: 'people’s names', test: (text) => TITLED.test(text), from: 0.3 },
  {
    is: 'people’s names',
    test: (text) =>
      NAME_SHAPED.test(text) &&
      COMMON.has(
        text
          .trim()
          .split(/[\s,]+/)[0]!
          .toLowerCase(),
      ),
    from: 0.3,
  },
]

// The commonest forenames of England and Wales at several ages: enough to know a column of names, not to know a name.
const COMMON = new Set(
  (
    'aisha alan alexander alfie alice amelia amy andrew anna anne anthony archie ava barbara ben benjamin brian carol caroline charlie charlotte chloe christine christopher ' +
    'claire colin daniel david deborah donna dorothy edward elizabeth ella ellie emily emma fatima fiona freddie freya gary george grace graham harry helen henry ian isabella isla ' +
    'jack jacob jake james jane janet jason jean jennifer jessica joan joanne john jonathan joseph joshua julia julie karen kathleen keith kevin laura lauren leo lewis lily linda ' +
    'lisa lucy luke margaret maria mark martin mary matthew megan mia michael michelle mohammed muhammad natalie neil nicholas nicola oliver olivia oscar patricia patrick paul pauline ' +
    'peter philip poppy rachel rebecca richard robert ruth ryan samantha samuel sandra sarah scott sharon simon sophia sophie stephen steven stuart susan theo thomas timothy tracey ' +
    'victoria wendy william zara zoe'
  ).split(' '),
)

function hasEmail(text: string): boolean {
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1))
    if (BEFORE_AT.test(text.slice(Math.max(0, at - 1), at)) && AFTER_AT.test(text.slice(at + 1, at + 80))) return true
  return false
}

const share = (values: readonly string[], test: (text: string) => boolean) => {
  const told = values.filter((text) => text.trim() !== '')
  return told.length === 0 ? 0 : told.filter(test).length / told.length
}

const isPersonName = (text: string) => NAME_SHAPED.test(text) || TITLED.test(text)

/** What identifies people in a column, by its name or by its values; null where nothing does. `because` completes a sentence. */
export function identifierIn(column: string, whole: readonly string[]): { is: Identifier; because: string } | null {
  const values = whole.map((text) => text.slice(0, LOOKED_AT))
  const byName = BY_HEADER.find(
    ({ header, values: test }) => header.test(column.replaceAll('_', ' ')) && (test?.(values) ?? true),
  )
  if (byName) return { is: byName.is, because: 'its name says so' }
  const byValue = BY_VALUES.find(({ test, from }) => share(values, test) >= from && values.some(test))
  return byValue ? { is: byValue.is, because: 'its values look like them' } : null
}

/** An e-mail address or a mobile number standing inside a text that is to be kept; null where there is none. */
export function identifierWithin(text: string): 'an e-mail address' | 'a mobile number' | null {
  if (hasEmail(text)) return 'an e-mail address'
  return text.length >= 11 && text.includes('7') && MOBILE.test(text) ? 'a mobile number' : null
}

/** The sentence with which such a column is refused. */
export const refusal = (column: string, { is, because }: { is: Identifier; because: string }): string =>
  `Column “${column}” holds ${is} (${because}). This source is depersonalised, so the column cannot be kept: leave it out, or load the file into a source for personal data.`
