const NAMELESS = /^(on or near|no location)?\s*$/i

/** A place in words, or null for words that name none: police.uk writes "On or near " of a street without a name. */
export const nameOfPlace = (text: string | undefined): string | null => (text === undefined || NAMELESS.test(text) ? null : text)

/** Points by which a source also records what happened elsewhere. */
const GATHERS = /^(on or near )?(police station|hospital|prison)$/i

/** Said of a place whose point may gather records that do not belong to it. */
export const gathersNote = (names: readonly string[]): string | null =>
  names.some((name) => GATHERS.test(name)) ? 'Reports may be entered here that happened elsewhere' : null
