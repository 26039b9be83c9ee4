import { PERMISSIONS } from '../permission'

/** What an agent or a person may be shown of a field, the most first. */
export const SIGHTS = ['field.read', 'field.pseudonym', 'field.mask'] as const
export type Sight = (typeof SIGHTS)[number]

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')

/**
 * What policies may speak of, in Cedar's own schema language (docs.cedarpolicy.com/schema, 4.x). Classification and
 * clearance are numbers, 0 public to 3 restricted, so that policies can compare them; a tier is 0 small to 2 large. Tainted is
 * who has read text from outside that nobody has checked; outward is a call whose arguments have room for words of another
 * system than the one that is called, or of what that is not cleared for.
 */
export const POLICY_SCHEMA = `namespace Baton {
  entity Role;
  entity Group;
  entity Workspace;
  entity Team = { purpose: String };
  entity Person in [Role, Group] = { clearance: Long, categories: Set<String> };
  entity Token in [Role] = {};
  entity Agent = {
    clearance: Long, categories: Set<String>, tier: Long, autonomy: Long, owner: String
  };
  entity Contract;
  entity Field in [Contract] = {
    path: String, classified: Bool, classification: Long, categories: Set<String>, owner?: String
  };
  entity Connection = { clearance: Long, owner?: String };
  entity Tool in [Connection] = { writes: Bool, granted: Bool };
  entity Model = { tier: Long };

  type Sight = { purpose: String, team: Team };
  type Deed = {
    purpose: String, team: Team, autonomy: Long, startedBy: String, tainted: Bool, risk?: Long, granted: Bool
  };
  type Call = {
    purpose: String, team: Team, autonomy: Long, startedBy: String, tainted: Bool, outward: Bool, risk?: Long,
    granted: Bool
  };

  action ${quoted(SIGHTS)} appliesTo { principal: [Agent, Person], resource: [Field], context: Sight };
  action "field.write" appliesTo { principal: [Agent], resource: [Field], context: Deed };
  action "tool.call" appliesTo { principal: [Agent], resource: [Tool], context: Call };
  action "model.use" appliesTo { principal: [Agent], resource: [Model], context: Deed };
  action "connection.use" appliesTo { principal: [Agent], resource: [Connection], context: Deed };
  action ${quoted(Object.keys(PERMISSIONS))}
    appliesTo { principal: [Person, Token], resource: [Workspace] };
}
`
