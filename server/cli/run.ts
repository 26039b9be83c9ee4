import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'yaml'
import { formatMoney } from '@/domain/budget/money'
import { BatonError } from '@/domain/problem'
import { isOver } from '@/domain/run/history'
import { PRIORITIES } from '@/domain/run/priority'
import { RESTART_FROM, RESTART_VERSIONS } from '@/domain/run/restart'
import { argument, contextOf, option, UsageError, type Command, type Invocation } from './command'
import { readText } from './files'
import { json } from './json'

/** JSON is YAML, so one parser reads both. @throws BatonError invalid */
function parseInput(text: string): Record<string, unknown> {
  let input: unknown
  try {
    input = parse(text)
  } catch (error) {
    const [why] = error instanceof Error ? error.message.split('\n') : []
    throw new BatonError('invalid', `The input is neither JSON nor YAML: ${why ?? 'unreadable'}`)
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new BatonError('invalid', 'The input is not an object.')
  }
  return input as Record<string, unknown>
}

/** One of a few words; the first where nothing was said. @throws UsageError */
function oneOf<W extends string>({ options }: Invocation, name: string, words: readonly [W, ...W[]]): W {
  const said = options[name]
  if (said === undefined) return words[0]
  const word = words.find((each) => each === said)
  if (!word) throw new UsageError(`--${name} is one of ${words.join(', ')}`)
  return word
}

export const runCommands: Command[] = [
  {
    name: 'run start',
    takes: ['SLUG'],
    summary: 'start a run of a published team and print its id',
    example: 'baton run start quote-desk --input lead.json --key lead-4711 --wait',
    values: {
      input: { value: 'FILE', about: 'the input as JSON or YAML; - reads standard input', needed: true },
      priority: { value: 'WHICH', about: 'low, normal (the default) or high: how soon it gets its turn' },
      key: { value: 'KEY', about: 'the same key starts the same run once' },
      environment: { value: 'WHICH', about: 'the version that is current there; the last one without it' },
    },
    flags: {
      shadow: 'effects are simulated, everything else is real',
      wait: 'until it is over or waits for a person; exit code 1 when it failed',
    },
    async run(invocation) {
      const [{ startRun }, { getRun }] = await Promise.all([
        import('@/server/services/run/start'),
        import('@/server/services/run/get'),
      ])
      const ctx = contextOf(invocation)
      const input = parseInput(await readText(option(invocation, 'input')))
      const { key, shadow, wait, environment } = invocation.options
      const { id } = await startRun(ctx, {
        team: argument(invocation, 0, 'SLUG'),
        input,
        mode: shadow ? 'shadow' : 'live',
        ...(invocation.options['priority'] === undefined
          ? {}
          : { priority: oneOf(invocation, 'priority', PRIORITIES) }),
        ...(typeof key === 'string' ? { idempotencyKey: key } : {}),
        ...(typeof environment === 'string' ? { environment } : {}),
      })
      invocation.print(id)
      if (!wait) return 0
      for (;;) {
        const { status } = await getRun(ctx, { id })
        if (isOver(status) || status === 'waiting' || status === 'blocked') {
          invocation.print(status)
          return status === 'failed' ? 1 : 0
        }
        await sleep(300)
      }
    },
  },
  {
    name: 'run restart',
    takes: ['ID'],
    summary:
      'take up a run that failed or was cancelled, or do one once more, and print the id of the run that goes on',
    example: 'baton run restart run_01j… --from step --version current --reason "the CRM is back"',
    values: {
      from: {
        value: 'WHERE',
        about:
          'start: a new run with the same input (the default); step: where it stopped; person: put to a person there',
      },
      version: {
        value: 'WHICH',
        about: 'same: the one it ran (the default); current: the one published now',
      },
      reason: { value: 'TEXT', about: 'why, for the record' },
      key: { value: 'KEY', about: 'with --from start: the same key starts it once more only once' },
    },
    async run(invocation) {
      const { restartRun } = await import('@/server/services/run/restart')
      const ctx = contextOf(invocation)
      const { reason, key } = invocation.options
      const { id } = await restartRun(ctx, {
        id: argument(invocation, 0, 'ID'),
        from: oneOf(invocation, 'from', RESTART_FROM),
        version: oneOf(invocation, 'version', RESTART_VERSIONS),
        ...(typeof reason === 'string' ? { reason } : {}),
        ...(typeof key === 'string' ? { idempotencyKey: key } : {}),
      })
      invocation.print(id)
    },
  },
  {
    name: 'run show',
    takes: ['ID'],
    summary: 'show a run with its steps, state and cost',
    example: 'baton run show run_01j… --json',
    flags: { json: 'all of it, money as decimal text of micro-dollars' },
    async run(invocation) {
      const { getRun } = await import('@/server/services/run/get')
      const run = await getRun(contextOf(invocation), { id: argument(invocation, 0, 'ID') })
      if (invocation.options['json']) {
        const { bundle: _bundle, document: _document, ...rest } = run
        invocation.print(json(rest, 2))
        return
      }
      invocation.print(
        `${run.title}  ${run.status}  ${formatMoney(run.spentMicros)}  ${run.team.name} v${run.version.number}`,
      )
      for (const step of run.steps) {
        const name = run.bundle.nodes[step.node]?.name ?? step.node
        const says = step.result.failure?.message ?? step.result.envelope?.rationale ?? step.port ?? ''
        invocation.print(
          `  ${step.status.padEnd(6)} ${name.padEnd(24)} ${formatMoney(step.costMicros).padStart(9)}  ${says.slice(0, 90)}`,
        )
      }
      for (const review of run.reviews.filter(({ status }) => status === 'open')) {
        invocation.print(`  waits for a person: ${review.question} (${review.reason})`)
      }
    },
  },
]
