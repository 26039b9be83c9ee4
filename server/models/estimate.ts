import type { countTokens as CountTokens } from 'gpt-tokenizer/encoding/o200k_base'
import type { ModelRequest } from './port'

/** Beyond this many characters the bound by bytes is taken instead of counting. */
const COUNTED_CHARS = 100_000
const CACHED_TEXTS = 400
/** A word without a break takes quadratic time: slices bound that and add at most a token each. */
const SLICE = 1000
/** Role, separators and priming, a message; OpenAI's cookbook counts 3 to 4. */
const TOKENS_PER_MESSAGE = 8

/** System prompts and schemas are the same from call to call, so their counts are kept. */
const counted = new Map<string, number>()
let tokenizer: typeof CountTokens | undefined

function tokensOf(text: string): number {
  // A byte-pair encoding never makes more tokens than bytes.
  if (!tokenizer || text.length > COUNTED_CHARS) return Buffer.byteLength(text)
  const known = counted.get(text)
  if (known !== undefined) return known
  let count = 0
  for (let from = 0; from < text.length; from += SLICE) {
    // Text that looks like a control token is text here.
    count += tokenizer(text.slice(from, from + SLICE), { disallowedSpecial: new Set() })
  }
  if (counted.size >= CACHED_TEXTS) counted.delete(counted.keys().next().value ?? '')
  counted.set(text, count)
  return count
}

/** Loads the vocabulary (a tenth of a second, once); before that the bound by bytes holds. */
export async function loadTokenizer(): Promise<void> {
  tokenizer ??= (await import('gpt-tokenizer/encoding/o200k_base')).countTokens
}

/** Tokens of a text by OpenAI's o200k vocabulary; its bytes before that is loaded, and where it is very long. */
export const textTokens = (text: string): number => tokensOf(text)

type Counted = Pick<ModelRequest, 'messages' | 'schema' | 'tools'>

/** Input tokens of a request by OpenAI's o200k vocabulary. */
export function inputTokens({ messages, schema, tools }: Counted): number {
  let total = 3 + tokensOf(JSON.stringify(schema))
  if (tools.length) total += tokensOf(JSON.stringify(tools))
  for (const message of messages) {
    total += TOKENS_PER_MESSAGE + tokensOf(message.content ?? '')
    if (message.role === 'assistant' && message.toolCalls)
      total += tokensOf(JSON.stringify(message.toolCalls))
  }
  return total
}
