import type { Command } from '@/domain/team/command'
import type { Tx } from '@/server/db/client'

/** What is said about a node stays with it when it gets a new id. */
export async function followRenames(tx: Tx, teamId: string, commands: readonly Command[]): Promise<void> {
  for (const command of commands) {
    if (command.type === 'batch') await followRenames(tx, teamId, command.commands)
    else if (command.type === 'node.rename')
      await tx.commentThread.updateMany({
        where: { teamId, onKind: 'node', onId: command.id },
        data: { onId: command.to },
      })
  }
}
