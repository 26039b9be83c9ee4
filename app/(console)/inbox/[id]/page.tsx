import { redirect } from 'next/navigation'

/** A review's own address leads to it within the inbox. */
export default async function ReviewPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  redirect(`/inbox?review=${encodeURIComponent(id)}`)
}
