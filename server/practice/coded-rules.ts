import { draftRule } from './rule-draft'
import { dossierRule } from './rule-dossier'
import { signalsRule } from './rule-signals'
import type { RuleAnswer, RuleRequest } from './rule-answer'
import type { Task } from './sandbox-request'

/** Says what an agent answers to a task; undefined when the input is not what it knows, a text when it must refuse. */
export type Rule = (task: Task) => RuleAnswer | RuleRequest | string | undefined

/** What `answers.yaml` may name as `code`, where its own rules cannot say it: counting days, dates that skip weekends. */
export const CODED_RULES: Readonly<Record<string, Rule>> = {
  'sales-dossier': dossierRule,
  'sales-signals': signalsRule,
  'sales-next-action': draftRule,
}
