import { beforeAll, describe, expect, it } from 'vitest'
import { inputTokens, loadTokenizer } from './estimate'

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
      expect(ask('a'.repeat(90_000))).toBeGreaterThan(1000)
      expect(ask('é'.repeat(200_000))).toBeGreaterThanOrEqual(400_000)
    })
  })
})
