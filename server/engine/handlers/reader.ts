import type { Agent } from '@/domain/team/agent'
import type { Screen } from '@/server/net'

/** Who is asked, and the net that everything goes through on its way there. */
export interface Reader {
  agent: Agent
  screen: Screen
}
