import type { Handler } from '../types'

/** Splits the path: every way is a lane. Where they lead is the plan's. */
export const runParallel: Handler<'parallel'> = ({ node, at }) => {
  const split = { fork: `${node.id}#${at.iteration}`, width: node.ways.length }
  return Promise.resolve({
    kind: 'done',
    port: '',
    result: { split },
    record: { data: { ways: split.width } },
  })
}
