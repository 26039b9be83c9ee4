import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { contextFromSession } from '@/server/services/session/from-cookies'
import { webDb } from '@/server/auth/web-db'
import type { Context } from '@/server/services/context'

/** The caller of the request at hand, for procedures and for pages; read once a request. */
export const requestContext: () => Promise<Context> = cache(async () =>
  contextFromSession(webDb(), await headers(), await cookies()),
)
