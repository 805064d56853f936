import { z } from 'zod'
import { errorsForPage, type FieldError, optionalText, requiredText } from '../../web/forms.ts'
import { LAYOUTS, POSITIONS, REFRESHES, ROW_IS, type Source } from '../source.ts'
import type { SourceFields } from '../source-store.ts'
import { FILE_WORDS, LAYOUT_WORDS, POSITION_WORDS, REFRESH_WORDS, ROW_WORDS } from './words.ts'

const FILE_IS = ['whole', 'added'] as const
const DUE = 'Enter a whole number of days from 0 to 1000'

/** What a person says of a source. */
export const SourceForm = z
  .object({
    name: requiredText('Enter a name for the source', 120),
    provider: requiredText('Enter who provides it', 120),
    rowIs: z.enum(ROW_IS, 'Say what one row is'),
    layout: z.enum(LAYOUTS, 'Say what the files look like'),
    personal: z.enum(['yes', 'no'], 'Say whether rows may name people').transform((answer) => answer === 'yes'),
    basis: requiredText('Enter the licence or agreement it is held under', 500),
    attribution: optionalText(500),
    refresh: z.enum(REFRESHES, 'Say how often it comes'),
    dueDays: z.string(DUE).trim().regex(/^\d{1,4}$/, DUE).transform(Number).refine((days) => days <= 1000, DUE),
    positions: z.enum(POSITIONS, 'Say how well places are known'),
    fileIs: z.enum(FILE_IS, 'Say what one file holds'),
    knownGaps: optionalText(4000),
    version: z.coerce.number().int().min(1).default(1),
  })
  .refine(({ layout, personal }) => !personal || layout === 'mapped', {
    path: ['personal'],
    message: 'Files of data.police.uk name nobody. A source that does has a table of its own',
  })

export const CloseForm = z.object({
  reason: requiredText('Say why the source is closed', 500),
  version: z.coerce.number().int(),
})

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null

const BEGIN: Record<string, unknown> = { rowIs: 'crime', layout: 'police.uk street', personal: 'no', refresh: 'month', dueDays: '60', positions: 'snapped', fileIs: 'whole', version: 1 }

/** The form for a new source (`source` null) or a change to one. `fixed`: files have been loaded, so what they are cannot change. */
export function sourceFormPage(source: Source | null, { fixed = false, failed = null as Failed, stale = [] as ReturnType<typeof differences> } = {}) {
  const entered: Record<string, unknown> = failed?.entered ?? (source ? { ...source, personal: source.personal ? 'yes' : 'no' } : BEGIN)
  const radios = <T extends string>(field: string, values: readonly T[], words: Record<T, { text: string; hint?: string }>) =>
    values.map((value) => ({ value, text: words[value].text, hint: words[value].hint ? { text: words[value].hint } : undefined, checked: entered[field] === value }))
  return {
    title: source ? `Change “${source.name}”` : 'Add a source of data',
    back: source ? { href: `/data/sources/${source.sourceId}`, text: source.name } : { href: '/data', text: 'Data' },
    entered: stale.length > 0 ? { ...entered, version: source!.version } : entered,
    fixed: fixed && source ? { layout: LAYOUT_WORDS[source.layout].text, personal: source.personal } : null,
    stale,
    layouts: radios('layout', LAYOUTS, LAYOUT_WORDS),
    personal: [
      { value: 'no', text: 'No: nobody can be named from a row', checked: entered.personal === 'no' },
      { value: 'yes', text: 'Yes: callers, victims or others', hint: { text: 'Who they are is kept behind a door of its own, and each look at it is recorded' }, checked: entered.personal === 'yes' },
    ],
    rows: ROW_IS.map((value) => ({ value, text: ROW_WORDS[value].each, selected: entered.rowIs === value })),
    refreshes: REFRESHES.map((value) => ({ value, text: REFRESH_WORDS[value], selected: entered.refresh === value })),
    positions: radios('positions', POSITIONS, POSITION_WORDS),
    files: radios('fileIs', FILE_IS, FILE_WORDS),
    ...errorsForPage(failed?.errors),
  }
}

const FIELD_WORDS: Record<keyof SourceFields, string> = {
  name: 'Name',
  provider: 'Provider',
  rowIs: 'What one row is',
  layout: 'What the files look like',
  personal: 'Whether rows may name people',
  basis: 'Licence or agreement',
  attribution: 'Attribution',
  refresh: 'How often it comes',
  dueDays: 'Days until it is due',
  positions: 'How well places are known',
  fileIs: 'What one file holds',
  knownGaps: 'Known gaps',
}

/** What differs between the source as it is saved now and what was sent, in words. */
export function differences(saved: Source, sent: SourceFields): { name: string; theirs: string; yours: string }[] {
  const say = (value: unknown) => (value === null || value === '' ? 'Nothing' : value === true ? 'Yes' : value === false ? 'No' : String(value))
  return (Object.keys(FIELD_WORDS) as (keyof SourceFields)[])
    .filter((field) => saved[field] !== sent[field])
    .map((field) => ({ name: FIELD_WORDS[field], theirs: say(saved[field]), yours: say(sent[field]) }))
}
