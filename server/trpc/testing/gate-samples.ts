import { AGENT, MARK } from '@/server/services/testing/quillon'
import type { TwoWorkspaces } from '@/server/services/testing/two-workspaces'

/** Numbers what must be new at each call. */
let made = 0

/** An effect that was carried out, and can be undone. */
const sent = async (two: TwoWorkspaces) => {
  const { run } = await two.waiting()
  const id = `eff_${++made}`
  await two.db.prisma.effect.create({
    data: {
      ...{ id, workspaceId: two.a, runId: run, node: 'update', iteration: 0, key: id, connection: 'crm' },
      request: {
        node: 'update',
        connection: 'crm',
        connectionName: MARK,
        method: 'PATCH',
        path: '/deals/D-1',
        body: { amount: 5 },
        summary: MARK,
        changes: [],
      },
      status: 'done',
      attempts: 1,
      response: { status: 200, body: { id: 'n-1' } },
    },
  })
  return { id }
}

const granted = async ({ db, a }: TwoWorkspaces) => {
  const id = `pre_${++made}`
  await db.prisma.preAuthorisation.create({
    data: {
      ...{ id, workspaceId: a, agent: AGENT, connection: 'crm', method: 'PATCH', path: '/deals/*' },
      ...{
        endpoint: 'sha256:0',
        perDay: 5,
        reason: MARK,
        createdBy: { kind: 'person', id: 'usr_maker', name: MARK },
      },
    },
  })
  return { id }
}

export const GATE = {
  'gate.exactEffect': sent,
  'gate.exactReview': async (two: TwoWorkspaces) => ({ id: (await two.waiting()).review }),
  'gate.exactUndo': sent,
  'gate.undo': async (two: TwoWorkspaces) => ({ ...(await sent(two)), reason: 'a test' }),
  'gate.authorisations': () => ({ agent: AGENT }),
  'gate.authorise': () => ({
    agent: AGENT,
    connection: 'crm',
    covers: { by: 'request' as const, method: 'PATCH' as const, path: `/deals/${++made}` },
    perDay: 5,
    reason: MARK,
  }),
  'gate.withdraw': async (two: TwoWorkspaces) => ({ ...(await granted(two)), reason: 'a test' }),
}
