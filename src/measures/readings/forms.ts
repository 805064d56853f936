import { z } from 'zod'
import { optionalText } from '../../web/forms.ts'
import { READING_STATES } from '../reading.ts'

const typed = z.string().trim().max(60, 'Use 60 characters or fewer').default('')

/** One reading as typed. What it means is for `giveReading` to say, which knows the measure. */
export const ReadingForm = z.object({
  period: typed.refine((text) => text !== '', 'Enter the period'),
  state: z.enum(READING_STATES, 'Choose whether there is a figure, or why not'),
  value: typed,
  numerator: typed,
  denominator: typed,
  note: optionalText(2000),
})

const MOST = 200_000

export const LinesForm = z.object({
  lines: z
    .string('Paste a line for each period')
    .max(MOST, 'Paste fewer lines, or upload them as a file')
    .refine((text) => text.trim() !== '', 'Paste a line for each period'),
})

/** A form sent with a file, as @fastify/multipart gives it. */
export const FileForm = z.object({
  file: z
    .custom<{ filename: string; toBuffer: () => Promise<Buffer> }>(
      (value) => value !== null && typeof value === 'object' && 'toBuffer' in value && 'filename' in value,
      'Choose a file',
    )
    .refine(({ filename }) => filename !== '', 'Choose a file'),
})
