/** Text as it stands, backslashes and all: the lines that a pattern is written in. */
export const r = String.raw

/** A regular expression too long for one line. */
export const pattern = (flags: string, ...lines: string[]): RegExp => new RegExp(lines.join(''), flags)
