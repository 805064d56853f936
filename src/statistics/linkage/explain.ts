import { comparePairs, LEVELS, type Pairs } from './compare.ts'
import type { Field } from './fields.ts'
import type { Chance } from './frequencies.ts'
import { type Model, tablesOf, weighPairs, WIDTH } from './model.ts'
import { sharedInts, textAt } from './text.ts'

/** One step of a pair's weight: what was compared, what it came to in words, and the bits it adds (each bit doubles the odds; below zero it halves them). */
export type Step = { field: string; words: string; bits: number }

/** Why a pair has its weight: the steps add up to `weight`, log2 odds that the pair is one person. */
export type Explanation = { steps: readonly Step[]; weight: number }

const LABELS: Record<string, string> = {
  forename: 'Forename', surname: 'Surname', otherNames: 'Other names', birth: 'Date of birth', gender: 'Sex or gender', occupation: 'Occupation', identifier: 'Identifying number',
  building: 'House or flat number', street: 'Street', addressLine: 'Rest of the address', locality: 'Town or place', region: 'County or region', postcode: 'Postcode', premises: 'Premises number (UPRN)',
  phone: 'Telephone', email: 'E-mail',
}

/** Gives the function that explains any pair of records. */
export function explainer(fields: readonly Field[], chances: readonly Chance[], model: Model): (a: number, b: number) => Explanation {
  return (a, b) => {
    const pair: Pairs = { a: sharedInts(1), b: sharedInts(1), count: 1 }
    pair.a[0] = Math.min(a, b)
    pair.b[0] = Math.max(a, b)
    const levels = fields.map(() => new Uint8Array(1))
    comparePairs(fields, pair, 0, 1, levels)
    const tables = tablesOf(fields, chances, model)
    const prior = Math.log2(model.same / (1 - model.same - model.household))
    const steps: Step[] = [{ field: 'Before looking', words: `one pair in ${inWords(1 / model.same)} is one person`, bits: prior }]
    fields.forEach((field, place) => {
      const level = levels[place]![0]!
      if (level === 0) return
      const value = field.codes[pair.a[0]!]!
      const chance = level === 1 ? chances[place]!.byValue[value]! : tables.chance[place * WIDTH + level]!
      const bits = tables.same[place * WIDTH + level]! - chance
      const rarity = level === 1 ? ` (“${textAt(field.letters, value)}”, held by one in ${inWords(2 ** -chance)})` : ''
      steps.push({ field: LABELS[field.name] ?? field.name, words: `${LEVELS[field.kind][level]}${rarity}: ${times(bits)}`, bits })
    })
    const weight = weighPairs(fields, chances, pair, levels, model)[0]!
    if (model.caution > 0.05) steps.push({ field: 'Caution', words: 'held back, so that pairs of .95 and more can be taken without review', bits: -model.caution })
    const rest = weight - steps.reduce((sum, { bits }) => sum + bits, 0)
    if (rest < -0.05) steps.push({ field: 'Same household', words: `two people of one household would share this too: ${times(rest)}`, bits: rest })
    return { steps, weight }
  }
}

function times(bits: number): string {
  if (Math.abs(bits) < 0.15) return 'tells nothing either way'
  return `${inWords(2 ** Math.abs(bits))} times ${bits > 0 ? 'more' : 'less'} likely to be the same person`
}

/** A number of two figures at most, with thousands marked. */
function inWords(value: number): string {
  if (value < 10) return String(Math.round(value * 10) / 10)
  const size = 10 ** (Math.floor(Math.log10(value)) - 1)
  return (Math.round(value / size) * size).toLocaleString('en-GB')
}
