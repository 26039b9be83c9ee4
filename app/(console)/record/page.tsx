import { RecordScreen } from '@/components/record/record-screen'

export default function RecordPage() {
  return <RecordScreen />
}
