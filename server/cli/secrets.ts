import { resolve } from 'node:path'
import { contextOf, type Command } from './command'

const stateDirOf = (root: string): string => resolve(root, process.env['BATON_STATE_DIR'] || '.baton')

export const secretsCommands: Command[] = [
  {
    name: 'secrets new-key',
    summary: 'make a new key for secrets at rest; the old one still opens them',
    more: 'Restart Baton afterwards, then run `baton secrets rotate`. People sign in again, and pseudonyms in runs under way change.',
    example: 'baton secrets new-key',
    offline: true,
    async run({ root, print }) {
      const { renewSecretKey } = await import('@/server/main/start/secrets')
      renewSecretKey(stateDirOf(root), process.env)
      print('There is a new key. Restart Baton, then run `baton secrets rotate`.')
    },
  },
  {
    name: 'secrets rotate',
    summary: 'seal all stored secrets anew under the new key, and forget the old one',
    more: 'Run it once all processes know the new key. It may be run again; what is sealed anew stays.',
    example: 'baton secrets rotate',
    async run(invocation) {
      const { root, print } = invocation
      const { forgetOldKey, oldSecretKey, secretKey } = await import('@/server/main/start/secrets')
      const { resealSecrets } = await import('@/server/services/secrets/reseal')
      const { sequencerPool } = await import('./open-context')
      const stateDir = stateDirOf(root)
      const before = oldSecretKey(stateDir, process.env)
      if (before === undefined)
        throw new Error(
          'There is no old key: run `baton secrets new-key`, or set BATON_OLD_SECRET_KEY beside a new BATON_SECRET_KEY.',
        )
      const sequencer = sequencerPool(stateDir)
      try {
        const key = secretKey(stateDir, process.env)
        const { resealed, already } = await resealSecrets(contextOf(invocation), { sequencer, key, before })
        if (!process.env['BATON_SECRET_KEY']) forgetOldKey(stateDir)
        print(`Sealed anew: ${resealed}. Sealed with the new key before: ${already}.`)
        print(
          process.env['BATON_SECRET_KEY']
            ? 'Take BATON_OLD_SECRET_KEY away now, and restart Baton.'
            : 'The old key is gone.',
        )
      } finally {
        await sequencer.end()
      }
    },
  },
]
