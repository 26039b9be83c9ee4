import { authorize, type Context } from '@/server/services/context'
import { nearBudgets, type NearBudget } from './budgets'
import { readFigures, type Figures } from './figures'
import { incidents, type Incident } from './incidents'
import { reviewsInSight, runsInFlight, teamHealth } from './lists'
import type { OverviewReview, OverviewRun, OverviewTeam } from './lists'
import { proposalsInSight, type OverviewProposal } from './proposals'
import { waitingFor, type Waiting } from './waiting-for'

export interface Overview {
  waiting: Waiting
  figures: Figures
  reviews: OverviewReview[]
  /** Versions that wait for the caller as the second person. */
  proposals: OverviewProposal[]
  runs: OverviewRun[]
  teams: OverviewTeam[]
  incidents: Incident[]
  budgets: { near: NearBudget[]; all: number }
}

/** What needs the caller now, what is moving, and what it costs. */
export async function readOverview(ctx: Context): Promise<Overview> {
  const scope = await authorize(ctx, 'workspace.read')
  const seesReviews = scope.may('review.read')
  const [waiting, figures, reviews, proposals, runs, teams, incidentList, budgets] = await Promise.all([
    waitingFor(scope, scope.workspace.id),
    readFigures(scope),
    seesReviews ? reviewsInSight(scope) : [],
    proposalsInSight(scope),
    runsInFlight(scope),
    teamHealth(scope),
    incidents(scope),
    nearBudgets(scope),
  ])
  return { waiting, figures, reviews, proposals, runs, teams, incidents: incidentList, budgets }
}
