import { counted } from '@/components/ui/counted'
import { sayGate } from './say-gates'
import {
  because,
  agent,
  connection,
  contract,
  list,
  marked,
  member,
  people,
  plain,
  quoted,
  text,
  type Sayable,
  type Sentence,
} from './sentence'

/** What came of a step, by the kind of its node. */
export function sayStep(entry: Sayable): Sentence {
  const { data } = entry
  switch (data['kind']) {
    case 'agent': {
      const hidden = list(data['hidden']).length
      if (data['asks'] !== undefined)
        return plain(
          'Asked',
          agent(entry, data['asks']),
          'for more',
          `, request ${text(data['round'])} of ${text(data['of'])}`,
        )
      const instead = text(data['instead_of'])
      return plain(
        'Handed on',
        contract(text(data['contract']) || text(data['name'])),
        instead !== '' && `, in the place of ${entry.names?.[`agent/${instead}`] ?? instead}`,
        hidden > 0 && `, ${counted(hidden, 'field')} hidden from it`,
        data['fitted'] !== undefined && ', what it saw made to fit',
      )
    }
    case 'rules': {
      const stopped = list(data['rules']).filter((rule) => member(rule, 'held') === false)
      if (stopped.length === 0) return plain(`Passed ${counted(list(data['rules']).length, 'rule')}`)
      const ids = stopped.map((rule) => text(member(rule, 'id'))).join(', ')
      return text(data['port']) === 'reject'
        ? marked('blocked', 'Rejected', 'it by', { mono: ids })
        : marked('blocked', 'Stopped', 'it for a review by', { mono: ids })
    }
    case 'action': {
      if (data['simulated'] === true) return plain('Simulated', text(data['name']))
      // Of an operation the effect says it: what only reads has none.
      const reads =
        data['operation'] === undefined ? text(data['method']) === 'GET' : text(data['effect']) === ''
      return plain(
        reads ? 'Read from' : 'Wrote to',
        connection(entry, data['connection']),
        `: ${text(data['name'])}`,
      )
    }
    case 'wait':
      return data['port'] === 'timeout'
        ? plain('Waited in vain for', { mono: text(data['event']) })
        : plain('Took the event', { mono: text(data['event']) })
    case 'supervisor':
    case 'conflict':
      return sayGate(entry)
    case 'router':
      return plain('Took the way', quoted(data['port']))
    case 'end':
      return plain('Came to the end', quoted(data['name']))
    default:
      return plain('Finished', text(data['name']))
  }
}

/** What a person decided. */
export function sayVerdict(entry: Sayable): Sentence {
  const { data, privates } = entry
  const stoodIn = list(data['in_place_of']).length > 0
  const effects = list(data['effects']).length
  const reason = `${stoodIn ? `, in place of ${people(entry, data['in_place_of'])}` : ''}${because(privates['reason'])}`
  const edited = data['edited'] === true && 'after editing'
  switch (data['decision']) {
    case 'approve':
      if (data['kind'] === 'conflict')
        return plain('Let the claim of', agent(entry, data['holds']), 'hold', reason)
      return plain('Approved', edited, effects > 0 && `, ${counted(effects, 'effect')}`, reason)
    case 'reject':
      return marked(
        'blocked',
        'Rejected',
        data['kind'] === 'approval' ? 'it' : 'it, and gave the run up',
        reason,
      )
    case 'send_back':
      return plain('Sent it back', reason)
    case 'retry':
      return plain('Had it tried again', reason)
    case 'raise':
      return plain(
        data['leave'] === undefined ? 'Raised the budget, and let it go on' : 'Gave leave, and let it go on',
        reason,
      )
    default:
      return plain(`Decided: ${text(data['decision'])}`, reason)
  }
}
