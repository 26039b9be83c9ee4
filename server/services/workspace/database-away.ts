import { DATABASE_AWAY, outage } from '@/server/db/away'

/** What to tell somebody whose request failed because the database is away; undefined where that is not the reason. */
export const databaseAwayNote = (error: unknown): string | undefined =>
  outage.note(error) ? DATABASE_AWAY : undefined
