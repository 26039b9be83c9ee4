// Run by `npm start`: the practice workspace, and the first admin where this server is not for one person's loopback.
import { secretBox } from '@/server/auth/secret-box'
import { openDb } from '@/server/db/client'
import { env } from '@/server/env'
import { ensureFirstAdmin } from './first-admin'
import { seedPracticeWorkspace } from './practice-workspace'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i

const db = openDb(env().DATABASE_URL, 3)
try {
  const workspace = await seedPracticeWorkspace(db, secretBox())
  if (!LOOPBACK.test(env().HOST)) {
    const admin = await ensureFirstAdmin(db, workspace.id)
    if (admin)
      process.stdout.write(
        `First admin: ${admin.email}, password ${admin.password} (shown once; change it)\n`,
      )
  }
} finally {
  await db.close()
}
