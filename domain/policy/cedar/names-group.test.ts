import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import { expect, it } from 'vitest'
import { DEFAULT_POLICIES } from './default-policies'
import { namesGroup } from './names-group'

const named = (text: string, name = 'Night desk') =>
  namesGroup(cedar, [{ id: 'one', title: 'One', text }], name)

it.each([
  ['whom it permits', 'permit (principal in Baton::Group::"Night desk", action, resource);'],
  [
    'by a spelling with escapes',
    String.raw`permit (principal in Baton::Group::"Night\u{20}desk", action, resource);`,
  ],
  [
    'in a condition',
    'forbid (principal, action, resource) when { principal in Baton::Group::"Night desk" };',
  ],
  [
    'in a set',
    'permit (principal, action, resource) unless { [Baton::Group::"Night desk"].contains(resource) };',
  ],
  ['what cannot be read', 'permit (principal'],
])('finds a group: %s', (_, text) => expect(named(text)).toBe(true))

it.each([
  ['another', 'permit (principal in Baton::Group::"Day desk", action, resource);'],
  ['a role of that name', 'permit (principal in Baton::Role::"Night desk", action, resource);'],
  ['a comment', '// Baton::Group::"Night desk"\npermit (principal, action, resource);'],
])('does not take for it: %s', (_, text) => expect(named(text)).toBe(false))

it('is not in the default policies', () => expect(namesGroup(cedar, DEFAULT_POLICIES, 'admin')).toBe(false))
