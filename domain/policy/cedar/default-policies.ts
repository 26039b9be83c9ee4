import { PERMISSIONS, ROLES, type Role } from '../permission'
import type { PolicySet } from './policy'

const quoted = (names: readonly string[]): string =>
  names.map((name) => `Baton::Action::"${name}"`).join(', ')

const allowedTo = (role: Role): string[] =>
  Object.entries(PERMISSIONS)
    .filter(([, roles]) => (roles as readonly Role[]).includes(role))
    .map(([permission]) => permission)

/** What a new workspace begins with: what each job needs, and nothing besides. What none of them permits is denied. */
export const DEFAULT_POLICIES: PolicySet = [
  {
    id: 'fields.read',
    title: 'Who is cleared for a field, and holds all its categories, sees it as it is.',
    text: `permit (
  principal,
  action == Baton::Action::"field.read",
  resource
) when {
  resource.classified &&
  resource.classification <= principal.clearance &&
  principal.categories.containsAll(resource.categories)
};`,
  },
  {
    id: 'fields.mask',
    title: 'Who is cleared for a field, but does not hold all its categories, sees that it is there.',
    text: `@mask("redacted")
permit (
  principal,
  action == Baton::Action::"field.mask",
  resource
) when {
  resource.classified &&
  resource.classification <= principal.clearance
};`,
  },
  {
    id: 'fields.write',
    title: 'An agent writes what its contract asks for, up to its clearance.',
    text: `permit (
  principal,
  action == Baton::Action::"field.write",
  resource
) when {
  resource.classified &&
  resource.classification <= principal.clearance
};`,
  },
  {
    id: 'tools.granted',
    title:
      'An agent calls the tools that it was given; none that changes something outside, and none with words that it read in another system.',
    text: `permit (
  principal,
  action == Baton::Action::"tool.call",
  resource
) when {
  resource.granted && !resource.writes && !context.outward
};`,
  },
  {
    id: 'tools.untainted',
    title: 'An agent that has read untrusted text calls nothing that changes something outside.',
    text: `forbid (
  principal,
  action == Baton::Action::"tool.call",
  resource
) when {
  resource.writes && context.tainted
};`,
  },
  {
    id: 'models.tier',
    title: 'An agent uses models up to its own tier; a dearer one where a person has granted it.',
    text: `permit (
  principal,
  action == Baton::Action::"model.use",
  resource
) when {
  resource.tier <= principal.tier || context.granted
};`,
  },
  {
    id: 'connections.cleared',
    title: 'An action may use any connection; what each may receive is held apart from policies.',
    text: `permit (
  principal,
  action == Baton::Action::"connection.use",
  resource
);`,
  },
  ...ROLES.map((role) => ({
    id: `people.${role}`,
    title: `What the role ${role} may do.`,
    text: `permit (
  principal in Baton::Role::"${role}",
  action in [${quoted(allowedTo(role))}],
  resource
);`,
  })),
]
