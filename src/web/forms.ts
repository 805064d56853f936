import { z } from 'zod'
import { parseDate } from '../calendar/dates.ts'

/** One thing wrong with what was entered: the field it belongs to and what to do about it. */
export type FieldError = { field: string; text: string }

export type Parsed<T> = { ok: true; value: T } | { ok: false; errors: FieldError[]; entered: Record<string, unknown> }

/** Parses a form. Errors come in page order, one to a field, and what was typed comes back with them. */
export function parseForm<T>(schema: z.ZodType<T>, body: unknown): Parsed<T> {
  const entered = body !== null && typeof body === 'object' ? Object.fromEntries(Object.entries(body).filter(([name]) => name !== '_csrf')) : {}
  const parsed = schema.safeParse(entered)
  if (parsed.success) return { ok: true, value: parsed.data }
  const errors: FieldError[] = []
  for (const issue of parsed.error.issues) {
    const field = issue.path.join('.') || 'form'
    if (!errors.some((error) => error.field === field)) errors.push({ field, text: issue.message })
  }
  return { ok: false, errors, entered }
}

/** What `_macros.njk` needs of a failed form: the summary's list, and each field's message by its name. */
export const errorsForPage = (errors: readonly FieldError[] = []) => ({
  errorList: errors.map(({ field, text }) => ({ text, href: `#${field}` })),
  errorFor: Object.fromEntries(errors.map(({ field, text }) => [field, { text }])),
})

/** A field that must be filled in; `missing` says what to enter. */
export const requiredText = (missing: string, longest: number) =>
  z.string(missing).trim().min(1, missing).max(longest, `Use ${longest.toLocaleString('en-GB')} characters or fewer`)

/** A field that may be left empty, which is then null. */
export const optionalText = (longest: number) =>
  z.string().trim().max(longest, `Use ${longest.toLocaleString('en-GB')} characters or fewer`).optional().transform((text) => text || null)

/** A date as people type it, given as 'YYYY-MM-DD'; null when left empty. */
export const optionalDate = (example = '27 3 2026') =>
  z.string().trim().optional().transform((text, context) => {
    if (!text) return null
    const date = parseDate(text)
    if (date) return date.toString()
    context.addIssue({ code: 'custom', message: `Enter a date, like ${example}` })
    return z.NEVER
  })

/** A date that must be given, as 'YYYY-MM-DD'. */
export const requiredDate = (missing: string) =>
  optionalDate().transform((date, context) => {
    if (date) return date
    context.addIssue({ code: 'custom', message: missing })
    return z.NEVER
  })

/** One of a list, or null when none is chosen. */
export const optionalChoice = <T extends string>(choices: readonly T[]) =>
  z.union([z.enum(choices as readonly [T, ...T[]]), z.literal('')]).optional().transform((choice) => choice || null)

/** Fields that a form may send once, many times or not at all, as a list. */
export const manyTexts = z.union([z.string(), z.array(z.string())]).optional().transform((values) => (values === undefined ? [] : [values].flat()))
