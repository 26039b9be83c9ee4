import { isRecord } from '@/domain/contract/json-schema'
import type { Task } from './sandbox-request'

/**
 * Summaries without AI: the beginning of each text, as long as it may be at three characters a token.
 * @returns undefined when no summaries are asked for
 */
export function beginnings({ schema, input }: Pick<Task, 'schema' | 'input'>): string[] | undefined {
  const properties = schema['properties']
  if (!isRecord(properties) || !('summaries' in properties)) return undefined
  if (!isRecord(input) || !Array.isArray(input['texts'])) return undefined
  return (input['texts'] as unknown[]).map((part) => {
    const { text, most_tokens: most } = isRecord(part) ? part : {}
    const room = 3 * (typeof most === 'number' ? most : 24)
    const said = typeof text === 'string' ? text : ''
    return said.length > room ? `${said.slice(0, room - 1)}…` : said || 'nothing'
  })
}
