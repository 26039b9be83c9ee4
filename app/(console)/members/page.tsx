import { MembersScreen } from '@/components/settings/members-screen'

export default function MembersPage() {
  return <MembersScreen />
}
