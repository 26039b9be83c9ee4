import { LEFT_ALONE, type LeftAlone } from './left-alone'

/**
 * Every place in the database where text or JSON stands, and what becomes of a person there. A column that is not named
 * here fails the test beside this file: who adds one says what it may hold.
 */

/** A column whose values are erased. `values`, `words`: patterns of domain/erasure/erase.ts. */
export type ErasedColumn =
  | { as: 'json'; values?: readonly string[]; words?: readonly string[] }
  /** RFC 6902 operations: their values, and the names in their paths. */
  | { as: 'patch' }
  /** `unique`: no two rows may hold the same, so a row's key stands behind the word. */
  | { as: 'text'; unique?: true }

export interface ErasedTable {
  /** In words, for the list of what was found and for the certificate. */
  called: string
  key: readonly string[]
  columns: Readonly<Record<string, ErasedColumn>>
  /** Plain digests of what stands in the row: they go with the first value of it, or a guess could be confirmed. */
  digests?: readonly string[]
}

const REQUEST = {
  values: ['/body', '/changes/*/before', '/changes/*/after'],
  words: ['/summary', '/path'],
} as const
const under = (prefix: string, patterns: readonly string[]): string[] =>
  patterns.map((pattern) => prefix + pattern)
const GROUNDS = [
  '/rationale',
  '/alternatives/*/option',
  '/alternatives/*/why_not',
  '/evidence/*/source',
  '/evidence/*/says',
  '/claims/*/subject',
  '/claims/*/value',
]
const FAILURE = ['/failure/message', '/failure/details']
const RULES = ['/rules/*/message']

/** What is of a run, found by its id. */
export const RUN_TABLES = {
  run: {
    called: 'Run',
    key: ['id'],
    columns: {
      title: { as: 'text' },
      input: { as: 'json', values: [''] },
      state: { as: 'json', values: [''] },
      outcome: { as: 'json', words: ['/message', '/reason', ...FAILURE] },
      idempotency_key: { as: 'text', unique: true },
    },
  },
  state_version: {
    called: 'State version',
    key: ['run_id', 'version'],
    columns: { patch: { as: 'patch' } },
  },
  step: {
    called: 'Step',
    key: ['run_id', 'node', 'iteration', 'attempt'],
    columns: {
      result: {
        as: 'json',
        values: [
          '/view/data',
          '/envelope/output',
          '/output',
          '/request/asked',
          '/tools/*/arguments',
          '/tools/*/answer',
          ...under('/effect/request', REQUEST.values),
          '/effect/response',
          '/supervision/before',
          '/settling/claims/*/value',
          '/settling/settled/value',
          '/settling/settled/losing/*/value',
          '/tasks/*/input',
          '/rounds/*/results/*/output',
        ],
        words: [
          ...under('/envelope', GROUNDS),
          ...under('/request/grounds', GROUNDS),
          ...under('/effect/request', REQUEST.words),
          ...RULES,
          ...FAILURE,
          ...under('/standIn/because', ['/message', '/details']),
          '/calls/*/error',
          '/gate/stages/*/why',
          '/verdict/reason',
          '/reasons/*/text',
          '/supervision/told/rationale',
          '/supervision/overruled',
          '/settling/because',
          '/settling/settled/losing/*/why',
          '/feedback/instructions',
          '/tasks/*/why',
          '/rounds/*/results/*/missing',
          '/event/key',
          '/event/from',
        ],
      },
    },
  },
  effect: {
    called: 'Effect',
    key: ['id'],
    columns: { request: { as: 'json', ...REQUEST }, response: { as: 'json', values: [''] } },
  },
  effect_undo: {
    called: 'Undone effect',
    key: ['effect_id'],
    columns: {
      request: { as: 'json', ...REQUEST },
      response: { as: 'json', values: [''] },
      gate: { as: 'json', words: ['/stages/*/why'] },
      reason: { as: 'text' },
    },
  },
  review: {
    called: 'Review',
    key: ['id'],
    columns: {
      question: { as: 'text' },
      reason: { as: 'text' },
      view: {
        as: 'json',
        values: [
          '/draft/value',
          '/evidence',
          ...under('/effects/*', REQUEST.values),
          '/conflict/claims/*/value',
        ],
        words: [
          ...under('/effects/*', REQUEST.words),
          '/question',
          '/run/title',
          '/reasons/*/text',
          '/chain/*/says',
          ...RULES,
          ...FAILURE,
          '/conflict/because',
          '/conflict/claims/*/rationale',
        ],
      },
      verdict: { as: 'json', values: ['/edit'], words: ['/reason'] },
    },
  },
  model_call: {
    called: 'Model call',
    key: ['id'],
    columns: { error: { as: 'json', words: ['/message'] } },
  },
  trial: {
    called: 'Test result',
    key: ['id'],
    columns: {
      definition: { as: 'json', values: ['/input', '/pins/*/output'], words: ['/about'] },
      seen: {
        as: 'json',
        values: ['/bindings', ...under('/effects/*/request', REQUEST.values)],
        words: [...under('/effects/*/request', REQUEST.words), '/why'],
      },
      checked: { as: 'json', words: ['/*/seen'] },
    },
    digests: ['case_digest'],
  },
  received_event: {
    called: 'Event',
    key: ['id'],
    columns: {
      key: { as: 'text' },
      payload: { as: 'json', values: [''] },
      message_id: { as: 'text', unique: true },
    },
  },
} as const satisfies Record<string, ErasedTable>

/** What belongs to no run: erased where it names the person, and left as it is elsewhere. */
export const OTHER_TABLES = {
  team_case: {
    called: 'Test case',
    key: ['id'],
    columns: {
      definition: { as: 'json', values: ['/input', '/pins/*/output'], words: ['/about'] },
    },
  },
  comment: { called: 'Comment', key: ['id'], columns: { text: { as: 'text' } } },
} as const satisfies Record<string, ErasedTable>

/** Rows that hold one sealed value of the record each: they go, and the seal in the leaf stays. */
export const SEALED_TABLE = 'record_private'

/** Never a value, whatever the table: what names a row, its state and its content's digest. */
const ALWAYS_TECHNICAL = /^(id|.+_id|kind|status|digest)$/

/** What becomes of a column; undefined where nobody has said. */
export function fateOf(table: string, column: string): LeftAlone | 'erased' | undefined {
  const erased: Record<string, ErasedTable> = { ...RUN_TABLES, ...OTHER_TABLES }
  if (erased[table]?.columns[column] || erased[table]?.digests?.includes(column)) return 'erased'
  if (table === SEALED_TABLE) return 'erased'
  const said = LEFT_ALONE[table]?.[column]
  if (said) return said
  return table in LEFT_ALONE && ALWAYS_TECHNICAL.test(column) ? 'technical' : undefined
}
