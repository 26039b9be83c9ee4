import type { Metadata } from 'next'
import { PublicForm } from '@/components/triggers/public-form'

export const metadata: Metadata = {
  title: 'Form',
  description: '',
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
}

export default async function FormPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  return <PublicForm token={token} />
}
