import { TEAM } from '@/server/services/testing/quillon'
import type { TwoWorkspaces } from '@/server/services/testing/two-workspaces'
import { putCase } from '@/server/services/trial/put-case'
import { startTrial } from '@/server/services/trial/start'

const tried = { input: { deal_id: 'D-1' }, pins: { draft: { output: { deal_id: 'D-1', amount: 5 } } } }

let made = 0
const newCase = () => ({ name: `Case ${++made}`, kind: 'normal', ...tried, expect: { ends: 'waits' } })

export async function keptCase(two: TwoWorkspaces): Promise<string> {
  const { name } = await putCase(two.asA(['operator']), { slug: TEAM, case: newCase() })
  return name
}

/** A try of the draft whose run waits for a person. */
async function waitingTry(two: TwoWorkspaces) {
  const { id, run = '' } = await startTrial(two.asA(['operator']), { slug: TEAM, tried })
  await two.bench.settled(run)
  return { id, run }
}

const bySlug = () => ({ slug: TEAM })

/** Inputs of the bench's procedures. */
export const BENCH: Record<string, (two: TwoWorkspaces) => unknown> = {
  'bench.get': bySlug,
  'bench.known': bySlug,
  'bench.results': async (two) => ({ slug: TEAM, name: await keptCase(two) }),
  'bench.handed': bySlug,
  'bench.propose': async (two) => ({ slug: TEAM, trial: (await waitingTry(two)).id }),
  'bench.start': () => ({ slug: TEAM, tried }),
  'bench.startCases': async (two) => ({ slug: TEAM, names: [await keptCase(two)] }),
  'bench.stop': bySlug,
  'bench.answer': async (two) => {
    const { run } = await waitingTry(two)
    const { id, digest } = await two.db.prisma.review.findFirstOrThrow({ where: { runId: run } })
    return { id, verdict: { decision: 'approve', digest } }
  },
  'bench.putCase': () => ({ slug: TEAM, case: newCase() }),
  'bench.removeCase': async (two) => ({ slug: TEAM, name: await keptCase(two) }),
}
