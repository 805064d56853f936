import type { z } from 'zod'

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
