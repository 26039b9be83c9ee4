import { NewConnectionScreen } from '@/components/connections/new-connection-screen'

export default function NewConnectionPage() {
  return <NewConnectionScreen />
}
