import { isIbanSum } from './checksums'
import { before } from './near'
import type { Found } from './span'

/** RFC 5321's usual form: a local part without quotes, a domain with a dot. */
const LOCAL = /[\p{L}\p{N}][\p{L}\p{N}._%+'-]{0,63}$/u
const DOMAIN = /(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.)+\p{L}[\p{L}\p{N}-]{1,62}/uy
const IPV4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d]|\.\d)/g
/** Anything with at least two colons between groups of hexadecimal digits; what it is, `isIpv6` says. */
const IPV6 = /(?<![\w:.])(?:[\da-f]{0,4}:){2,8}(?:[\da-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])/gi
/** What may stand before four numbers with dots that are no address. */
const VERSION_BEFORE = /(?:\bv(?:ersion|er)?\.?|\brelease|\bsection|§)\s{0,2}$/i
const IBAN = /(?<![\p{L}\p{N}])[a-z]{2}\d{2}(?:[ -]?[a-z\d]){11,30}(?![\p{L}\p{N}])/giu
/** Without its spaces; a sentence may go on behind it in letters that look like more of it. */
const SHORTEST_IBAN = 15
/** Length by country: SWIFT, IBAN Registry, release 99. */
const IBAN_LENGTH = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 ' +
    'FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 ' +
    'LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 ' +
    'RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry): [string, number] => [entry.slice(0, 2), Number(entry.slice(2))]),
)

export function findEmails(text: string): Found[] {
  const found: Found[] = []
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    DOMAIN.lastIndex = at + 1
    const domain = DOMAIN.exec(text)?.[0]
    const local = domain && LOCAL.exec(text.slice(Math.max(0, at - 64), at))?.[0]
    if (domain && local)
      found.push({ type: 'EMAIL_ADDRESS', start: at - local.length, end: at + 1 + domain.length, by: 'form' })
  }
  return found
}

export function findAddressesOfMachines(text: string): Found[] {
  const found: Found[] = []
  if (text.includes('.'))
    for (const { 0: address, index } of text.matchAll(IPV4))
      if (
        address.split('.').every((part) => Number(part) <= 255) &&
        !VERSION_BEFORE.test(before(text, index))
      )
        found.push({ type: 'IP_ADDRESS', start: index, end: index + address.length, by: 'form' })
  if (text.includes(':'))
    for (const { 0: address, index } of text.matchAll(IPV6))
      if (isIpv6(address))
        found.push({ type: 'IP_ADDRESS', start: index, end: index + address.length, by: 'form' })
  return found
}

/** RFC 4291, section 2.2: eight groups, or fewer with one `::`; not the unspecified `::` alone, nor a time of day. */
function isIpv6(address: string): boolean {
  const [head = '', tail, more] = address.split('::')
  if (more !== undefined) return false
  const groups = [head, tail ?? ''].flatMap((half) => (half === '' ? [] : half.split(':')))
  if (groups.some((group) => group === '')) return false
  const count = groups.length + (groups.at(-1)?.includes('.') ? 1 : 0)
  if (tail === undefined) return count === 8
  // Two short groups may be a ratio as well, or a path in a program.
  return count <= 7 && (count > 2 || groups.some((group) => group.length === 4))
}

export function findIbans(text: string): Found[] {
  const found: Found[] = []
  for (const { 0: match, index } of text.matchAll(IBAN)) {
    const length = IBAN_LENGTH.get(match.slice(0, 2).toUpperCase())
    if (length === undefined) continue
    const end = endOf(match, length)
    if (end === undefined) continue
    const iban = match.slice(0, end).replace(/[ -]/g, '').toUpperCase()
    if (iban.length >= SHORTEST_IBAN && isIbanSum(iban))
      found.push({ type: 'IBAN_CODE', start: index, end: index + end, by: 'check' })
  }
  return found
}

/** Where so many letters and digits end in a text that has spaces between them. */
function endOf(text: string, length: number): number | undefined {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== ' ' && text[i] !== '-') count++
    if (count === length) return i + 1
  }
  return undefined
}
