import { after, before } from './near'
import type { Found, NumberToken } from './span'

/** A word for it stands before, with a few others between. */
const CALLED =
  /(?:\b(?:phones?|telephone|mobiles?|cell(?:phone|ular)?|fax|tel|call(?:s|ed|ing)?|dial(?:l?ed)?|reach|text(?:ed)?|sms|whats ?app|hotline|voicemail|answering|contact|messages? (?:to|on|at)|ring|rang|handy|telefono?|téléphone|tél|teléfono|móvil|mobil|celular|cellulare|puhelin|tlf)\b[^\d\n]{0,24})\n?\s*[([+]*$/iu
/** The same, with no more between than a colon or `me at`: then a number without any form is one as well. */
const CALLED_AT_ONCE =
  /(?:\b(?:phone|telephone|mobile|cell|fax|tel|call|dial|text|sms|whats ?app|hotline|reach|ring|telefono?|téléphone|tél|teléfono|móvil|celular)\b)(?: (?:number|no|me|us|him|her|them|back))?[.:#]{0,2}(?: (?:is|at|on|to|under))?[\s:]{0,3}[([+]*$/iu
/** Said just before it or just behind, as on a visiting card. */
const NAMED_BEFORE = /\b(?:office|desk|direct|home|work)[:#]? ?$/

const NAMED_BEHIND = /^[\s\\,;()–-]{0,4}(?:office|fax|mobile|cell|home|work|desk|direct|tel|phone)\b/i

/** North America's: an area code and an exchange begin with 2 to 9 (NANP). */
const NANP = /^(?:(?:\+?1|001)[ .-]?)?(?:\([2-9]\d\d\)[ .-]?|[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4}$/
const INTERNATIONAL = /^\(?(?:\+|00)[1-9]/
/** With the zero of a call within a country, in at least three groups. */
const NATIONAL = /^\(?0\d{1,4}\)?(?:[ .-]\d{2,4}){2,4}$/
const DATE = /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?!\d))/
const PLAIN = /^\d+$/

/** A telephone number: by its form, or by the words beside it. E.164 allows 15 digits. */
export function asPhone(text: string, { start, end, shown, digits }: NumberToken): Found | undefined {
  const count = digits.length
  if (count < 6 || count > 20 || DATE.test(shown)) return undefined
  const found = (by: 'form' | 'words'): Found => ({ type: 'PHONE_NUMBER', start, end, by })
  const bare = shown.replace(/\s*(?:x|ext\.?)\s*\d+$/i, '')
  if (NANP.test(bare)) return found('form')
  if (INTERNATIONAL.test(bare) && count >= 9 && count <= 16 && (!PLAIN.test(bare) || count >= 11))
    return found('form')
  if (count > 15 || (count < 7 && PLAIN.test(bare))) return undefined
  if (NATIONAL.test(bare) && count >= 9 && count <= 12) return found('form')
  const ahead = before(text, start)
  const isNamed = NAMED_BEFORE.test(ahead) || NAMED_BEHIND.test(after(text, end))
  const isCalled = (PLAIN.test(bare) ? CALLED_AT_ONCE : CALLED).test(ahead)
  return isNamed || isCalled ? found('words') : undefined
}
