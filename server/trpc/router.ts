import { accessRouter } from './access'
import { agentsRouter } from './agents'
import { benchRouter } from './bench'
import { budgetsRouter } from './budgets'
import { commentsRouter } from './comments'
import { connectionsRouter } from './connections'
import { contractsRouter } from './contracts'
import { costsRouter } from './costs'
import { delegationsRouter } from './delegations'
import { engineRouter } from './engine'
import { eventsRouter } from './events'
import { gateRouter } from './gate'
import { groupsRouter } from './groups'
import { router } from './init'
import { live } from './live'
import { membersRouter } from './members'
import { modelsRouter } from './models'
import { overviewRouter } from './overview'
import { policiesRouter } from './policies'
import { privacyRouter } from './privacy'
import { publishingRouter } from './publishing'
import { recordRouter } from './record'
import { revealsRouter } from './reveals'
import { reviewRulesRouter } from './review-rules'
import { reviewsRouter } from './reviews'
import { runsRouter } from './runs'
import { secondPersonRouter } from './second-person'
import { sessionRouter } from './session'
import { sessionsRouter } from './sessions'
import { stopsRouter } from './stops'
import { teamsRouter } from './teams'
import { tokensRouter } from './tokens'
import { triggersRouter } from './triggers'

/** All procedures, one file a feature. */
export const appRouter = router({
  access: accessRouter,
  session: sessionRouter,
  live,
  overview: overviewRouter,
  agents: agentsRouter,
  contracts: contractsRouter,
  teams: teamsRouter,
  publishing: publishingRouter,
  policies: policiesRouter,
  privacy: privacyRouter,
  secondPerson: secondPersonRouter,
  bench: benchRouter,
  triggers: triggersRouter,
  events: eventsRouter,
  comments: commentsRouter,
  runs: runsRouter,
  reviews: reviewsRouter,
  record: recordRouter,
  models: modelsRouter,
  costs: costsRouter,
  budgets: budgetsRouter,
  connections: connectionsRouter,
  gate: gateRouter,
  engine: engineRouter,
  members: membersRouter,
  tokens: tokensRouter,
  sessions: sessionsRouter,
  groups: groupsRouter,
  reviewRules: reviewRulesRouter,
  delegations: delegationsRouter,
  reveals: revealsRouter,
  stops: stopsRouter,
})
export type AppRouter = typeof appRouter
