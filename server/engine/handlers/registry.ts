import type { Handlers } from '../types'
import { runAction } from './action'
import { runAgent } from './agent'
import { runEnd } from './end'
import { runHuman } from './human'
import { runRouter } from './router'
import { runRules } from './rules'

/** How each kind runs. A trigger's step is done by starting the run (`start_run`). */
export const handlers: Handlers = {
  trigger: () => Promise.resolve({ kind: 'done', port: 'out', result: {} }),
  agent: runAgent,
  rules: runRules,
  human: runHuman,
  action: runAction,
  router: runRouter,
  end: runEnd,
}
