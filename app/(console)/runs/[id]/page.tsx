import { RunScreen } from '@/components/runs/run-screen'

export default async function RunPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return <RunScreen key={id} id={id} />
}
