import type { LinkRecord } from '../../statistics/linkage/records.ts'

export type Known = { entryId: string; caseId: string; kind: string; value: string; parts: Readonly<Record<string, string>> }

const MOST_NAMES = 3

/** Records for the matching engine, one for each name a person goes by: 'entry|0' and on. `known` in order, the latest first; entries without a name give none. */
export function recordsOf(known: readonly Known[]): LinkRecord[] {
  return [...Map.groupBy(known, ({ entryId }) => entryId)].flatMap(([entryId, facts]) => {
    const latest = (kind: string) => facts.find((fact) => fact.kind === kind)
    const names = [...new Map(facts.filter(({ kind }) => kind === 'name' || kind === 'alias').map((fact) => [fact.value.toLowerCase(), fact])).values()].slice(0, MOST_NAMES)
    const address = latest('address')
    return names.map(({ value, parts: { forename, surname } }, place) => ({
      id: `${entryId}|${place}`, ...(forename && surname ? { forename: forename.split(' ')[0]!, otherNames: forename.split(' ').slice(1).join(' '), surname } : { fullName: value }),
      dob: latest('birth')?.value ?? null, gender: latest('gender')?.value ?? null, address: address?.value ?? null, postcode: address?.parts.postcode ?? null,
      phone: latest('phone')?.value ?? null, email: latest('email')?.value ?? null,
    }))
  })
}
