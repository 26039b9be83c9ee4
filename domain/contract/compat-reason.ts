import { listIssues, type EvaluateOptions } from './evaluate'
import { placeLabel, placePointer, preview, type Issue } from './evaluate-issues'
import type { JsonSchema } from './json-schema'

/**
 * Where a counterexample misfits and why, in a sentence for someone who does not read schemas:
 * `budget_band may be "unknown", which is not one of 3 accepted values`.
 */
export function explainMisfit(
  schema: JsonSchema,
  value: unknown,
  options: EvaluateOptions,
): { pointer: string; reason: string } {
  const issues = listIssues(schema, value, options)
  const issue =
    issues.find((candidate) => candidate.value !== undefined && candidate.place !== undefined) ?? issues[0]
  if (!issue) return { pointer: '', reason: `${preview(value)} may be given, which is not accepted` }
  return { pointer: placePointer(issue.place), reason: sentence(issue) }
}

function sentence(issue: Issue): string {
  const label = placeLabel(issue.place)
  switch (issue.keyword) {
    case 'required':
      return `${label} may be missing, but it is required`
    case 'dependentRequired':
      return `${label} may be missing, but it is required with the other fields given`
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return `${label} may be given, but only the fields named in the contract are accepted`
    case 'propertyNames':
      return `a field may be called ${preview(issue.value)}, which is not accepted as a name`
    default:
      return `${label} may be ${preview(issue.value)}, which ${issue.clause}`
  }
}
