import { agentSchema, type Agent } from '@/domain/team/agent'
import { PEOPLE } from './people'

export const CRM_SLUG = 'practice-crm'

const readTool = (name: string, path: string, description: string) => ({
  name,
  description,
  connection: CRM_SLUG,
  path,
  parameters: {
    type: 'object',
    properties: { account_id: { type: 'string', description: 'As in acc-0007' } },
    required: ['account_id'],
    additionalProperties: false,
  },
})

/** The three agents of the sales-operations team. */
export const SALES_AGENTS: Agent[] = [
  {
    slug: 'retrieval',
    name: 'Retrieval',
    job: 'Collects everything the CRM knows of an account into one dossier.',
    instructions: [
      'Read the account, its deals, activities and news with your tools, once each.',
      'Take the open deal; where there is none, the last one, and say that an open deal is missing.',
      'Count activities from the day the CRM was read. Copy figures and dates exactly; never estimate.',
      'List as missing: an open deal, a contact person, or any activity within 60 days.',
    ].join('\n'),
    owner: PEOPLE.operator.name,
    clearance: 'confidential',
    categories: ['pii', 'financial'],
    tier: 'small',
    tools: [
      readTool('get_account', '/accounts/{account_id}', 'The account with its contacts.'),
      readTool('get_deals', '/accounts/{account_id}/deals', 'All deals of the account, open and closed.'),
      readTool(
        'get_activities',
        '/accounts/{account_id}/activities',
        'E-mails, calls, meetings and notes, newest first.',
      ),
      readTool(
        'get_news',
        '/accounts/{account_id}/news',
        'What was published about the account, newest first.',
      ),
    ],
    autonomy: 3,
  },
  {
    slug: 'enrichment',
    name: 'Enrichment',
    job: 'Reads from the dossier how the account moves: engagement, risks, openings.',
    instructions: [
      'Compare the last 30 days with the 90 before them. Name a risk only with what in the dossier shows it.',
      'Where the account says yes and no within two weeks, call its tone mixed.',
      'Carry on what the dossier lists as missing.',
    ].join('\n'),
    owner: PEOPLE.analyst.name,
    clearance: 'internal',
    tier: 'small',
    autonomy: 3,
    claims: ['account.engagement'],
  },
  {
    slug: 'drafting',
    name: 'Drafting',
    job: 'Proposes the next action for the deal, ready to be written into the CRM.',
    instructions: [
      'Propose stage, next step, due date, priority and a short note. The amount stays as it is in the CRM.',
      'Move a stage forward only on what the account did; move it back when they put the matter on hold.',
      'Never close a deal. Name people by their role, not by name.',
      'Be less confident where messages contradict each other or something is missing.',
    ].join('\n'),
    owner: PEOPLE.reviewer.name,
    clearance: 'confidential',
    categories: ['financial'],
    tier: 'standard',
    autonomy: 2,
    claims: ['deal.priority'],
  },
].map((agent) => agentSchema.parse(agent))
