import type { Command } from './command'
import { recordCommands } from './record'
import { runCommands } from './run'
import { teamCommands } from './team'
import { userCommands } from './user'

export const commands: Command[] = [...userCommands, ...teamCommands, ...runCommands, ...recordCommands]
