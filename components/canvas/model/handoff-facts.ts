import type { Proof } from '@/domain/team/compile'
import type { Edge, TeamDocument } from '@/domain/team/document'
import type { Port } from '@/domain/team/kinds/common'
import { OUT } from '@/domain/team/kinds/kind'
import { kindOf } from '@/domain/team/kinds/registry'
import type { HandoffFacts } from '../flow/flow-types'

const FITS: Record<string, HandoffFacts['fit']> = {
  compatible: 'fits',
  incompatible: 'misfit',
  unknown: 'unproved',
}

/** What an edge's pill says. A handoff whose target asks for nothing fits. @param isAwaited whether its proof is not there yet */
export function handoffFacts(
  document: TeamDocument,
  proof: Pick<Proof, 'carried' | 'fits'>,
  edge: Edge,
  taken?: ReadonlySet<string>,
  isAwaited = false,
): HandoffFacts {
  const source = document.nodes.find(({ id }) => id === edge.from.node)
  const ports = source ? kindOf(source).ports(source) : []
  const ref = proof.carried[edge.id]?.contract
  const [name = '', version = ''] = ref?.split('@') ?? []
  const fit = proof.fits[edge.id]?.verdict
  return {
    branch: wayName(ports, edge.from.port),
    contract: ref === undefined ? undefined : { name, version },
    fit: fit ? (FITS[fit] ?? 'unknown') : ref !== undefined ? 'fits' : isAwaited ? 'awaited' : 'unknown',
    taken: taken && taken.has(`${edge.from.node} ${edge.from.port}`),
  }
}

/** The name of a way out: worth its room only where there are several and it is not the usual one. */
export const wayName = (ports: readonly Port[], port: string): string | undefined =>
  ports.length > 1 && port !== OUT.id ? ports.find(({ id }) => id === port)?.label : undefined

/** Letters of the pill, to keep pills apart. */
export const pillLength = ({ branch, contract }: HandoffFacts): number =>
  (branch ? branch.length + 1 : 0) + (contract ? contract.name.length + contract.version.length + 1 : 0)
