import { describe, expect, it } from 'vitest'
import { priceOf } from './prices'
import { isChatModel, isSnapshot, tierOf } from './tier'

describe('tiers of models as they are first seen', () => {
  it.each([
    ['gpt-4o-mini', 'small'],
    ['gpt-5-nano', 'small'],
    ['gpt-5', 'standard'],
    ['gpt-4.1', 'standard'],
    ['o1', 'large'],
    ['gpt-5-pro', 'large'],
  ])('%s is %s', (name, tier) => {
    const price = priceOf(name, 'https://api.openai.com/v1')
    if (!price) throw new Error(`no price for ${name}`)
    expect(tierOf(name, price)).toBe(tier)
  })

  it('leaves out what holds no conversation, and states of one day', () => {
    const names = [
      'gpt-5',
      'text-embedding-3-small',
      'whisper-1',
      'gpt-4o-audio-preview',
      'dall-e-3',
      'tts-1',
    ]
    expect(names.filter(isChatModel)).toEqual(['gpt-5'])
    expect(['gpt-5-2025-08-07', 'gpt-4-0613', 'chatgpt-4o-latest'].every(isSnapshot)).toBe(true)
    expect(['gpt-5', 'gpt-4.1-mini'].some(isSnapshot)).toBe(false)
  })
})
