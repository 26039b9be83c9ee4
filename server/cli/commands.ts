import { checkCommand } from './check'
import type { Command } from './command'
import { compatCommand } from './compat'
import { eventCommands } from './event'
import { recordCommands } from './record'
import { runCommands } from './run'
import { teamCommands } from './team'
import { userCommands } from './user'

export const commands: Command[] = [
  ...userCommands,
  ...teamCommands,
  checkCommand,
  compatCommand,
  ...runCommands,
  ...eventCommands,
  ...recordCommands,
]
