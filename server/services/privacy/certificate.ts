import type { Certificate, CertificateFile } from '@/domain/erasure/certificate'
import { BatonError } from '@/domain/problem'
import { authorize, type Context } from '../context'
import { proofOf } from '../record/get'

export interface ErasureCertificate {
  certificate: Certificate
  /** What is checked offline; null until the entry is numbered and signed, which takes a moment. */
  file: CertificateFile | null
}

/** What an erasure came to, with all that proves it. @throws BatonError not_found */
export async function getCertificate(ctx: Context, { id }: { id: string }): Promise<ErasureCertificate> {
  const scope = await authorize(ctx, 'privacy.read')
  const workspaceId = scope.workspace.id
  const row = await scope.db.prisma.erasure.findFirst({
    where: { id, workspaceId, status: 'done' },
    select: { certificate: true, entryId: true },
  })
  if (!row?.entryId) throw new BatonError('not_found', 'There is no such certificate in this workspace.')
  const certificate = row.certificate as unknown as Certificate
  const entry = await scope.db.prisma.recordEntry.findUniqueOrThrow({ where: { entryId: row.entryId } })
  const proof = entry.seq === null ? null : await proofOf(scope, Number(entry.seq))
  if (!proof) return { certificate, file: null }
  const { index, size, path, note, key } = proof
  return {
    certificate,
    file: {
      certificate,
      entry: Buffer.from(entry.body).toString('utf8'),
      proof: { index, size, path, note, key },
    },
  }
}
