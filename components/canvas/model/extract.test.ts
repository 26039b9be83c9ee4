import { describe, expect, it } from 'vitest'
import { compileTeam } from '@/domain/team/compile'
import { edit, startHistory, undo } from '@/domain/team/history'
import { reduce } from '@/domain/team/reduce'
import { salesCatalogue, salesTeam } from '@/domain/team/testing/sales-team'
import { splitTeam } from '@/domain/team/testing/split-team'
import { extractTeam } from './extract-team'
import { judgeExtraction } from './judge-extraction'

const cut = (ids: string[], document = salesTeam()) => judgeExtraction(document, ids, 'Part', salesCatalogue)
const why = (ids: string[], document = salesTeam()): string => {
  const judged = cut(ids, document)
  return 'refused' in judged ? judged.refused : ''
}

describe('a selection as a team of its own', () => {
  it('begins with what comes in, ends with what goes on, and is sound on both sides', () => {
    const judged = cut(['research'])
    if ('refused' in judged) throw new Error(judged.refused)
    expect(judged.errors).toEqual([])
    expect(judged).toMatchObject({ begins: 'lead.request@1', brings: 'account.dossier@1', node: 'research' })
    const { team } = judged
    expect(team.nodes.map(({ id, kind }) => [id, kind])).toEqual([
      ['start', 'trigger'],
      ['research', 'agent'],
      ['done', 'end'],
    ])
    expect(team.contracts.map(({ name }) => name).sort()).toEqual(['account.dossier', 'lead.request'])
    const { bundle } = compileTeam(team, salesCatalogue)
    expect(bundle?.entry).toBe('start')
  })

  it('takes everything between the trigger and the end, with its gates and its effect', () => {
    const judged = cut(['research', 'drafting', 'limits', 'person', 'update'])
    expect(judged).toMatchObject({ errors: [], begins: 'lead.request@1', brings: 'crm.receipt@1' })
  })

  it('is called in its place under the same name, so that whoever read it reads on', () => {
    const document = salesTeam()
    const { replace } = extractTeam(document, ['research'], 'Part')
    const after = reduce(document, replace('part'))
    expect(after.nodes.find(({ id }) => id === 'research')).toMatchObject({
      kind: 'team',
      team: 'part',
      produces: 'account.dossier@1',
    })
    expect(after.edges.map(({ from, to }) => `${from.node} ${to.node}`)).toContain('research drafting')
    expect(after.nodes.find(({ id }) => id === 'person')).toMatchObject({
      question: expect.stringContaining('research.account.name'),
    })
  })

  it('is one step of undo here', () => {
    const document = salesTeam()
    const history = edit(startHistory(document), extractTeam(document, ['research'], 'Part').replace('part'))
    expect(undo(history).history.document).toEqual(document)
  })

  it.each([
    ['the trigger', ['start', 'research'], 'where a run of this team begins'],
    ['an end', ['update', 'done'], 'how a run of this team ends'],
    ['more than one way in', ['research', 'update'], 'more than one way in'],
    ['more than one way on', ['limits'], 'more than one way on'],
    ['one who is sent back to from outside', ['drafting'], 'Take both, or neither'],
    ['nothing', [], 'Nothing is selected'],
  ])('is refused with %s', (_what, ids, reason) => {
    expect(why(ids)).toContain(reason)
  })

  it('is refused where it reads what does not come in, or writes what is read outside and does not go on', () => {
    const document = salesTeam()
    // Drafting reads start.account_id; the dossier is all that comes in.
    const straight = reduce(document, {
      type: 'batch',
      commands: [
        { type: 'node.remove', id: 'person' },
        { type: 'node.update', id: 'limits', patch: { rules: [] } },
      ],
    })
    expect(why(['drafting', 'limits'], straight)).toContain('reads start.account_id')
    expect(why(['research', 'drafting', 'limits'], straight)).toContain('reads research.account.name')
  })

  it('takes a split along with its join, or leaves both', () => {
    const document = splitTeam()
    const split = document.nodes.find(({ kind }) => kind === 'parallel')
    const join = document.nodes.find(({ kind }) => kind === 'join')
    if (!split || !join) throw new Error('the team splits nowhere')
    expect(why([split.id], document)).toMatch(/Take it along|more than one way on/)
    expect(why([join.id], document)).toMatch(/Take it along|more than one way in/)
  })
})
