import { PeopleScreen } from '@/components/people/people-screen'

export default function PeoplePage() {
  return <PeopleScreen />
}
