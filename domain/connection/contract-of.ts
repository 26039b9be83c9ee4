import { contractNameFrom } from '../contract/import/imported'
import { classifyAll } from '../contract/import/classify-all'
import type { Contract } from '../contract/contract'
import type { Classification } from '../policy/classification'
import type { Operation } from './operation'

/**
 * The contract of what an operation answers, for a team to read it by; undefined where nobody knows what that is. Its
 * fields count as what its connection is cleared for until somebody classifies them more exactly.
 */
export function contractOfAnswer(
  connection: { slug: string; clearance: Classification },
  { name, title, output }: Pick<Operation, 'name' | 'title' | 'output'>,
): Contract | undefined {
  if (output?.['type'] !== 'object') return undefined
  return {
    name: contractNameFrom(`${connection.slug.replaceAll('-', '_')}.${name}.answer`),
    version: 1,
    description: `What ${title} answers.`,
    schema: classifyAll(output, connection.clearance),
  }
}
