import { CertificateScreen } from '@/components/privacy/certificate-screen'

export default async function CertificatePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return <CertificateScreen key={id} id={id} />
}
