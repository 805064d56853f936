// PostgreSQL's own text of an array. Written here because a batch has a hundred thousand values, and the client's general way takes longer than the insert.

/** Numbers as an array's text. */
export const numbers = (values: readonly (number | null)[]): string => `{${values.map((value) => value ?? 'NULL').join(',')}}`

/** Words that need no quoting, such as dates and instants, as an array's text. */
export const plainWords = (values: readonly (string | null)[]): string => `{${values.map((value) => value ?? 'NULL').join(',')}}`

/** Any texts as an array's text. What PostgreSQL cannot hold (a null byte, half a character) is made visible. */
export const texts = (values: readonly (string | null)[]): string => `{${values.map((value) => (value === null ? 'NULL' : quoted(value))).join(',')}}`

const NEEDS_CARE = /["\\\0\ud800-\udfff]/

const quoted = (text: string) => (NEEDS_CARE.test(text) ? `"${storable(text).replace(/["\\]/g, '\\$&')}"` : `"${text}"`)

/** The text as PostgreSQL can hold it: a null byte shows as ␀, half a character as �. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '␀')
