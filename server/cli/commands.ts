import { checkCommand } from './check'
import type { Command } from './command'
import { compatCommand } from './compat'
import { detectCommand } from './detect'
import { eventCommands } from './event'
import { recordCommands } from './record'
import { runCommands } from './run'
import { secondPersonCommands } from './second-person'
import { secretsCommands } from './secrets'
import { teamCommands } from './team'
import { teamTestCommand } from './team-test'
import { userCommands } from './user'
import { versionCommands } from './version'

export const commands: Command[] = [
  ...userCommands,
  ...teamCommands,
  ...versionCommands,
  teamTestCommand,
  checkCommand,
  compatCommand,
  detectCommand,
  ...runCommands,
  ...eventCommands,
  ...recordCommands,
  ...secondPersonCommands,
  ...secretsCommands,
]
