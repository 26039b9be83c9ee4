import type { Permission } from './permission'

/** What each permission lets somebody do, after `may` or `to`: a person reads this, never its key. */
export const PERMISSION_DOES: Record<Permission, string> = {
  'workspace.read': 'see the workspace',
  'workspace.stop': 'stop everything in the workspace',
  'publishing.edit': 'change environments and who agrees to publishing',
  'team.read': 'see teams',
  'team.edit': 'change teams',
  'team.publish': 'publish teams',
  'team.approve': 'agree to what others publish',
  'team.stop': 'stop teams',
  'agent.read': 'see agents',
  'agent.edit': 'change agents',
  'agent.stop': 'stop agents',
  'trigger.read': 'see triggers',
  'trigger.edit': 'change triggers',
  'event.read': 'see events',
  'event.edit': 'change where events come from',
  'event.send': 'send events',
  'run.read': 'see runs',
  'run.start': 'start runs',
  'run.cancel': 'cancel runs',
  'effect.undo': 'undo what was sent',
  'review.read': 'see reviews',
  'review.decide': 'decide reviews',
  'value.reveal': 'have shown to them what lies above their clearance',
  'record.read': 'read the record',
  'record.export': 'export the record',
  'cost.read': 'see costs',
  'budget.edit': 'change budgets',
  'model.read': 'see models',
  'model.edit': 'change models',
  'connection.read': 'see connections',
  'connection.edit': 'change connections',
  'policy.read': 'read policies',
  'policy.edit': 'edit policies',
  'policy.publish': 'publish policies',
  'privacy.read': 'see erasures, holds and how long values are kept',
  'privacy.edit': 'place legal holds and set how long values are kept',
  'privacy.erase': 'find and erase a person’s data',
  'gate.edit': 'pre-authorise what agents send',
  'engine.read': 'see how the engine is doing',
  'member.read': 'see members',
  'member.edit': 'change members, groups and who decides reviews',
  'token.edit': 'make and revoke tokens',
  'access.break': 'take emergency access',
}

/** The same of what the record or a policy names; a permission that Baton no longer knows stays its key. */
export const permissionInWords = (name: string): string =>
  Object.hasOwn(PERMISSION_DOES, name) ? PERMISSION_DOES[name as Permission] : name

/** What agents ask policies for, before what it is about: `call` and the tool. */
const POLICY_DEEDS: Readonly<Record<string, string>> = {
  'field.write': 'write',
  'tool.call': 'call',
  'model.use': 'be answered by',
  'connection.use': 'use',
  'effect.send': 'send',
  'effect.undo': 'undo by',
  'team.call': 'call by',
}

/** How an action reads before what it is about; undefined of a permission, which says all by itself. */
export const policyDeed = (action: string): string | undefined =>
  Object.hasOwn(POLICY_DEEDS, action) ? POLICY_DEEDS[action] : undefined
