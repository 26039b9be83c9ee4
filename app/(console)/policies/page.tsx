import { PoliciesScreen } from '@/components/policies/policies-screen'

export default function PoliciesPage() {
  return <PoliciesScreen />
}
