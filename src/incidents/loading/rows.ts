import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'
import type { IncidentRow, Person, RejectedRow } from '../incident.ts'
import { bigints, dates, instants, integers, storable, texts } from './arrays.ts'
import type { Fingerprint } from './fingerprint.ts'
import { learn, type Terms } from './terms.ts'

/** Where rows go: under this load, from this file. */
export type Place = { loadId: number; fileNo: number; sourceId: number; personal: boolean }
export type NewRow = { row: IncidentRow; fingerprint: Fingerprint; rowNo: number }

/** Stores new versions of reports, and whoever is in them. Gives the numbers of their categories. */
export async function insertIncidents(tx: Tx, place: Place, rows: readonly NewRow[], terms: Terms): Promise<number[]> {
  if (rows.length === 0) return []
  const of = <T>(pick: (row: IncidentRow) => T): T[] => rows.map(({ row }) => pick(row))
  const said = (words: readonly (string | null)[]) => words.filter((word) => word !== null)
  const categories = await learn(tx, terms, 'category', of(({ category }) => category))
  const categoryIds = of(({ category }) => categories.get(category)!)
  const places = await learn(tx, terms, 'place', said(of((row) => row.place)))
  const placeIds = of((row) => (row.place === null ? null : places.get(row.place)!))
  const outcomes = await learn(tx, terms, 'outcome', said(of(({ outcome }) => outcome)))
  const outcomeIds = of(({ outcome }) => (outcome === null ? null : outcomes.get(outcome)!))
  await sql`
    insert into incident (partnership_id, load_id, file_no, source_id, row_no, line, month, category_id, reference, key, content, starts, ends,
      easting, northing, position, placed, ward_id, lsoa_id, place_id, outcome_id, details)
    select ${tx.actor.partnershipId}::uuid, ${place.loadId}::integer, ${place.fileNo}::smallint, ${place.sourceId}::integer,
      unnest(${integers(rows.map(({ rowNo }) => rowNo))}::integer[]), unnest(${integers(of(({ line }) => line))}::integer[]), unnest(${dates(of(({ month }) => month))}::date[]),
      unnest(${integers(categoryIds)}::integer[]), unnest(${texts(of(({ reference }) => reference))}::text[]),
      unnest(${bigints(rows.map(({ fingerprint }) => fingerprint.key))}::bigint[]), unnest(${bigints(rows.map(({ fingerprint }) => fingerprint.content))}::bigint[]),
      unnest(${instants(of(({ starts }) => starts))}::timestamptz[]), unnest(${instants(of(({ ends }) => ends))}::timestamptz[]),
      unnest(${integers(of(({ easting }) => easting))}::integer[]), unnest(${integers(of(({ northing }) => northing))}::integer[]),
      unnest(${texts(of(({ position }) => position))}::text[]), unnest(${texts(of(({ placed }) => placed))}::text[]),
      unnest(${integers(of(({ wardId }) => wardId))}::integer[]), unnest(${integers(of(({ lsoaId }) => lsoaId))}::integer[]),
      unnest(${integers(placeIds)}::integer[]), unnest(${integers(outcomeIds)}::integer[]),
      unnest(${texts(of(({ details }) => (details ? storableJson(details) : null)))}::text[])::jsonb`.execute(tx)
  if (place.personal) await insertPeople(tx, place, rows)
  return categoryIds
}

async function insertPeople(tx: Tx, { loadId }: Place, rows: readonly NewRow[]) {
  const people = rows.flatMap(({ row, rowNo }) => row.people.map((person) => ({ person, rowNo })))
  if (people.length === 0) return
  const of = (pick: (person: Person) => string | null) => texts(people.map(({ person }) => pick(person)))
  await sql`
    insert into incident_person (partnership_id, load_id, row_no, part, forename, surname, born, address, postcode, phone, email)
    select ${tx.actor.partnershipId}::uuid, ${loadId}::integer, t.* from unnest(
      ${integers(people.map(({ rowNo }) => rowNo))}::integer[], ${of(({ part }) => part)}::text[], ${of(({ forename }) => forename)}::text[], ${of(({ surname }) => surname)}::text[],
      ${dates(people.map(({ person }) => person.born))}::date[], ${of(({ address }) => address)}::text[], ${of(({ postcode }) => postcode)}::text[], ${of(({ phone }) => phone)}::text[], ${of(({ email }) => email)}::text[]) as t`.execute(tx)
}

/** Stores rows that could not be taken, whole as they came. */
export async function insertRejections(tx: Tx, { loadId, fileNo }: Pick<Place, 'loadId' | 'fileNo'>, rows: readonly RejectedRow[]) {
  if (rows.length === 0) return
  await sql`
    insert into rejection (partnership_id, load_id, file_no, line, column_name, value, reason, fields)
    select ${tx.actor.partnershipId}::uuid, ${loadId}::integer, ${fileNo}::smallint, t.line, t.column_name, t.value, t.reason, array(select json_array_elements_text(t.fields::json))
    from unnest(${integers(rows.map(({ line }) => line))}::integer[], ${texts(rows.map(({ column }) => column))}::text[], ${texts(rows.map(({ value }) => value))}::text[],
      ${texts(rows.map(({ reason }) => reason))}::text[], ${texts(rows.map(({ fields }) => JSON.stringify(fields.map(storable))))}::text[]) as t (line, column_name, value, reason, fields)`.execute(tx)
}

const storableJson = (details: Readonly<Record<string, string>>) =>
  JSON.stringify(Object.fromEntries(Object.entries(details).map(([name, value]) => [storable(name), storable(value)])))
