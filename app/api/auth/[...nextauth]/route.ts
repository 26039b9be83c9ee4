import NextAuth from 'next-auth'
import type { NextRequest } from 'next/server'
import { authOptions } from '@/server/auth/options'

type Handler = (
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
) => Promise<Response>

const handler: Handler = (request, context) =>
  (NextAuth as unknown as NextAuthRoute)(request, context, authOptions())
type NextAuthRoute = (...args: [...Parameters<Handler>, ReturnType<typeof authOptions>]) => Promise<Response>

export { handler as GET, handler as POST }
