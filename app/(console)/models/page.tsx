import { ModelsScreen } from '@/components/settings/models-screen'

export default function ModelsPage() {
  return <ModelsScreen />
}
