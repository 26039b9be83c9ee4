import { validateInstance } from '@/domain/contract/evaluate'
import { isRecord } from '@/domain/contract/json-schema'
import { answerByRules } from '@/domain/template/answer-by-rules'
import type { AnswerRule } from '@/domain/template/answers'
import type { SandboxAnswer } from './rule-answer'
import type { Task } from './sandbox-request'

/** An answer by the rules that a template brings for its agent. One that should fit its contract and does not is refused. */
export function writtenAnswer(rules: readonly AnswerRule[], task: Task, mark: string): SandboxAnswer {
  const { handoff, state, feedback = null, answers: tools = {} } = task
  const ruled = answerByRules(rules, { handoff, state, task: task.task, feedback, tools })
  switch (ruled.kind) {
    case 'calls':
      return { kind: 'tools', calls: ruled.calls }
    case 'refusal':
      return { kind: 'refusal', text: mark + ruled.why }
    case 'answer': {
      const { request, ...said } = ruled.said
      const answer = { ...said, ...(mayAsk(task) && { request }), rationale: mark + said.rationale }
      const [misfit] = validateInstance(task.schema, answer)
      if (misfit && !ruled.misfit) {
        const where = misfit.pointer || 'the answer'
        return {
          kind: 'refusal',
          text: `${mark}the rule “${ruled.rule}” does not fit its contract: ${where}: ${misfit.message}.`,
        }
      }
      return { kind: 'text', text: JSON.stringify(answer) }
    }
  }
}

function mayAsk({ schema }: Task): boolean {
  const properties = schema['properties']
  return isRecord(properties) && 'request' in properties
}
