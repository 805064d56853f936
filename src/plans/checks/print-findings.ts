import type { Finding, Severity } from './finding.ts'
import { SEVERITIES } from './finding.ts'
import { counted, listed } from './reading/sentences.ts'

const HEADINGS: Record<Severity, string> = { blocks: 'Stops an edition', question: 'Questions', note: 'Notes' }

/** Findings for a terminal: grouped by severity, each with its place and what to do, and counted at the end. */
export function printFindings(name: string, findings: readonly Finding[]): string {
  const parts = SEVERITIES.flatMap((severity) => {
    const own = findings.filter((finding) => finding.severity === severity)
    return own.length > 0 ? [`${HEADINGS[severity]}\n${own.map(printed).join('\n')}`] : []
  })
  return `${[name, ...parts, summary(findings)].join('\n\n')}\n`
}

const printed = ({ check, place, sentence, suggestion }: Finding) =>
  `\n  ${place}\n${wrapped(sentence)}\n${wrapped(`→ ${suggestion}`)}\n    (${check})`

const WIDTH = 100

const wrapped = (text: string): string => {
  const lines: string[] = ['']
  for (const word of text.split(' ')) {
    if (lines.at(-1)!.length + word.length >= WIDTH && lines.at(-1) !== '') lines.push('')
    lines.push(`${lines.pop()} ${word}`.trimStart())
  }
  return lines.map((line) => `    ${line}`).join('\n')
}

/** "2 stop an edition, 14 questions and 1 note." */
export function summary(findings: readonly Finding[]): string {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length
  const parts = [
    count('blocks') > 0 ? `${count('blocks')} ${count('blocks') === 1 ? 'stops' : 'stop'} an edition` : '',
    count('question') > 0 ? counted(count('question'), 'question') : '',
    count('note') > 0 ? counted(count('note'), 'note') : '',
  ].filter(Boolean)
  return parts.length > 0 ? `${listed(parts)}.` : 'Nothing found.'
}

/** Findings for machines: one JSON document, with counts by severity. */
export function findingsAsJson(name: string, findings: readonly Finding[]): string {
  const counts = Object.fromEntries(
    SEVERITIES.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length]),
  )
  const shown = findings.map(({ check, severity, subject, place, sentence, suggestion }) => ({
    check,
    severity,
    subject,
    place,
    sentence,
    suggestion,
  }))
  return `${JSON.stringify({ file: name, counts, findings: shown }, null, 2)}\n`
}

export const hasBlocking = (findings: readonly Finding[]): boolean => findings.some(({ severity }) => severity === 'blocks')
