import type { SecondPersonFor } from '@/domain/policy/second-person'

interface Words {
  label: string
  /** Who is the second person. */
  hint: string
  /** What follows where one is asked for, and where none is. */
  on: string
  off: string
  /** What one person does then: `Let one person …?` */
  without: string
}

/** What a second person agrees to, in the words of the switch. */
export const SECOND_PERSON_WORDS: Record<SecondPersonFor, Words> = {
  publishing: {
    label: 'A second person agrees before versions and policies are published',
    hint: 'Somebody who proposed and edited nothing of it: of a version an operator or reviewer, of policies another admin.',
    on: 'In every team of this workspace, and for its policies, publishing becomes a proposal that somebody else approves. Policies wait for another admin: with only one there is nobody to approve them.',
    off: 'In every team of this workspace, and for its policies, who may publish does so alone from then on. What is proposed already stays proposed.',
    without: 'publish versions and policies without a second person',
  },
  erasing: {
    label: 'A second person agrees before anybody is erased',
    hint: 'Somebody who may erase and did not ask for it.',
    on: 'Erasing becomes a request that somebody else approves.',
    off: 'Who may erase does so alone from then on. What waits already still waits.',
    without: 'erase people’s data without a second person',
  },
}
