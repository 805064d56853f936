/** Abbreviations that any reader in the field knows without being told. */
const WELL_KNOWN = new Set(
  `ABC ACPO ASB BAME BID BIDS BTP CBO CCG CCTV CEO CID CJB CJS CPS CPN CSE CSP CSPS CYP DBS DCI DCS DI DV DWP ETE FGM GLA GP GPS HR HMP HMPPS HMRC HQ
  ICB ICT IDVA IOM ISVA IT LA LAS LCJB LFB LGA LGBT LGBTQ MAPPA MARAC MOPAC MP MPS NCA NEET NHS NPCC NTE OPCC PC PCC PCSO PHE PSPO RAG RSL SEND SLA SMT
  SRO TFL UK VAWG VCS VRU YJB YJS YOS YOT AI API BEIS DCMS DEFRA DFE DFT DHSC DLUHC FCDO FCO HMT MHCLG MOD MOJ ONS CEO CFO COO DD PM QA SME SMES UKHSA WHO`.split(
    /\s+/,
  ),
)

/** Whether a token is written like an abbreviation or a code: at least two capitals, few small letters. */
export const isCode = (token: string): boolean =>
  /^(?=(?:.*\p{Lu}){2})[\p{L}&]{2,7}$/u.test(token) && (token.match(/\p{Ll}/gu) ?? []).length <= 2

export const isWellKnown = (token: string): boolean => WELL_KNOWN.has(token.toUpperCase())

const SMALL_WORDS = '(?:(?:and|of|the|for|to|in|on|with|&)[\\s-]+)*'

/** Whether a text puts a code in brackets after what it stands for, or what it stands for after the code. */
export const isDefined = (code: string, text: string): boolean =>
  new RegExp(`\\(\\s*${code}s?\\s*\\)|(?<![\\p{L}])${code}\\s*[(=–:-]\\s*\\p{Lu}`, 'u').test(text)

/** Whether a text holds words with these initials anywhere: "CST" is clear to whoever reads "Community Safety Team". */
export function isSpeltOut(code: string, text: string): boolean {
  const letters = [...code].filter((letter) => letter !== '&')
  const words = letters.map((letter) => `${letter}[\\p{L}'’]*`).join(`[\\s/&,-]+${SMALL_WORDS}`)
  return new RegExp(`(?<![\\p{L}])${words}`, 'u').test(text)
}
