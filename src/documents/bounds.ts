const MEBIBYTE = 1024 * 1024

/** What a paper may cost to read. Sizes in bytes; a hostile file is stopped at the first bound it meets. */
export const BOUNDS = {
  fileBytes: 20 * MEBIBYTE,
  archiveEntries: 2_000,
  inflatedBytes: 200 * MEBIBYTE,
  partBytes: 100 * MEBIBYTE,
  inflationRatio: 100,
  /** Below this size the ratio is not asked: blank pages and empty sheets press very small. */
  ratioFromBytes: MEBIBYTE,
  xmlDepth: 200,
  xmlElements: 1_000_000,
  rows: 100_000,
  columns: 2_000,
  cells: 2_000_000,
  blocks: 200_000,
  milliseconds: 30_000,
  heapMebibytes: 512,
} as const

/**
 * Why a file cannot be read, as the sentence its sender sees. Thrown from deep inside a reader and turned into a
 * value by `parsePaper`: every other error is a fault of ours and is not caught as if it were the file's.
 */
export class Unreadable extends Error {}

/** A whole number as people write it: 100,000. */
export const grouped = (count: number): string => count.toLocaleString('en-GB')

/** Bytes in the unit a file manager shows. */
export const mebibytes = (bytes: number): string => `${Math.round(bytes / MEBIBYTE)} MB`

/** What the sender of an oversized file is told; null when the size is within the bound. */
export const oversize = (bytes: number): string | null =>
  bytes <= BOUNDS.fileBytes
    ? null
    : `The file has ${grouped(bytes)} bytes; at most ${grouped(BOUNDS.fileBytes)} (${mebibytes(BOUNDS.fileBytes)}) can be read. ` +
      'Make its pictures smaller or split it, and send it again.'

/** Refuses a sheet or table beyond the bounds. `where` begins the sentence: "Sheet Plan", "Table 3". */
export function checkSize(where: string, rows: number, columns: number): void {
  const refuse = (limit: number, what: string, reached: number) => {
    const remedy = 'Split it, or remove what is not needed, and send it again.'
    throw new Unreadable(
      `${where} reaches ${grouped(reached)} ${what}; at most ${grouped(limit)} can be read. ${remedy}`,
    )
  }
  if (rows > BOUNDS.rows) refuse(BOUNDS.rows, 'rows', rows)
  if (columns > BOUNDS.columns) refuse(BOUNDS.columns, 'columns', columns)
  if (rows * columns > BOUNDS.cells) refuse(BOUNDS.cells, 'cells', rows * columns)
}
