import { PrivacyScreen } from '@/components/privacy/privacy-screen'

export default function PrivacyPage() {
  return <PrivacyScreen />
}
