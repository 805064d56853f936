import { hash, verify } from '@node-rs/argon2'
import { z } from 'zod'

// OWASP Password Storage: argon2id with 19 MiB, two passes, one lane at least.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

// Unicode has several spellings of one letter; telephones and computers differ in which they type.
const oneSpelling = (password: string) => password.normalize('NFKC')

/** A password as it is stored: argon2id, salted, with its own cost in it. */
export const hashPassword = (password: string): Promise<string> => hash(oneSpelling(password), COST)

const NOBODY = await hashPassword('nobody has this password')

/** Is this the password? Where there is none to compare with, works as long and says no. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const right = await verify(stored ?? NOBODY, oneSpelling(password))
  return right && stored !== null
}

// The commonest of twelve characters or more in published breaches; shorter ones fall to the length.
const COMMONEST = new Set(
  `123456789012 1234567890123 12345678901234 123456789012345 1234567890123456 password1234 password12345 password123456 passwordpassword
  password123! password1234! qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyuiopasdf qwerty123456 qwerty1234567 qwerty12345678 qwertyqwerty
  1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv zaq12wsxcde3 qazwsxedcrfv asdfghjkl123 asdfghjkl1234 abcdefghijkl abcdefghijklm
  abcd12345678 abc123456789 abcdefgh1234 administrator administrator1 changemenow1 changeme1234 changeme12345 welcome12345 welcome123456
  letmein12345 letmein123456 iloveyou1234 iloveyou12345 iloveyouforever ilovemyfamily superman1234 football1234 footballfootball
  liverpool123 liverpool1234 liverpoolfc1 manchester12 manchesterunited manchestercity chelseachelsea arsenalarsenal tottenham123 sunshine1234
  princess1234 princess12345 monkeymonkey dragondragon baseball1234 charlie12345 michael12345 computer1234 internet1234 samsung12345 secret123456
  trustno1trustno1 correcthorsebatterystaple thisisapassword mypassword123 mypassword1234 newpassword1 newpassword123 temppassword temporary123
  defaultpassword p@ssw0rd1234 p@ssword1234 passw0rd1234 passw0rd12345 january12345 december2024 december2025 november2025 november2026 september2025
  september2026 wardmote1234 wardmotewardmote safercity123 safercity1234`.split(/\s+/),
)

/** One character repeated, or the keys, letters or numbers in a row. */
function isRun(password: string): boolean {
  if (new Set(password).size <= 2) return true
  const rows = ['abcdefghijklmnopqrstuvwxyz', '0123456789012345678901234567890', 'qwertyuiopasdfghjklzxcvbnm']
  return rows.some((row) => row.includes(password) || [...row].reverse().join('').includes(password))
}

const MINIMUM = 12
const MAXIMUM = 128

/**
 * A password somebody may choose, for the account with this e-mail address: long enough, not one that is guessed first, and
 * not the address itself. Which characters it has is nobody's business (NIST SP 800-63B, 3.1.1.2).
 */
export const newPassword = (email: string) =>
  z.string('Enter a new password').check((context) => {
    const password = oneSpelling(context.value)
    const length = [...password].length
    const plain = password.toLowerCase()
    const name = email.split('@')[0]!.toLowerCase()
    const refuse = (message: string) => context.issues.push({ code: 'custom', message, input: '' })
    if (length === 0) refuse('Enter a new password')
    else if (length < MINIMUM) refuse(`The new password must be ${MINIMUM} characters or more. Three or four words are easier to remember than a short puzzle`)
    else if (length > MAXIMUM) refuse(`The new password must be ${MAXIMUM} characters or fewer`)
    else if (COMMONEST.has(plain) || isRun(plain)) refuse('That password is one of the first that would be guessed. Choose another')
    else if (plain.includes(email.toLowerCase()) || (name.length >= 4 && plain.includes(name)))
      refuse('The new password must not contain your e-mail name. Choose another')
  })
