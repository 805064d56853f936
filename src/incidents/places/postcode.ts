const WRITTEN = /^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/

/** A postcode in capitals without its space ("ec2v 7hh" → "EC2V7HH"), as `postcode_point` keys it; null for anything that is not a whole postcode. */
export function canonicalPostcode(text: string): string | null {
  const bare = text.toUpperCase().replace(/[\s.-]+/g, '')
  if (WRITTEN.test(bare)) return bare
  // The letter O typed for a nought, where only a figure can stand: "EC2V OAA".
  const mended = bare.replace(/O(?=[A-Z]{2}$)/, '0')
  return WRITTEN.test(mended) ? mended : null
}

/** A canonical postcode as it is printed: "EC2V7HH" → "EC2V 7HH". */
export const writtenPostcode = (canonical: string): string => `${canonical.slice(0, -3)} ${canonical.slice(-3)}`
