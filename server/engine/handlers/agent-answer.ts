import { pointerOf } from '@/domain/pointer'
import type { Problem } from '@/domain/problem'
import { storable } from '@/domain/storable'
import { envelopeSchema, type Envelope } from '@/domain/run/step'
import { handOnProblems } from '@/server/bounded'
import { stripFence } from '@/server/models/strip-fence'

export type ReadAnswer = { ok: true; envelope: Envelope } | { ok: false; problems: Problem[] }

/** Reads a model's text as an answer: JSON, the envelope's shape, then the contract; the first layer that fails is reported. */
export function readAnswer(text: string, contract: Record<string, unknown>): ReadAnswer {
  const json = readJson(text)
  if (!json.ok) return json
  const envelope = envelopeSchema.safeParse(json.value)
  if (!envelope.success) {
    return {
      ok: false,
      problems: envelope.error.issues.map((issue) => ({
        pointer: pointerOf(issue.path),
        message: issue.message,
      })),
    }
  }
  const problems = answerProblems(contract, envelope.data.output)
  return problems.length ? { ok: false, problems } : { ok: true, envelope: envelope.data }
}

/** A model's text as JSON that can be kept. */
export function readJson(text: string): { ok: true; value: unknown } | { ok: false; problems: Problem[] } {
  try {
    return { ok: true, value: storable(JSON.parse(stripFence(text)) as unknown) }
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unreadable'
    return {
      ok: false,
      problems: [{ pointer: '', message: storable(`not JSON: ${message}`), expected: 'one JSON object' }],
    }
  }
}

/** What keeps an output from being handed on under its contract, with pointers into the answer. */
export function answerProblems(contract: Record<string, unknown>, output: unknown): Problem[] {
  return handOnProblems(contract, output).map((problem) => ({
    ...problem,
    pointer: `/output${problem.pointer}`,
  }))
}
