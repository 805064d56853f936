import { dataNavigation } from '../data-navigation.ts'
import type { Load, Rejection } from '../load-store.ts'
import type { Source } from '../source.ts'
import { writeCount } from './words.ts'

export const REJECTED_A_PAGE = 50

/** Rows that were refused, each with its place, what stood there and why, and the row as it came. */
export function rejectedPage(load: Load, source: Source, rejections: readonly Rejection[], powers: ReadonlySet<string>) {
  const url = `/data/loads/${load.loadId}`
  const last = rejections.at(-1)
  const headers = new Map(load.files.map(({ fileNo, header }) => [fileNo, header ?? []]))
  return {
    title: 'Rows that were refused',
    rooms: dataNavigation('Data', powers),
    back: { href: url, text: `Load ${load.loadId}` },
    context: source.name,
    csvHref: `${url}/rejected.csv`,
    personal: source.personal,
    rows: rejections.map(({ fileNo, file, line, column, value, reason, fields }) => ({
      place: `${file}, line ${writeCount(line)}`,
      column: column ?? 'The whole row',
      value: value === null || value === '' ? 'Nothing' : value,
      reason,
      fields: fields.flatMap((field, at) => (field === '' ? [] : [{ name: headers.get(fileNo)?.[at] ?? `Column ${at + 1}`, value: field }])),
    })),
    nextHref: last && rejections.length === REJECTED_A_PAGE ? `${url}/rejected?file=${last.fileNo}&line=${last.line}` : null,
  }
}
