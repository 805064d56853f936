/** Why a file cannot be read, as the sentence its sender sees. Thrown inside this folder and handed out as a value; every other error is ours. */
export class CannotBeRead extends Error {}

/** A whole number as people write it: 100,000. */
export const grouped = (count: number): string => count.toLocaleString('en-GB')

/** "1 row", "3 rows". */
export const counted = (count: number, one: string, many: string): string =>
  `${grouped(count)} ${count === 1 ? one : many}`
