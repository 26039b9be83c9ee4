/** What the detector knows; names as in Microsoft Presidio's list of entities, where it has them. */
export const PII_TYPES = [
  'EMAIL_ADDRESS',
  'PHONE_NUMBER',
  'CREDIT_CARD',
  'IBAN_CODE',
  'IP_ADDRESS',
  'DATE_OF_BIRTH',
  'US_SSN',
  'US_ITIN',
  'AU_TFN',
  'BR_CPF',
  'CA_SIN',
  'CN_RESIDENT_ID',
  'DE_TAX_ID',
  'ES_NIE',
  'ES_NIF',
  'FR_NIR',
  'ID_NIK',
  'IN_AADHAAR',
  'IN_PAN',
  'IT_FISCAL_CODE',
  'JP_MY_NUMBER',
  'KR_RRN',
  'MX_CURP',
  'NL_BSN',
  'PK_CNIC',
  'PL_PESEL',
  'RU_SNILS',
  'TH_TNIN',
  'TR_TCKN',
  'UK_NHS',
  'UK_NINO',
  'ZA_ID',
] as const
export type PiiType = (typeof PII_TYPES)[number]

/** A stretch of a text; `start` and `end` (exclusive) in UTF-16 units, as JavaScript's strings count. */
export interface PiiSpan {
  type: PiiType
  start: number
  end: number
}

/** A stretch that one of the finders holds for personal data. */
export interface Found extends PiiSpan {
  /** What speaks for it: a check digit or a form of its own, a usual form, or only the words beside it. */
  by: 'check' | 'form' | 'words'
}

/** A stretch of digits with what people put between them. */
export interface NumberToken {
  start: number
  end: number
  /** As it stands there. */
  shown: string
  /** Its digits alone, without those of an extension. */
  digits: string
}
