import type { Paper } from '../../documents/paper.ts'
import type { Plan } from '../plan.ts'
import { actionTables, tablesOf } from './reading/columns.ts'
import type { Check, Raised } from './finding.ts'
import { listed } from './reading/sentences.ts'
import { gapsIn } from './number-runs.ts'

/** The whole number an action begins with, in its own column or before its words: "Comms\n1. Raise …" is 1. */
function numberOf(texts: readonly string[], action: number): number | null {
  const own = /^(?:action |no\.? ?|#)?(\d{1,3})\.?$/i.exec(texts[0] ?? '')?.[1]
  const typed = /(?:^|\n|^\p{L}[\p{L} &]{2,30} )(\d{1,3})[.)]\s+\p{Lu}/u.exec(texts[action] ?? '')?.[1]
  return (own ?? typed) ? Number(own ?? typed) : null
}

/** The numbers of each action table that numbers its actions. */
const numberedActions = (paper: Paper): { place: string; numbers: number[]; from: number }[] =>
  actionTables(tablesOf(paper)).flatMap(({ table, rows, columns }) => {
    const numbers = rows.map(({ texts }) => numberOf(texts, columns.action!)).filter((number) => number !== null)
    return numbers.length >= 4 && numbers.length >= rows.length * 0.7
      ? [{ place: table.place.label, numbers, from: Math.min(...numbers) }]
      : []
  })

/** E-73 in papers: a number left out between actions. */
const actionNumberMissing = (paper: Paper): Raised[] =>
  numberedActions(paper).flatMap(({ place, numbers, from }) => {
    const inside = gapsIn(numbers).missing.filter((number) => number > from)
    if (inside.length === 0 || inside.length > numbers.length / 4) return []
    return [
      {
        subject: `missing ${inside.join(' ')}`,
        itemId: null,
        place,
        sentence: `The actions run from ${from} to ${Math.max(...numbers)} and ${inside.length === 1 ? `there is no ${inside[0]}` : `${listed(inside.map(String))} are missing`}.`,
        suggestion: 'Say what became of it: withdrawn, merged or moved, when and why.',
      },
    ]
  })

/** Numbers that start again under each heading are no fault. */
const actionNumberRepeated = (paper: Paper): Raised[] =>
  numberedActions(paper).flatMap(({ place, numbers, from }) => {
    const { repeated } = gapsIn(numbers)
    if (repeated.length === 0 || repeated.includes(from)) return []
    return [
      {
        subject: `repeated ${repeated.join(' ')}`,
        itemId: null,
        place,
        sentence: `${listed(repeated.map((number) => `Number ${number}`))} ${repeated.length === 1 ? 'is' : 'are'} given to more than one action.`,
        suggestion: 'Give each action its own number, never used before.',
      },
    ]
  })

/** E-73 in a plan kept here: a tombstone answers for its number, so only what was never an item is missing. */
function codesLeftOut(plan: Plan): Raised[] {
  const numbered = plan.items.flatMap(({ code }) => {
    const [, prefix, number] = /^(.*?)(\d+)$/.exec(code) ?? []
    return number ? [{ prefix: prefix!, number: Number(number) }] : []
  })
  return [...Map.groupBy(numbered, ({ prefix }) => prefix)].flatMap(([prefix, each]) => {
    const numbers = each.map(({ number }) => number)
    const inside = gapsIn(numbers).missing.filter((number) => number > Math.min(...numbers))
    if (numbers.length < 4 || inside.length === 0 || inside.length > numbers.length / 4) return []
    const codes = inside.map((number) => `${prefix}${number}`)
    return [
      {
        subject: `missing ${codes.join(' ')}`,
        itemId: null,
        place: plan.title,
        sentence: `The codes leave out ${listed(codes)}, and nothing says why.`,
        suggestion: 'Add it as withdrawn, merged or moved, with the date and the reason.',
      },
    ]
  })
}

function codeUsedTwice(plan: Plan): Raised[] {
  const coded = Map.groupBy(
    plan.items.filter(({ code }) => code !== ''),
    ({ code }) => code.toLowerCase(),
  )
  return [...coded.values()]
    .filter((items) => items.length > 1)
    .map((items) => ({
      subject: items[0]!.code,
      itemId: items[1]!.itemId,
      place: items.map(({ place, title }) => place ?? `“${title}”`).join(' and '),
      sentence: `${items[0]!.code} is the code of ${items.length} items: ${listed(
        items.map(({ title }) => `“${title}”`),
        3,
      )}.`,
      suggestion: 'Give each item a code of its own, never used before.',
    }))
}

export const ACTION_NUMBER_CHECKS: readonly Check[] = [
  {
    id: 'action-number-missing',
    title: 'An action missing from the count',
    severity: 'question',
    errors: ['E-73'],
    reads: 'paper',
    run: actionNumberMissing,
    why: 'An action that vanished without a word may have been dropped, merged or forgotten, and nobody can tell which.',
  },
  {
    id: 'action-number-repeated',
    title: 'One number for two actions',
    severity: 'blocks',
    errors: ['E-73'],
    reads: 'paper',
    run: actionNumberRepeated,
    why: 'Evidence, decisions and ratings given to the number may belong to either.',
  },
  {
    id: 'code-left-out',
    title: 'A code left out of the plan',
    severity: 'question',
    errors: ['E-73'],
    reads: 'plan',
    keptOnly: true,
    run: codesLeftOut,
    why: 'An item that vanished without a word may have been dropped, merged or forgotten, and nobody can tell which.',
  },
  {
    id: 'code-used-twice',
    title: 'One code for two items',
    severity: 'blocks',
    errors: ['E-73'],
    reads: 'plan',
    run: codeUsedTwice,
    why: 'Evidence, decisions and ratings given to the code may belong to either.',
  },
]
