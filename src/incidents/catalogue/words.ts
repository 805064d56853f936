import type { Layout, Source } from '../source.ts'

export const ROW_WORDS: Record<Source['rowIs'], { one: string; many: string; each: string }> = {
  crime: { one: 'crime', many: 'crimes', each: 'A crime' },
  report: { one: 'report', many: 'reports', each: 'A report' },
  call: { one: 'call', many: 'calls', each: 'A call' },
  complaint: { one: 'complaint', many: 'complaints', each: 'A complaint' },
  inspection: { one: 'inspection', many: 'inspections', each: 'An inspection' },
}

export const LAYOUT_WORDS: Record<Layout, { text: string; hint: string }> = {
  'police.uk street': { text: 'Street-level crime of data.police.uk', hint: 'One file a force and month; recognised by its columns' },
  'police.uk outcomes': { text: 'Outcomes of data.police.uk', hint: 'What came of each crime, by the month of the outcome' },
  'police.uk stop and search': { text: 'Stop and search of data.police.uk', hint: 'One row a search, with its time' },
  mapped: { text: 'A table of our own', hint: 'Any other CSV or workbook: you say what each column holds, once' },
}

export const REFRESH_WORDS: Record<Source['refresh'], string> = {
  week: 'Every week',
  month: 'Every month',
  quarter: 'Every quarter',
  year: 'Every year',
  irregular: 'At no set times',
}

export const POSITION_WORDS: Record<Source['positions'], { text: string; hint: string }> = {
  exact: { text: 'Where it happened', hint: 'Its own coordinates or address' },
  snapped: { text: 'A point nearby', hint: 'The provider moves each to one of its own points, so that nobody can be found by it' },
  street: { text: 'A street or postcode', hint: 'Good to a street' },
  area: { text: 'An area only', hint: 'A ward or another area, and no point' },
  none: { text: 'Nowhere', hint: 'The rows say nothing of where' },
}

export const FILE_WORDS: Record<Source['fileIs'], { text: string; hint: string }> = {
  whole: { text: 'Everything for its months', hint: 'What the file no longer has is taken as withdrawn' },
  added: { text: 'Only what is new or changed', hint: 'What was held and is not in the file stays' },
}

/** "1,234". */
export const writeCount = (n: number): string => n.toLocaleString('en-GB')
