import { ConnectionsScreen } from '@/components/settings/connections-screen'

export default function ConnectionsPage() {
  return <ConnectionsScreen />
}
