import { AgentsScreen } from '@/components/agents/agents-screen'

export default function AgentsPage() {
  return <AgentsScreen />
}
