import { ContractsScreen } from '@/components/contracts/contracts-screen'

export default function ContractsPage() {
  return <ContractsScreen />
}
