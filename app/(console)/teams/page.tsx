import { TeamsScreen } from '@/components/teams/teams-screen'

export default function TeamsPage() {
  return <TeamsScreen />
}
