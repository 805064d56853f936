import type { PersonField } from '../mapping.ts'
import type { Profile } from './column-profile.ts'
import { identifierIn, type Identifier } from './identifiers.ts'
import type { ProposedColumn } from './propose.ts'

const FIELD: Record<Identifier, PersonField | null> = {
  'people’s names': 'full name',
  'dates of birth': 'born',
  'phone numbers': 'phone',
  'e-mail addresses': 'email',
  'full addresses': 'address',
  'national numbers of people': null,
}

/** The field of a person that a column of a personal source fills: the victim's where its name says so, else the caller's. Null for a column that is not about people. */
export function proposePerson({ column, values, postcodes }: Profile): ProposedColumn | null {
  const found = identifierIn(column, values)
  const part = /victim|aggrieved|injured/i.test(column) ? 'victim' : 'caller'
  const ofPerson = /caller|complainant|victim|aggrieved|resident|tenant|customer|reporter|informant|home/i.test(column)
  if (ofPerson && postcodes >= 0.6)
    return {
      column,
      use: { kind: 'person', part, field: 'postcode' },
      confidence: 'likely',
      reason: `Its values are postcodes, and its name says that they are the ${part}’s.`,
    }
  if (!found) return null
  const field = found.is === 'people’s names' ? nameField(column) : FIELD[found.is]
  if (field === null)
    return {
      column,
      use: { kind: 'not kept' },
      confidence: 'sure',
      reason: `It holds ${found.is}, for which there is no need here.`,
    }
  const sure = found.because === 'its name says so'
  return {
    column,
    use: { kind: 'person', part, field },
    confidence: sure ? 'sure' : 'likely',
    reason: `It holds ${found.is} (${found.because}), taken as the ${part}’s.`,
  }
}

function nameField(column: string): PersonField {
  if (/\b(fore|first|given)[\s_-]?names?\b/i.test(column)) return 'forename'
  return /\b(sur|last|family)[\s_-]?names?\b/i.test(column) ? 'surname' : 'full name'
}
