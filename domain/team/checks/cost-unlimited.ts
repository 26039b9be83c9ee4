import { showRef, type Contract, type ContractRef } from '../../contract/contract'
import { isRecord } from '../../contract/json-schema'
import { limited, unlimitedIn, LIMITS, type Unlimited } from '../cost/unlimited'
import { contractsNamedBy, handedAtAll, kindOf } from '../kinds/registry'
import type { StaffedNode } from '../staff'
import type { Compilation, Found } from './check'

/** A contract of which agents are shown places without a largest size. */
export interface OpenContract {
  ref: ContractRef
  contract: Contract
  places: Unlimited[]
}

/** Of what some nodes are shown: the contracts, and where in them nothing says how large a value may be. */
export function openContracts(team: Compilation, open: readonly StaffedNode[]): OpenContract[] {
  const seen = new Set(
    open.flatMap(({ id }) =>
      [team.views[id], team.fallbackViews[id]].flatMap((view) =>
        (view?.fields ?? []).filter(({ visibility }) => visibility === 'clear').map(({ path }) => path),
      ),
    ),
  )
  // A view names the last fields: of a list of objects what they hold, and the list is shown with these.
  const isSeen = (path: readonly string[]) =>
    path.some((_, i) => seen.has(path.slice(0, i + 1).join('.'))) ||
    [...seen].some((one) => one.startsWith(`${path.join('.')}.`))
  const found = new Map<ContractRef, OpenContract>()
  for (const node of team.document.nodes)
    for (const { slot, contract: ref } of handedAtAll(node)) {
      const contract = team.contracts.get(ref ?? '')
      if (ref === undefined || !contract || !isRecord(contract.schema) || found.has(ref)) continue
      const places = unlimitedIn(contract.schema).filter(({ path }) => isSeen([slot, ...path]))
      if (places.length > 0) found.set(ref, { ref, contract, places })
    }
  return [...found.values()]
}

/** `account.dossier 1 sets no longest text for name, and no most entries for deals` */
export function sayOpen({ ref, places }: OpenContract): string {
  const of = (by: Unlimited['by']) => namesOf(places.filter((place) => place.by === by))
  const said = [
    [of('maxLength'), 'no longest text for'],
    [of('maxItems'), 'no most entries for'],
    [of(undefined), 'no largest size for'],
  ].flatMap(([names, words]) => (names ? [`${words ?? ''} ${names}`] : []))
  return `${showRef(ref)} sets ${said.join(', and ')}`
}

const MOST = 4

function namesOf(places: readonly Unlimited[]): string {
  const names = [...new Set(places.map(({ path }) => path.filter((name) => name !== '*').join('.')))]
  const more = names.length - MOST
  return names.slice(0, MOST).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** Why it cannot be said what a run may cost, as a note at the contract, with limits to take over. */
export const unlimitedNote = (team: Compilation, open: OpenContract): Found => ({
  code: 'cost.length',
  severity: 'advice',
  message: `The most that a run may cost cannot be said: ${sayOpen(open)}, and agents are shown that.`,
  place: { contract: open.ref, pointer: `/schema${open.places[0]?.pointer ?? ''}` },
  ...(canBeLimited(team, open) && {
    fixes: [
      {
        label: labelOf(open),
        command: {
          type: 'contract.put',
          contract: { ...open.contract, schema: limited(open.contract.schema, open.places) },
        },
      },
    ],
  }),
})

function labelOf({ places }: OpenContract): string {
  const letters =
    places.some(({ by }) => by === 'maxLength') && `${LIMITS.maxLength.toLocaleString('en-US')} letters`
  const entries = places.some(({ by }) => by === 'maxItems') && `${LIMITS.maxItems} entries`
  return `Limit to ${[letters, entries].filter(Boolean).join(' and ')}`
}

/**
 * Whether limits may be put in at a press: they are all that is missing, only agents and what begins a run are held to
 * them, and nothing else that comes by another contract has to fit.
 */
function canBeLimited({ document, carried, graph }: Compilation, { ref, places }: OpenContract): boolean {
  return (
    places.every(({ by }) => by !== undefined) &&
    document.nodes.every((node) =>
      contractsNamedBy(node).every(
        ({ pointer, contract }) =>
          contract !== ref ||
          pointer === '/accepts' ||
          (pointer === '/produces' && (node.kind === 'agent' || node.kind === 'trigger')),
      ),
    ) &&
    graph.edges.every(({ id, to }) => {
      const target = graph.nodes.get(to.node)
      return (
        !target ||
        kindOf(target).accepts(target) !== ref ||
        (carried.get(id) ?? []).every(({ contract }) => contract === ref)
      )
    })
  )
}
