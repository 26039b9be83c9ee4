import { z } from 'zod'
import type { JsonSchema } from '@/domain/contract/json-schema'
import type { Problem } from '@/domain/problem'

const formSchema = z.object({
  name: z.string(),
  /** The workspace that asks. */
  workspace: z.string(),
  intro: z.string(),
  schema: z.custom<JsonSchema>(),
  /** Why nothing is taken at the moment. */
  closed: z.string().nullable(),
})
export type SharedForm = z.infer<typeof formSchema>

const problemSchema = z.object({
  detail: z.string().default('The server did not answer as it should. Try again in a moment.'),
  errors: z
    .array(z.object({ pointer: z.string(), message: z.string(), expected: z.string().optional() }))
    .default([]),
})

/** Why the form cannot be read or was not taken. */
export class FormRefused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message)
  }
}

/** @throws FormRefused */
export const readForm = async (token: string): Promise<SharedForm> => formSchema.parse(await ask(token))

/** @throws FormRefused */
export async function sendForm(
  token: string,
  body: { input: Record<string, unknown>; key: string },
): Promise<{ reference: string }> {
  return z.object({ reference: z.string() }).parse(await ask(token, body))
}

async function ask(token: string, body?: object): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(`/api/forms/${encodeURIComponent(token)}`, {
      headers: { 'content-type': 'application/json' },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    })
  } catch {
    throw new FormRefused(0, 'The server did not answer. Check the line and try again.')
  }
  const answer: unknown = await response.json().catch(() => ({}))
  if (response.ok) return answer
  const { detail, errors } = problemSchema.parse(answer)
  throw new FormRefused(response.status, detail, errors)
}
