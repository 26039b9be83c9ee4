import { RunsScreen } from '@/components/runs/list/runs-screen'

export default function RunsPage() {
  return <RunsScreen />
}
