import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { RUN_TABLES } from '@/domain/erasure/places'

/** All that services do in production. */
const files = readdirSync('server/services', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|(^|\/)testing\//.test(path))
  .toSorted()
const textOf = (path: string): string => readFileSync(`server/services/${path}`, 'utf8')

/** Tables in which values of runs stand, as domain/erasure/places.ts has them all, and seals of the record. */
const TABLES = [...Object.keys(RUN_TABLES), 'team_case', 'record_private']
const modelOf = (table: string): string =>
  table.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
/** Calls a connection, or reads a table by Prisma (`prisma.stateVersion.findMany`, `tx.run.groupBy`) or in SQL (`FROM step`, `join run r`). */
const READS = new RegExp(
  `\\b(${TABLES.map(modelOf).join('|')})\\s*\\.\\s*(find|groupBy|aggregate)` +
    `|\\b(from|join)\\s+"?(${TABLES.join('|')})\\b` +
    `|\\bnew RunStore\\(|\\bseenRun\\(|\\bfindSubject\\(|\\b(keptCases|readCases)\\(|\\bconnectors\\.call\\(`,
  'i',
)
/** Asks what its caller may see: server/services/sight.ts, or a function that does. */
const ASKS =
  /\b(sightIn|refuseUnseenRun|shownTrials|shownCases|unsealedFor|shownRun|shownFound|refuseUnseen)\(/

/** Those that read such tables and hand out no value of them, and what they read instead. */
const WITHOUT_VALUES: Readonly<Record<string, string>> = {
  'agent/scorecard.ts': 'counts of decisions',
  'agent/usage.ts': 'counts and money',
  'budget/put.ts': 'whether reviews wait for it',
  'cost/dearest.ts': 'titles for cost/summary.ts, which asks',
  'connection/lay-anew.ts': 'whether the practice data was laid anew',
  'engine/throughput.ts': 'counts',
  'engine/waits.ts': 'counts and times',
  'event/deliver.ts': 'whether an event came before; gives its id',
  'gate/undo-outgoing.ts': 'what leaves the process to undo, and hands none to who asks',
  'overview/figures.ts': 'counts',
  'overview/incidents.ts': 'counts',
  'overview/waiting-for.ts': 'counts',
  'policy/replay.ts': 'names of fields, and who was shown them',
  'privacy/holds.ts': 'whether a run is there',
  'reveal/reveal.ts': 'of which team a run is',
  'review/four-eyes.ts': 'who had a hand in a run',
  'review/head.ts': 'reviews for lists, by the sight they hand in',
  'review/same-answer.ts': 'counts and ids',
  'run/cancel.ts': 'whether a run is there',
  'run/family.ts': 'titles for run/get.ts, which asks',
  'run/go-on.ts': 'how a run stands',
  'run/held-runs.ts': 'ids',
  'run/pauses.ts': 'what a run waits for, by kind and name',
  'run/queue-place.ts': 'titles for run/get.ts, which asks',
  'run/start-again.ts': 'what starts again, within the house',
  'run/start.ts': 'whether a start is the same',
  'stop/list.ts': 'counts',
  'stop/over-runs.ts': 'switches',
  'team/list-versions.ts': 'counts',
  'trial/cases.ts': 'cases for those that ask',
  'trial/start.ts': 'what is tried, within the house',
  'trial/stop.ts': 'ids',
  'trial/tested.ts': 'how cases went',
  'trigger/fire-due.ts': 'teams whose runs wait for a place',
}

describe('every service that reads values of runs', () => {
  const reading = files.filter((path) => READS.test(textOf(path)))

  it('asks what its caller may see, or hands out none of them', () => {
    const unasked = reading.filter((path) => !ASKS.test(textOf(path)))
    expect(unasked).toEqual(Object.keys(WITHOUT_VALUES).toSorted())
  })

  it('is found where it is one', () => {
    expect(reading).toEqual(
      expect.arrayContaining([
        ...['run/get.ts', 'run/get-step.ts', 'run/states.ts', 'run/list.ts', 'run/as-agent.ts'],
        ...['review/get.ts', 'review/list.ts', 'record/get.ts', 'record/shape.ts', 'record/why.ts'],
        ...['record/export.ts', 'record/conditions.ts', 'overview/search.ts', 'overview/lists.ts'],
        ...[
          'trial/bench.ts',
          'trial/history.ts',
          'trial/known.ts',
          'team/export.ts',
          'contract/uses.ts',
          'trial/handed.ts',
          'trial/propose.ts',
        ],
        ...['gate/exact-request.ts', 'gate/undo.ts', 'team/list.ts', 'run/restart-options.ts'],
      ]),
    )
  })
})
