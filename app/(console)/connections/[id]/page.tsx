import { ConnectionScreen } from '@/components/connections/connection-screen'

export default async function ConnectionPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return <ConnectionScreen key={id} id={id} />
}
