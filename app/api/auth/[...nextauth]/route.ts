import NextAuth from 'next-auth'
import type { NextRequest } from 'next/server'
import { refuseLarge } from '@/server/auth/guard-request'
import { authOptions } from '@/server/auth/options'

type Handler = (
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
) => Promise<Response>

/** An e-mail address, a password and a token against forgery. */
const MAX_BODY = 64 * 1024

const handler: Handler = async (request, context) =>
  refuseLarge(request, MAX_BODY) ?? (NextAuth as unknown as NextAuthRoute)(request, context, authOptions())
type NextAuthRoute = (...args: [...Parameters<Handler>, ReturnType<typeof authOptions>]) => Promise<Response>

export { handler as GET, handler as POST }
