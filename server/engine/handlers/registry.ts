import type { NodeKind } from '@/domain/team/node'
import type { Handlers } from '../types'
import { runAction } from './action'
import { runAgent } from './agent'
import { runConflict } from './conflict'
import { runEnd } from './end'
import { runHuman } from './human'
import { runJoin } from './join'
import { runLoop } from './loop'
import { runMap } from './map'
import { runOrchestrator } from './orchestrator'
import { runParallel } from './parallel'
import { runRouter } from './router'
import { runRules } from './rules'
import { runTeam } from './team'
import { runSupervisor } from './supervisor'
import { runTimer } from './timer'
import { runWait } from './wait'

/** How each kind runs. A trigger's step is done by starting the run (`start_run`). */
export const handlers: Handlers = {
  trigger: () => Promise.resolve({ kind: 'done', port: 'out', result: {} }),
  agent: runAgent,
  orchestrator: runOrchestrator,
  rules: runRules,
  supervisor: runSupervisor,
  human: runHuman,
  action: runAction,
  router: runRouter,
  loop: runLoop,
  parallel: runParallel,
  map: runMap,
  join: runJoin,
  conflict: runConflict,
  timer: runTimer,
  team: runTeam,
  wait: runWait,
  end: runEnd,
}

/**
 * Kinds that decide from what they were handed alone, and let nothing out before `landed`: they may begin while the steps
 * before them are still being committed.
 */
export const STAYS_INSIDE: ReadonlySet<NodeKind> = new Set(['agent', 'rules', 'router', 'loop'])
