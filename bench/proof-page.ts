// In the browser: edits a team of so many nodes as the studio does, and times each edit's way to its proof.
import { Prover, type OpenLine } from '@/components/canvas/proof/prover'
import type { Told } from '@/components/canvas/proof/session'
import type { Catalogue } from '@/domain/team/checks/check'
import type { Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import { reduce } from '@/domain/team/reduce'
import { largeCatalogue, largeTeam } from '@/domain/team/testing/large-team'

/** Milliseconds. */
export interface Timed {
  /** From the edit to its proof. */
  toProof: number
  /** Of that, what the page's own thread was taken up with. */
  blocked: number
}

export interface Measured {
  nodes: number
  problems: number
  /** The first proof, from nothing, the start of the worker included. */
  first: Timed
  /** By sort of edit. */
  edits: Record<string, Timed[]>
  /** How long the same piece of work took in the page, between the edits: what else ran on the machine. */
  fixed: number[]
}

type Edit = (document: TeamDocument, i: number) => Command | undefined

const pick = (document: TeamDocument, kind: string, i: number) => {
  const found = document.nodes.filter((node) => node.kind === kind)
  return found[(i * 7) % found.length]
}

const SORTS: Record<string, Edit> = {
  move: ({ nodes }, i) => ({
    type: 'node.move',
    positions: { [nodes[(i * 7) % nodes.length]?.id ?? '']: { x: i, y: i } },
  }),
  'new name': ({ nodes }, i) => ({
    type: 'node.update',
    id: nodes[(i * 7) % nodes.length]?.id ?? '',
    patch: { name: `Name ${i}` },
  }),
  'new rule': (document, i) => {
    const node = pick(document, 'rules', i)
    const when = node && node.kind === 'rules' ? (node.rules[0]?.when ?? '') : ''
    return (
      node && {
        type: 'node.update',
        id: node.id,
        patch: {
          rules: [
            { id: 'D-1', name: 'R', when: when.replace(/\d+$/, String(i)), then: 'review', message: '' },
          ],
        },
      }
    )
  },
  'other agent': (document, i) => {
    const node = pick(document, 'agent', i)
    return node && { type: 'node.update', id: node.id, patch: { agent: `agent-${i % 24}` } }
  },
  // Drawn and taken away by turns.
  edge: (document, i) => {
    const node = pick(document, 'rules', i - (i % 2))
    const id = `extra_${node?.id ?? ''}`
    if (!node) return undefined
    return document.edges.some((edge) => edge.id === id)
      ? { type: 'edge.remove', id }
      : { type: 'edge.add', edge: { id, from: { node: node.id, port: 'reject' }, to: { node: 'done' } } }
  },
  contract: ({ contracts }, i) => changed(contracts[(i * 7) % contracts.length], i),
  'contract of all': ({ contracts }, i) => changed(contracts[0], i),
}

function changed(contract: TeamDocument['contracts'][number] | undefined, i: number): Command | undefined {
  return (
    contract && {
      type: 'contract.put',
      contract: { ...contract, schema: { ...contract.schema, title: `Title ${i}` } },
    }
  )
}

let blocked = 0
function counted<T>(work: () => T): T {
  const from = performance.now()
  try {
    return work()
  } finally {
    blocked += performance.now() - from
  }
}

const open: OpenLine = (onAnswer, onDeath, onReady) => {
  const worker = new Worker('/worker.js')
  // Reading `data` is where the answer is copied into this thread.
  worker.addEventListener('message', (event: MessageEvent<Told>) =>
    counted(() => ('ready' in event.data ? onReady() : onAnswer(event.data))),
  )
  worker.addEventListener('error', onDeath)
  return { ask: (question) => worker.postMessage(question), end: () => worker.terminate() }
}

async function timed(prover: Prover, document: TeamDocument, catalogue: Catalogue): Promise<Timed> {
  blocked = 0
  const from = performance.now()
  const proved = new Promise<number>((resolve) => {
    const stop = prover.subscribe(() => {
      if (prover.snapshot().of !== document) return
      stop()
      resolve(performance.now() - from)
    })
  })
  counted(() => prover.prove(document, catalogue))
  return { toProof: await proved, blocked }
}

function fixedWork(): number {
  const from = performance.now()
  let sum = 0
  for (let i = 0; i < 2_000_000; i++) sum = (sum * 31 + i) | 0
  return performance.now() - from + (sum & 0)
}

async function measure(size: number, times: number): Promise<Measured> {
  let document = largeTeam(size)
  const catalogue = structuredClone(largeCatalogue)
  const prover = new Prover(open)
  const first = await timed(prover, document, catalogue)
  const { problems } = prover.snapshot().proof
  const edits: Record<string, Timed[]> = {}
  const fixed: number[] = []
  for (let i = 0; i < times; i++)
    for (const [sort, edit] of Object.entries(SORTS)) {
      const command = edit(document, i)
      if (!command) continue
      document = reduce(document, command)
      fixed.push(fixedWork())
      ;(edits[sort] ??= []).push(await timed(prover, document, catalogue))
    }
  prover.close()
  return { nodes: document.nodes.length, problems: problems.length, first, edits, fixed }
}

Object.assign(globalThis, { measure })
