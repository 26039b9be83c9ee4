import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { argument, contextOf, type Command } from './command'

export const recordCommands: Command[] = [
  {
    name: 'record export',
    takes: ['DIR'],
    summary: 'write the record with its proofs to a folder, for whoever checks it offline',
    example: 'baton record export ./record-2026-11',
    flags: { private: 'with the personal values behind the seals' },
    async run(invocation) {
      const { exportRecord } = await import('@/server/services/record/export')
      const dir = argument(invocation, 0, 'DIR')
      const { entries, checkpoints } = await exportRecord(contextOf(invocation), {
        dir,
        privates: invocation.options['private'] === true,
        verifier: join(invocation.root, 'public/verify.mjs'),
      })
      invocation.print(
        `${entries} entries, ${checkpoints} checkpoints in ${dir}. Check them with: node ${join(dir, 'verify.mjs')} ${dir}`,
      )
    },
  },
  {
    name: 'record verify',
    takes: ['DIR'],
    summary: 'check an exported record offline and name what is wrong',
    example: 'baton record verify ./record-2026-11',
    values: { key: { value: 'VKEY', about: 'the verifier key you trust, instead of the one in the folder' } },
    flags: { json: 'the findings as JSON' },
    offline: true,
    run(invocation) {
      const { key, json } = invocation.options
      const flags = [...(typeof key === 'string' ? ['--key', key] : []), ...(json ? ['--json'] : [])]
      // The installation's own verifier, not the folder's: that one may have been tampered with too.
      const verifier = join(invocation.root, 'public/verify.mjs')
      const { status } = spawnSync(process.execPath, [verifier, argument(invocation, 0, 'DIR'), ...flags], {
        stdio: 'inherit',
      })
      return Promise.resolve(status ?? 1)
    },
  },
]
