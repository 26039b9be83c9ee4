import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { refuseRequest } from '@/server/auth/guard-request'
import { originOf } from '@/server/auth/origin'
import type { Context } from '@/server/services/context'
import { readForm, submitForm } from '@/server/services/trigger/form'
import { takeRate } from '@/server/services/signed/rate'
import { readBody } from './body'
import { MethodRefused, problemResponse } from './problem'

const MAX_FORM = 256 * 1024

const submission = z.object({
  input: z.record(z.string(), z.unknown()),
  /** Made by the page when it was opened: sent twice, it is one run. */
  key: z.string().min(8).max(80),
})

/** Answers the page of a shared form at /api/forms/<token>: what it asks, and what somebody filled in. */
export async function handleForm(
  request: Request,
  token: string,
  createContext: () => Promise<Context>,
): Promise<Response> {
  try {
    const refused = refuseRequest(request, { most: MAX_FORM, published: process.env['BATON_URL'] })
    if (refused) return refused
    const ctx = await createContext()
    switch (request.method) {
      case 'GET':
        return answer(200, await readForm(ctx, { token }))
      case 'POST': {
        const { address } = originOf(Object.fromEntries(request.headers))
        await takeRate(ctx.db, 'form', token, address)
        const parsed = submission.safeParse(await readBody(request))
        if (!parsed.success) throw new BatonError('invalid', 'The form was not sent as its page sends it.')
        return answer(202, await submitForm(ctx, { token, ...parsed.data }))
      }
      default:
        throw new MethodRefused(request.method, ['GET', 'POST'])
    }
  } catch (error) {
    return problemResponse(error)
  }
}

const answer = (status: number, body: object): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
