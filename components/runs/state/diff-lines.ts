import { pointerParts, valueAtPointer } from '@/domain/pointer'
import type { StatePatch } from '@/domain/state/patch'

export interface DiffLine {
  kind: 'path' | 'added' | 'removed'
  text: string
}

/** A patch as people read it: the place, then what stood there struck through, then what stands there now. */
export function diffLines(before: unknown, patch: StatePatch, most = 400): DiffLine[] {
  const lines: DiffLine[] = []
  let place = ''
  for (const operation of patch) {
    const cut = operation.path.lastIndexOf('/')
    const [parent, name] = [operation.path.slice(0, cut) || '/', pointerParts(operation.path).at(-1) ?? '']
    if (parent !== place) lines.push({ kind: 'path', text: (place = parent) })
    if (operation.op !== 'add')
      lines.push(...spell(name, valueAtPointer(before, operation.path)).map(removed))
    if ('value' in operation) lines.push(...spell(name, operation.value).map(added))
  }
  return lines.length > most
    ? [...lines.slice(0, most), { kind: 'path', text: `and ${lines.length - most} lines more` }]
    : lines
}

const added = (text: string): DiffLine => ({ kind: 'added', text })
const removed = (text: string): DiffLine => ({ kind: 'removed', text })

function spell(name: string, value: unknown): string[] {
  const text = JSON.stringify(value, null, 2) ?? 'undefined'
  const label = /^(\d+|-)$/.test(name) ? '' : `${JSON.stringify(name)}: `
  return `${label}${text}`.split('\n')
}
