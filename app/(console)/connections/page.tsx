import { ConnectionsScreen } from '@/components/connections/connections-screen'

export default function ConnectionsPage() {
  return <ConnectionsScreen />
}
