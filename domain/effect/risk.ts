import { z } from 'zod'
import { expressionSchema } from '../team/kinds/common'

export const RISKS = ['low', 'medium', 'high'] as const
export type Risk = (typeof RISKS)[number]

export const isRisk = (value: unknown): value is Risk => RISKS.some((risk) => risk === value)

/** How much may go wrong with an effect: one of three words, or a CEL expression that gives one of them. */
export const riskSchema = z.union([z.enum(RISKS), expressionSchema])

/** The expression by which a risk is worked out; undefined where it is one of the three words, or not said. */
export const riskExpression = (risk: string | undefined): string | undefined =>
  risk === undefined || isRisk(risk) ? undefined : risk
