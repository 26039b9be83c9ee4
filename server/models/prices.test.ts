import { describe, expect, it } from 'vitest'
import { priceOf } from './prices'

const OPENAI = 'https://api.openai.com/v1'

describe('priceOf', () => {
  it('gives micro-dollars for a million tokens', () => {
    expect(priceOf('gpt-4o-mini', OPENAI)).toEqual({ inMicrosPerMTok: 150_000n, outMicrosPerMTok: 600_000n })
    expect(priceOf('gpt-5-mini-2025-08-07', OPENAI)).toEqual({
      inMicrosPerMTok: 250_000n,
      outMicrosPerMTok: 2_000_000n,
    })
  })

  it('takes the dearest tier', () => {
    const price = priceOf('gemini-2.5-pro', 'https://generativelanguage.googleapis.com')
    expect(price).toEqual({ inMicrosPerMTok: 2_500_000n, outMicrosPerMTok: 15_000_000n })
  })

  it('knows nothing of unknown models, unknown places, and models without token prices', () => {
    expect(priceOf('no-such-model', OPENAI)).toBeNull()
    expect(priceOf('gpt-4o-mini', 'https://proxy.example/v1')).toBeNull()
    expect(priceOf('whisper-1', OPENAI)).toBeNull()
    expect(priceOf('text-embedding-3-small', OPENAI)).toBeNull()
  })
})
