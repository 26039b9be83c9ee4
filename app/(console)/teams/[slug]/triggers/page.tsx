import { TriggersScreen } from '@/components/triggers/triggers-screen'

export default async function TriggersPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  return <TriggersScreen slug={slug} />
}
