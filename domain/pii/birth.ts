import { before } from './near'
import type { Found } from './span'

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?'
const DATE = new RegExp(
  '(?<![\\d.-])(?:' +
    [
      '(?:18|19|20)\\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\\d|3[01])',
      '(?:0?[1-9]|[12]\\d|3[01])[-/. ](?:0?[1-9]|[12]\\d|3[01])[-/. ](?:(?:18|19|20)\\d{2}|\\d{2})',
      `(?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?(?: of)? ${MONTH},? (?:18|19|20)\\d{2}`,
      `${MONTH} (?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?,? (?:18|19|20)\\d{2}`,
    ].join('|') +
    ')(?!\\d)',
  'gi',
)
const BORN =
  /(?:\b(?:born|birth|birthday|birthdate|dob|d\.o\.b\.?|geboren|geburtsdatum|geb\.|née?|naissance|nacid[oa]|nacimiento|nat[oa] il|nascita|nascid[oa]|nascimento)(?!\p{L}))[^\d\n]{0,24}$/iu

/** A date that is said to be someone's birth. */
export function findBirths(text: string): Found[] {
  const found: Found[] = []
  for (const { 0: date, index } of text.matchAll(DATE))
    if (BORN.test(before(text, index)))
      found.push({ type: 'DATE_OF_BIRTH', start: index, end: index + date.length, by: 'words' })
  return found
}
