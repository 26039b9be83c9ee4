import { checkCompat } from '../../contract/compat'
import { refOf, showRef, type Contract } from '../../contract/contract'
import { didYouMean } from '../../expression/nearest'
import { arrivingAt } from '../carry'
import type { BundleTeam } from '../bundle'
import type { NodeOf } from '../node'
import { asSentence } from './handoff'
import { listed, reachableNodes, type Check, type Compilation, type Found } from './check'

/** Every team that is called is published, does not call back, takes what it is given and brings what is expected. */
export const teamsCheck: Check = {
  code: 'teams',
  title: 'Other teams can be called',
  run(team) {
    return reachableNodes(team).flatMap((node) => (node.kind === 'team' ? problemsOf(team, node) : []))
  },
}

function problemsOf(team: Compilation, node: NodeOf<'team'>): Found[] {
  const { catalogue } = team
  const found = (code: string, message: string, pointer: string, more: Partial<Found> = {}): Found => ({
    code: `teams.${code}`,
    severity: 'error',
    message,
    place: { node: node.id, pointer },
    ...more,
  })
  if (node.team === undefined)
    return [found('none', `"${node.name}" does not say which team does it. Choose one.`, '/team')]
  const teams = catalogue.teams ?? []
  const called = teams.find(({ slug }) => slug === node.team)
  if (!called) {
    const near = didYouMean(
      node.team,
      teams.map(({ slug }) => slug),
    )
    return [
      found(
        'unknown',
        `There is no published team "${node.team}"${near}. Publish that team first, or choose another.`,
        '/team',
      ),
    ]
  }
  const own = catalogue.slug
  if (own !== undefined && (called.slug === own || called.needs.includes(own)))
    return [
      found(
        'cycle',
        called.slug === own
          ? `"${node.name}" calls this very team, which would call itself without end.`
          : `"${node.name}" calls ${called.name}, which needs this team in turn: they would call each other without end.`,
        '/team',
      ),
    ]
  return [...given(team, node, called, found), ...brought(team, node, called, found)]
}

type Tell = (code: string, message: string, pointer: string, more?: Partial<Found>) => Found

/** What comes in fits what the team begins with; what is made by an expression is checked as it runs. */
function given(team: Compilation, node: NodeOf<'team'>, { input, name }: BundleTeam, tell: Tell): Found[] {
  if (!input || node.input !== undefined) return []
  const arriving = arrivingAt(team.graph, team.carried, node.id).flatMap(({ contract }) => {
    const known = team.contracts.get(contract ?? '')
    return known ? [known] : []
  })
  return arriving.flatMap((contract) => {
    const fit = checkCompat(contract.schema, input.schema)
    if (fit.verdict === 'compatible') return []
    if (fit.verdict === 'unknown')
      return [
        tell(
          'unproved',
          `It cannot be proved that ${showRef(refOf(contract))} always fits what ${name} begins with, ${showRef(refOf(input))}; it is checked at run time. ${asSentence(fit.reason)}`,
          '/input',
          { severity: 'warning' },
        ),
      ]
    return [
      tell(
        'input',
        `${name} begins with ${showRef(refOf(input))}, which ${showRef(refOf(contract))} does not always fit. ${asSentence(fit.reason)}`,
        '/input',
        { counterexample: fit.counterexample },
      ),
    ]
  })
}

/** What its ends are handed fits what comes back here. */
function brought(team: Compilation, node: NodeOf<'team'>, called: BundleTeam, tell: Tell): Found[] {
  const expected = team.contracts.get(node.produces ?? '')
  if (!expected) return []
  const results = called.results.filter((one): one is Contract => one !== null)
  if (results.length < called.results.length || results.length === 0)
    return [
      tell(
        'result',
        `${called.name} does not say at each of its ends what it brings, so it cannot be proved to fit ${showRef(refOf(expected))}; it is checked as it runs.`,
        '/produces',
        { severity: 'warning' },
      ),
    ]
  const judged = results.map((one) => ({ one, fit: checkCompat(one.schema, expected.schema) }))
  const misfits = judged.filter(({ fit }) => fit.verdict === 'incompatible').map(({ one }) => one)
  const unproved = judged.find(({ fit }) => fit.verdict === 'unknown')
  if (misfits.length === 0 && unproved)
    return [
      tell(
        'unproved',
        `It cannot be proved that what ${called.name} brings always fits ${showRef(refOf(expected))}; it is checked at run time.`,
        '/produces',
        { severity: 'warning' },
      ),
    ]
  if (misfits.length === 0) return []
  const names = listed(misfits.map((one) => showRef(refOf(one))))
  return [
    tell(
      'result',
      `${called.name} brings ${names}, which does not always fit ${showRef(refOf(expected))}.`,
      '/produces',
    ),
  ]
}
