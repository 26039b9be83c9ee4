import { takeRandom } from './random'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

export type IdPrefix =
  | 'ws'
  | 'usr'
  | 'tok'
  | 'agt'
  | 'team'
  | 'ver'
  | 'run'
  | 'call'
  | 'eff'
  | 'rev'
  | 'bud'
  | 'acc'
  | 'prov'
  | 'mod'
  | 'con'
  | 'cop'
  | 'ent'
  | 'wrk'
  | 'trg'
  | 'src'
  | 'evt'
  | 'prp'
  | 'case'
  | 'trial'
  | 'thr'
  | 'cmt'
  | 'try'
  | 'pol'
  | 'bch'
  | 'mgr'
  | 'ers'
  | 'hold'
  | 'pre'
  | 'ses'
  | 'grp'
  | 'rule'
  | 'dlg'
  | 'brk'
  | 'rvl'

/** `run_` and 24 characters of Crockford's base 32: 9 of time (ms, sortable), 15 random (75 bits). */
export function newId(prefix: IdPrefix, now = Date.now()): string {
  let time = ''
  for (let rest = now, i = 0; i < 9; i++, rest = Math.floor(rest / 32))
    time = ALPHABET.charAt(rest % 32) + time
  let random = ''
  for (const byte of takeRandom(15)) random += ALPHABET.charAt(byte & 31)
  return `${prefix}_${time}${random}`
}
