import type { Proof } from '@/domain/team/compile'
import type { Edge } from '@/domain/team/document'
import type { Port } from '@/domain/team/kinds/common'
import { OUT } from '@/domain/team/kinds/kind'
import { kindOf } from '@/domain/team/kinds/registry'
import type { TeamNode } from '@/domain/team/node'
import type { HandoffFacts } from '../flow/flow-types'

const FITS: Record<string, HandoffFacts['fit']> = {
  compatible: 'fits',
  incompatible: 'misfit',
  unknown: 'unproved',
}

/** What the pill of every edge says, by its id. A handoff whose target asks for nothing fits. @param isAwaited whether its proof is not there yet */
export function handoffFactsOf(
  nodes: readonly TeamNode[],
  edges: readonly Edge[],
  proof: Pick<Proof, 'carried' | 'fits'>,
  taken?: ReadonlySet<string>,
  isAwaited = false,
): Map<string, HandoffFacts> {
  const ports = new Map(nodes.map((node) => [node.id, kindOf(node).ports(node)]))
  return new Map(
    edges.map(({ id, from }) => {
      const ref = proof.carried[id]?.contract
      const [name = '', version = ''] = ref?.split('@') ?? []
      const fit = proof.fits[id]?.verdict
      return [
        id,
        {
          branch: wayName(ports.get(from.node) ?? [], from.port),
          contract: ref === undefined ? undefined : { name, version },
          fit: fit
            ? (FITS[fit] ?? 'unknown')
            : ref !== undefined
              ? 'fits'
              : isAwaited
                ? 'awaited'
                : 'unknown',
          taken: taken && taken.has(`${from.node} ${from.port}`),
        },
      ]
    }),
  )
}

/** The name of a way out: worth its room only where there are several and it is not the usual one. */
export const wayName = (ports: readonly Port[], port: string): string | undefined =>
  ports.length > 1 && port !== OUT.id ? ports.find(({ id }) => id === port)?.label : undefined

/** Letters of the pill, to keep pills apart. */
export const pillLength = ({ branch, contract }: HandoffFacts): number =>
  (branch ? branch.length + 1 : 0) + (contract ? contract.name.length + contract.version.length + 1 : 0)
