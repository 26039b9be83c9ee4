import { NewTeamScreen } from '@/components/teams/new-team-screen'

export default function NewTeamPage() {
  return <NewTeamScreen />
}
