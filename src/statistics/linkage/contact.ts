import { fold, isNothing } from './text.ts'

const FULL = /^([a-z]{1,2}[0-9][a-z0-9]?)([0-9][a-z]{2})$/
const LIKE = /^[a-z0-9]{5,7}$/

/** A postcode closed up and in lower case; null when nothing is known. Foreign and misspelt ones are kept as they stand. */
export function cleanPostcode(text: string): string | null {
  const folded = fold(text)
  if (isNothing(folded)) return null
  const closed = folded.replaceAll(' ', '')
  return closed.length < 2 || closed.startsWith('zz99') ? null : closed
}

/** Outward code (district) and sector of a British postcode; null for any other. A misspelt one is cut where the letters of a right one would be. */
export function postcodeAreas(closed: string): { district: string; sector: string } | null {
  const right = FULL.exec(closed)
  if (right !== null) return { district: right[1]!, sector: closed.slice(0, -2) }
  if (!LIKE.test(closed) || /^\d+$/.test(closed)) return null
  return { district: closed.slice(0, -3), sector: closed.slice(0, -2) }
}

/** Digits of a telephone number without +44 or the leading 0; null when there are fewer than six, or one digit throughout. */
export function cleanPhone(text: string): string | null {
  let digits = ''
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) digits += text[at]
    else if (code === 101 || code === 69) break
  }
  if (digits.startsWith('0044')) digits = digits.slice(4)
  else if (digits.startsWith('44') && digits.length >= 11) digits = digits.slice(2)
  while (digits.startsWith('0')) digits = digits.slice(1)
  return digits.length < 6 || /^(\d)\1+$/.test(digits) || digits === '1234567890' || digits === '123456789' || digits === '123456' ? null : digits
}

const NOBODY = /^(no|none|na|n|unknown|refused|noemail|no\.?email|test|noreply|no-reply|info|enquiries|office|admin)@/

/** An e-mail address in lower case, what stands after + left off; null without an @, or when it is nobody's. */
export function cleanEmail(text: string): string | null {
  const lower = text.trim().toLowerCase()
  const at = lower.lastIndexOf('@')
  if (at < 1 || at === lower.length - 1 || NOBODY.test(lower)) return null
  const plus = lower.indexOf('+')
  return plus > 0 && plus < at ? lower.slice(0, plus) + lower.slice(at) : lower
}
