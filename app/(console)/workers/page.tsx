import { WorkersScreen } from '@/components/engine/workers-screen'

export default function WorkersPage() {
  return <WorkersScreen />
}
