import { beforeAll, describe, expect, it } from 'vitest'
import { inputTokens, loadTokenizer, worstCase } from './estimate'

const ask = (content: string) =>
  inputTokens({ messages: [{ role: 'user', content }], schema: { name: 'x', schema: true }, tools: [] })

describe('inputTokens', () => {
  it('is bounded by bytes until the vocabulary is there', () => {
    expect(ask('héllo')).toBeGreaterThanOrEqual(6)
  })

  describe('with the vocabulary', () => {
    beforeAll(loadTokenizer)

    it('counts', () => {
      const empty = ask('')
      expect(ask('The quick brown fox jumps over the lazy dog.') - empty).toBe(10)
    })

    it('takes control tokens as text', () => {
      expect(ask('<|endoftext|>')).toBeGreaterThan(ask('') + 2)
    })

    it('does not choke on long words or long texts', () => {
      const started = performance.now()
      expect(ask('a'.repeat(90_000))).toBeGreaterThan(1000)
      expect(ask('é'.repeat(200_000))).toBeGreaterThanOrEqual(400_000)
      expect(performance.now() - started).toBeLessThan(2000)
    })
  })
})

describe('worstCase', () => {
  const price = { inMicrosPerMTok: 1_000_000n, outMicrosPerMTok: 4_000_000n }

  it('adds the input with room, and the output at its cap', () => {
    expect(worstCase(1000, 500, { name: 'gpt-5', ...price })).toEqual({ tokensIn: 1132, micros: 3132n })
  })

  it('leaves more room for another vocabulary', () => {
    expect(worstCase(1000, 0, { name: 'llama-3.3-70b', ...price }).tokensIn).toBe(1532)
  })

  it('costs nothing where nothing is charged', () => {
    const free = { name: 'local', inMicrosPerMTok: 0n, outMicrosPerMTok: 0n }
    expect(worstCase(1000, 500, free).micros).toBe(0n)
  })
})
