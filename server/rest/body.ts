import { BatonError } from '@/domain/problem'
import { refuseUnstorable, textProblem } from '@/domain/storable'

const MAX_BODY = 2 * 1024 * 1024

/**
 * A request's JSON body; `{}` when there is none. Read no further than 2 MiB, however long it says it is.
 * @throws BatonError invalid: too large, no JSON, or JSON that cannot be stored
 */
export async function readBody(request: Request): Promise<unknown> {
  const text = decode(await readBytes(request, MAX_BODY, tooLarge))
  const body = parse(text)
  refuseUnstorable(textProblem(body), 'The body')
  return body
}

/**
 * A request's body as it came, read no further than it may be long, however long it says it is.
 * @throws what `tooLarge` makes
 */
export async function readBytes(
  { body, headers }: Request,
  most: number,
  tooLarge: () => Error,
): Promise<Buffer> {
  if (Number(headers.get('content-length') ?? 0) > most) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = body?.getReader()
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (value) chunks.push(value)
    size += value?.length ?? 0
    if (size > most) {
      await reader?.cancel()
      throw tooLarge()
    }
    if (done) return Buffer.concat(chunks)
  }
}

const tooLarge = () =>
  new BatonError('invalid', 'The body is larger than 2 MiB.', [
    { pointer: '', message: 'is too large', expected: `at most ${MAX_BODY} bytes` },
  ])

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new BatonError('invalid', 'The body is not UTF-8.', [
      { pointer: '', message: 'is not UTF-8', expected: 'JSON in UTF-8' },
    ])
  }
}

function parse(text: string): unknown {
  try {
    return text.trim() ? (JSON.parse(text) as unknown) : {}
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable'
    throw new BatonError('invalid', `The body is not JSON: ${why}.`, [
      { pointer: '', message: 'is not JSON', expected: 'JSON' },
    ])
  }
}
