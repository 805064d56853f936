import type { Paper } from '../../documents/paper.ts'
import { fold, oneLine } from './folding.ts'
import { readMark } from './marks.ts'

/** One line of a paper's own key: "PP  Environment Department, Public Protection". */
export type KeyEntry = { code: string; name: string; place: string }

const CODE = /^(\p{Lu}[\p{L}\d&/]{1,9})(?:\s*[:=–—]\s*|\s+[-–]\s+|\t+|\s{2,}|\s+)(\p{Lu}\S.*)$/u

/** A code and the name it stands for, or null when the line is no line of a key: the code has two capitals, the name has words. */
export function keyEntry(line: string): { code: string; name: string } | null {
  const found = CODE.exec(line.trim())
  if (!found) return null
  const [, code, name] = found
  const capitals = code!.match(/\p{Lu}/gu)?.length ?? 0
  const looksLikeCode = capitals >= 2 && code !== undefined && !/^\p{Lu}\p{Ll}{3,}$/u.test(code)
  return looksLikeCode && !readMark(code!) && /\p{Ll}{2}/u.test(name!) && oneLine(name!).split(' ').length <= 16
    ? { code: code!, name: oneLine(name!) }
    : null
}

const TITLE =
  /^(?:key|key to (?:owners?|partners?|codes)|abbreviations?|acronyms|glossary|owners?|partners?|lead agencies)\s*:?$/i

/**
 * The paper's key of owner codes from its running text: lines after a line such as "KEY:", or a run of three or more lines
 * that each begin with a code.
 */
export function keyInText(paper: Paper): KeyEntry[] {
  const entries: KeyEntry[] = []
  let announced = false
  let run: KeyEntry[] = []
  const settle = () => {
    if (announced || run.length >= 3) entries.push(...run)
    run = []
  }
  for (const block of paper.blocks) {
    if (block.kind === 'table' || block.kind === 'figure' || block.kind === 'footnote') {
      settle()
      announced = false
      continue
    }
    for (const line of block.text.split('\n')) {
      if (TITLE.test(line.trim())) {
        settle()
        announced = true
        continue
      }
      const entry = keyEntry(line)
      if (entry && oneLine(entry.name).split(' ').length <= 12) run.push({ ...entry, place: block.place.label })
      else if (line.trim() !== '') {
        settle()
        announced = false
      }
    }
  }
  settle()
  const once = new Map(entries.map((entry) => [fold(entry.code), entry]))
  return [...once.values()]
}
