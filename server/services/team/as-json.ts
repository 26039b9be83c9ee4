import type { Prisma } from '@/prisma/generated/client'

/** What a JSON column takes: values of the domain's types are JSON, which their types do not say. */
export const asJson = (value: unknown): Prisma.InputJsonObject => value as Prisma.InputJsonObject
