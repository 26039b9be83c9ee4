import { adviceCheck } from './advice'
import { agentsCheck } from './agents'
import { assignedCheck } from './assigned'
import { autonomyCheck } from './autonomy'
import type { Check } from './check'
import { classesCheck } from './classes'
import { conflictCheck } from './conflict'
import { connectionsCheck } from './connections'
import { contractsCheck } from './contracts'
import { costCheck } from './cost'
import { endsCheck } from './ends'
import { expressionsCheck } from './expressions'
import { gatedCheck } from './gated'
import { handoffCheck } from './handoff'
import { lanesCheck } from './lanes'
import { orchestratorsCheck } from './orchestrators'
import { portsCheck } from './ports'
import { reachableCheck } from './reachable'
import { teamsCheck } from './teams'
import { requestsCheck } from './requests'
import { standInCheck } from './stand-in'
import { supervisorCheck } from './supervisor'
import { textsCheck } from './texts'
import { toldCheck } from './told'
import { triggerCheck } from './trigger'
import { trustCheck } from './trust'
import { viewsCheck } from './views'
import { waitsCheck } from './waits'

/** Every check, in the order the problems panel lists them. A new check is one file and one line here. */
export const CHECKS: readonly Check[] = [
  triggerCheck,
  reachableCheck,
  portsCheck,
  lanesCheck,
  orchestratorsCheck,
  teamsCheck,
  agentsCheck,
  standInCheck,
  contractsCheck,
  handoffCheck,
  assignedCheck,
  expressionsCheck,
  textsCheck,
  waitsCheck,
  gatedCheck,
  trustCheck,
  autonomyCheck,
  supervisorCheck,
  conflictCheck,
  endsCheck,
  requestsCheck,
  classesCheck,
  toldCheck,
  connectionsCheck,
  viewsCheck,
  costCheck,
  adviceCheck,
]
