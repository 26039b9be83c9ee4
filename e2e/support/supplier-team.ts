import type { Locator } from '@playwright/test'
import { parallelOpinions } from '@/prisma/seed/examples/parallel-opinions'
import type { Installation } from './installation'

/** A published team with a split, two opinions and their join, under an address of its own. */
export async function supplierTeam(installation: Installation, key: string): Promise<string> {
  const document = { ...parallelOpinions.document, name: `Suppliers ${key}` }
  await installation.makeTeam({ ...parallelOpinions, key, document })
  return key
}

export async function boxOf(card: Locator): Promise<{ x: number; y: number }> {
  const box = await card.boundingBox()
  if (!box) throw new Error('It is not in sight.')
  return { x: Math.round(box.x), y: Math.round(box.y) }
}
