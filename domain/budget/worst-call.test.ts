import { describe, expect, it } from 'vitest'
import { worstCall } from './worst-call'

describe('worstCall', () => {
  const price = { inMicrosPerMTok: 1_000_000n, outMicrosPerMTok: 4_000_000n }

  it('adds the input with room, and the output at its cap', () => {
    expect(worstCall(1000, 500, { name: 'gpt-5', ...price })).toEqual({ tokensIn: 1132, micros: 3132n })
  })

  it('leaves more room for another vocabulary', () => {
    expect(worstCall(1000, 0, { name: 'llama-3.3-70b', ...price }).tokensIn).toBe(1532)
  })

  it('costs nothing where nothing is charged', () => {
    const free = { name: 'local', inMicrosPerMTok: 0n, outMicrosPerMTok: 0n }
    expect(worstCall(1000, 500, free).micros).toBe(0n)
  })
})
