import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { formatMoney } from '@/domain/budget/money'
import { isOver } from '@/domain/run/history'
import { parse } from 'yaml'
import { getRun } from '@/server/services/run/get'
import { startRun } from '@/server/services/run/start'
import { argument, contextOf, option, UsageError, type Command } from './command'

const json = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner), 2)

export const runCommands: Command[] = [
  {
    name: 'run start',
    usage: 'run start SLUG --input FILE [--key KEY] [--shadow] [--wait]',
    summary: 'start a run of a published team; the input is JSON or YAML',
    values: ['input', 'key'],
    flags: ['shadow', 'wait'],
    async run(invocation) {
      const ctx = contextOf(invocation)
      const input: unknown = parse(await readFile(option(invocation, 'input'), 'utf8'))
      if (typeof input !== 'object' || input === null || Array.isArray(input)) {
        throw new UsageError('the input is not an object')
      }
      const { key, shadow, wait } = invocation.options
      const { id } = await startRun(ctx, {
        team: argument(invocation, 0, 'SLUG'),
        input: input as Record<string, unknown>,
        mode: shadow ? 'shadow' : 'live',
        ...(typeof key === 'string' ? { idempotencyKey: key } : {}),
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
    name: 'run show',
    usage: 'run show ID [--json]',
    summary: 'show a run with its steps, state and cost',
    flags: ['json'],
    async run(invocation) {
      const run = await getRun(contextOf(invocation), { id: argument(invocation, 0, 'ID') })
      if (invocation.options['json']) {
        const { bundle: _bundle, document: _document, ...rest } = run
        invocation.print(json(rest))
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
