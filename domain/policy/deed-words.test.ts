import { expect, it } from 'vitest'
import { deedInWords } from './deed-words'

it.each([
  ['tool.call', 'crm/find', 'call crm/find'],
  ['tool.call', '', 'call a tool that it does not have'],
  ['run.start', 'ws_1', 'start runs'],
  // What objects inherit is no action, and no permission.
  ['constructor', 'x', 'constructor'],
  ['toString', 'x', 'toString'],
])('%s of %j reads “%s”', (action, what, words) => expect(deedInWords({ action, what })).toBe(words))
