import { isRecord } from '@/domain/contract/json-schema'

export interface Difference {
  /** JSON Pointer into the value. */
  pointer: string
  before: unknown
  after: unknown
}

const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

/** Which values differ, by the deepest field both have; a list counts as one value. */
export function differences(before: unknown, after: unknown, pointer = ''): Difference[] {
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return names.flatMap((name) => differences(before[name], after[name], `${pointer}/${escape(name)}`))
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ pointer, before, after }]
}
