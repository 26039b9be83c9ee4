import { isLuhn } from './checksums'
import { before } from './near'
import type { Found, NumberToken } from './span'

/** Issuers' prefixes with the lengths they give (ISO/IEC 7812 register, as the card schemes publish it). */
const ISSUED =
  /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-59]|[689]\d)\d{11}(?:\d{2})?|(?:2131|1800)\d{11}|35\d{14}|6(?:011|4[4-9]\d|5\d\d)\d{12}|62\d{14,17}|(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{8,15}|220[0-4]\d{12})$/
const GROUPED = /^\d{4}([ -])\d{4,6}(?:\1\d{1,5}){1,3}$/
const CARD_WORD =
  /\b(?:card|cc|credit|debit|visa|master ?card|amex|maestro|pan|karte|carte|tarjeta)\b[^\d\n]{0,24}$/i

export function asCard(text: string, { start, end, shown, digits }: NumberToken): Found | undefined {
  if (digits.length < 12 || digits.length > 19 || !isLuhn(digits)) return undefined
  if (shown !== digits && !GROUPED.test(shown)) return undefined
  // One in ten numbers has the right check digit: only with an issuer's prefix, or where it is called a card, is it one.
  if (!ISSUED.test(digits) && !CARD_WORD.test(before(text, start))) return undefined
  return { type: 'CREDIT_CARD', start, end, by: 'check' }
}
