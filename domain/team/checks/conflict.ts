import { checkCompat } from '../../contract/compat'
import { refOf, showRef, type Contract } from '../../contract/contract'
import { typeOfExpression } from '../../expression/type-of'
import { clears } from '../../policy/classification'
import { needsOwner } from '../kinds/conflict'
import { kindOf } from '../kinds/registry'
import { isStaffed, staffOf } from '../staff'
import type { NodeOf } from '../node'
import { settledSchema } from '../settled'
import { reachableNodes, type Check, type Compilation, type Found } from './check'
import { conflictPaths } from './conflict-paths'
import { leavesRead } from './leaves-read'
import { readsIn } from './reads-in'

type Node = NodeOf<'conflict'>

/** What several agents claim of one subject is settled once, by a rule that can work, and never opened again. */
export const conflictCheck: Check = {
  code: 'conflict',
  title: 'Conflicts have one owner',
  needsEntry: true,
  run(team) {
    const nodes = reachableNodes(team).filter((node) => node.kind === 'conflict')
    return [
      ...nodes.flatMap((node) => [
        ...claims(team, node),
        ...owner(team, node),
        ...adjudicator(team, node),
        ...contract(team, node),
      ]),
      ...conflictPaths(team, nodes),
    ]
  },
}

function claims(team: Compilation, node: Node): Found[] {
  const found: Found[] = []
  const at = (pointer: string) => ({ node: node.id, pointer })
  if (node.subject === '')
    found.push({
      code: 'conflict.subject',
      severity: 'error',
      message: `"${node.name}" does not say what is claimed. Name the subject, as in lead.quality.`,
      place: at('/subject'),
    })
  const claimants = node.claims.map((claim) => claim.node)
  if (new Set(claimants).size < 2 || new Set(claimants).size < claimants.length)
    found.push({
      code: 'conflict.claims',
      severity: 'error',
      message:
        claimants.length < 2
          ? `"${node.name}" has fewer than two claims: there is nothing to settle.`
          : `"${node.name}" takes two claims from the same node. One agent makes one claim.`,
      place: at('/claims'),
    })
  for (const [i, claim] of node.claims.entries()) {
    const source = team.graph.nodes.get(claim.node)
    if (source && !(isStaffed(source) && kindOf(source).writes(source)))
      found.push({
        code: 'conflict.claimant',
        severity: 'error',
        message: `"${node.name}" takes a claim from "${source.name}", where no agent decides. Take it from an agent.`,
        place: at(`/claims/${i}/node`),
      })
    const reads = readsIn({ pointer: '', source: claim.value, form: 'expression' })
    if (source && !reads.some(({ path }) => path[0] === claim.node))
      found.push({
        code: 'conflict.value',
        severity: 'error',
        message: `What "${source.name}" claims is made of what others handed over: ${claim.value}. Take it from ${claim.node}.`,
        place: at(`/claims/${i}/value`),
      })
    const type = typeOfExpression(claim.value, team.scope)
    if (node.compare !== 'equal' && type && type.kind !== 'number' && type.kind !== 'any')
      found.push({
        code: 'conflict.compare',
        severity: 'error',
        message: `"${node.name}" allows a difference of ${node.compare}, but ${claim.value} is no number.`,
        place: at('/compare'),
        fixes: [
          {
            label: 'Claims agree when they are equal',
            command: { type: 'node.update', id: node.id, patch: { compare: 'equal' } },
          },
        ],
      })
  }
  return found
}

function owner(team: Compilation, node: Node): Found[] {
  const claimants = node.claims.map((claim) => claim.node)
  const known = node.owner !== undefined && claimants.includes(node.owner)
  if (known || (node.owner === undefined && !needsOwner(node))) return []
  const [first] = claimants
  return [
    {
      code: 'conflict.owner',
      severity: 'error',
      message:
        node.owner === undefined
          ? `Nobody owns the decision on ${node.subject || 'this subject'}. Say whose claim holds at "${node.name}".`
          : `The decision owner of "${node.name}" is none of those who claim.`,
      place: { node: node.id, pointer: '/owner' },
      ...(first !== undefined && {
        fixes: [
          {
            label: `Let "${team.graph.nodes.get(first)?.name ?? first}" own the decision`,
            command: { type: 'node.update', id: node.id, patch: { owner: first } },
          },
        ],
      }),
    },
  ]
}

/** Whoever adjudicates, or stands in for them, is none of those who claim, and may see what they claim. */
function adjudicator(team: Compilation, node: Node): Found[] {
  if (node.policy !== 'supervisor') return []
  const place = { node: node.id, pointer: '/agent' }
  const claimants = node.claims.flatMap(({ node: id }) => {
    const source = team.graph.nodes.get(id)
    return source ? staffOf(source) : []
  })
  const leaves = node.claims.flatMap(({ value }) =>
    leavesRead(team, { pointer: '', source: value, form: 'expression' }),
  )
  return staffOf(node).flatMap((slug) => {
    const agent = team.agents.get(slug)
    if (!agent) return []
    const found: Found[] = []
    if (claimants.includes(slug))
      found.push({
        code: 'conflict.self',
        severity: 'error',
        message: `${agent.name} adjudicates at "${node.name}" and is one of those who claim. Choose another agent.`,
        place,
      })
    const hidden = leaves.find(
      ({ classification, categories }) =>
        !clears(agent.clearance, classification) ||
        categories.some((category) => !agent.categories.includes(category)),
    )
    if (hidden)
      found.push({
        code: 'conflict.blind',
        severity: 'error',
        message: `${agent.name} adjudicates at "${node.name}" but may not see what is claimed: ${hidden.path}. Choose an agent that is cleared for it.`,
        place,
      })
    return found
  })
}

/** What it writes fits its contract, which can be written from the claims. */
function contract(team: Compilation, node: Node): Found[] {
  const place = { node: node.id, pointer: '/produces' }
  const schema = settledSchema(node, team.scope)
  if (node.produces === undefined) {
    const made = contractFor(team, node, schema)
    return [
      {
        code: 'conflict.contract',
        severity: 'error',
        message: `"${node.name}" does not say what it hands on. Its contract can be written from the claims.`,
        place,
        fixes: [
          {
            label: `Write ${showRef(refOf(made))} from the claims`,
            command: {
              type: 'batch',
              label: `Contract of ${node.name}`,
              commands: [
                { type: 'contract.put', contract: made },
                { type: 'node.update', id: node.id, patch: { produces: refOf(made) } },
              ],
            },
          },
        ],
      },
    ]
  }
  const known = team.contracts.get(node.produces)
  if (!known) return []
  const fit = checkCompat(schema, known.schema)
  if (fit.verdict === 'compatible') return []
  if (fit.verdict === 'unknown')
    return [
      {
        code: 'conflict.unproved',
        severity: 'warning',
        message: `It cannot be proved that what "${node.name}" settles always fits ${showRef(node.produces)}; it is checked at run time. ${asSentence(fit.reason)}`,
        place,
      },
    ]
  return [
    {
      code: 'conflict.misfit',
      severity: 'error',
      message: `What "${node.name}" settles does not always fit ${showRef(node.produces)}. ${asSentence(fit.reason)}`,
      place,
      counterexample: fit.counterexample,
      fixes: [
        {
          label: `Write ${showRef(node.produces)} from the claims`,
          command: { type: 'contract.put', contract: { ...known, schema } },
        },
      ],
    },
  ]
}

const asSentence = (reason: string): string => (reason.endsWith('.') ? reason : `${reason}.`)

function contractFor(team: Compilation, node: Node, schema: Record<string, unknown>): Contract {
  const name = node.subject === '' ? 'settled' : `${node.subject}.settled`
  for (let version = 1; ; version++)
    if (!team.contracts.has(`${name}@${version}`))
      return {
        name,
        version,
        description: `What holds of ${node.subject || 'the subject'}, and what does not.`,
        schema,
      }
}
