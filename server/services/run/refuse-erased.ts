import { BatonError } from '@/domain/problem'

/** What was erased cannot be worked on again. @throws BatonError conflict */
export function refuseErased({ erasedAt }: { erasedAt: Date | null }): void {
  if (erasedAt === null) return
  throw new BatonError(
    'conflict',
    `Values of this run were erased on ${erasedAt.toISOString().slice(0, 10)}: it cannot be taken up or done once more.`,
  )
}
