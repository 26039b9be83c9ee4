import { BatonError } from '@/domain/problem'
import { problemResponse } from '@/server/rest/problem'
import { downloadRecord } from '@/server/services/record/download'
import { requestContext } from '@/server/trpc/context'

export const dynamic = 'force-dynamic'

/** The record as a tar archive, for who may export it. An export is put on the record, so no other site may ask for one. */
export async function GET(request: Request): Promise<Response> {
  try {
    const site = request.headers.get('sec-fetch-site')
    if (site !== null && site !== 'same-origin' && site !== 'none')
      throw new BatonError('forbidden', 'An export is asked for from within the console.')
    const privates = new URL(request.url).searchParams.get('privates') === '1'
    const { name, archive } = await downloadRecord(await requestContext(), { privates })
    return new Response(streamOf(archive), {
      headers: {
        'content-type': 'application/x-tar',
        'content-disposition': `attachment; filename="${name}.tar"`,
        'cache-control': 'no-store',
      },
    })
  } catch (error) {
    return problemResponse(error)
  }
}

function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const next: IteratorResult<Uint8Array, unknown> = await chunks.next()
      if (next.done) controller.close()
      else controller.enqueue(next.value)
    },
    async cancel() {
      await chunks.return(undefined)
    },
  })
}
