import { errorsForPage } from '../../web/forms.ts'
import { dataNavigation } from '../data-navigation.ts'
import type { Source } from '../source.ts'
import type { Step } from './bringing.ts'
import { LARGEST_FILE_BYTES, MOST_FILES } from './receiving.ts'
import { LAYOUT_WORDS, writeCount } from './words.ts'

/** Where files are sent in. `chosen`: the source they are for, or null to find out from them. */
export const bringPage = (sources: readonly Source[], chosen: number | null, powers: ReadonlySet<string>, problem: { field: 'files' | 'source'; text: string } | null) => ({
  title: 'Load files',
  rooms: dataNavigation('Data', powers),
  back: { href: '/data', text: 'Data' },
  any: sources.length > 0,
  sources: [
    { value: '', text: 'Find out from the files', selected: chosen === null },
    ...sources.map(({ sourceId, name, provider }) => ({ value: String(sourceId), text: `${name} (${provider})`, selected: sourceId === chosen })),
  ],
  limit: `CSV, CSV in gzip, Excel, or a zip of CSV files; up to ${writeCount(MOST_FILES)} files of up to ${LARGEST_FILE_BYTES / 1024 ** 3} GB. For more at once, the server’s administrator can use wardmote import`,
  ...errorsForPage(problem ? [problem] : []),
})

/** Which source files are of, where they do not say by themselves. */
export const choosePage = (arrivalId: string, { layout, sources, looked }: Extract<Step, { step: 'source' }>, powers: ReadonlySet<string>, wrong: boolean) => ({
  title: 'Which source is this of?',
  rooms: dataNavigation('Data', powers),
  back: { href: '/data/load', text: 'Load files' },
  dropHref: `/data/load/${arrivalId}/drop`,
  files: looked.map(({ stored }) => stored.name),
  isMapped: layout === 'mapped',
  kind: LAYOUT_WORDS[layout].text,
  columns: looked[0]!.sample.header.slice(0, 12).join(', '),
  sources: sources.map(({ sourceId, name, provider }) => ({ value: String(sourceId), text: name, hint: { text: provider } })),
  ...errorsForPage(wrong ? [{ field: 'source', text: 'Choose the source' }] : []),
})
