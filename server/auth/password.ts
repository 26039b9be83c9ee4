import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** OWASP's second choice for Argon2id: 19 MiB, two passes, one lane; the library's default kind is Argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password, COST)

/** The hash of a password nobody has: checking an unknown account takes as long as a known one. */
let decoy: Promise<string> | undefined

/**
 * Whether this is the password. Without a hash it takes the same time and says no.
 * @param stored a PHC string of hashPassword
 */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  if (!stored) {
    decoy ??= hashPassword(generatePassword())
    await verify(await decoy, password)
    return false
  }
  try {
    return await verify(stored, password)
  } catch {
    return false
  }
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Four groups of five without look-alikes, to be read aloud or copied: about 99 bits. */
export function generatePassword(): string {
  const group = () => Array.from({ length: 5 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('')
  return [group(), group(), group(), group()].join('-')
}
