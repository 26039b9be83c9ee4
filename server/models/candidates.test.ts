import { describe, expect, it } from 'vitest'
import { chooseCandidates } from './candidates'
import type { Catalog, Offer } from './catalog'
import { PoolError } from './port'

const offer = (name: string, tier: Offer['tier'], sandbox = false): Offer => ({
  id: `mod_${name}`,
  name,
  tier,
  position: 0,
  timeoutMs: 60_000,
  sandbox,
  inMicrosPerMTok: 1n,
  outMicrosPerMTok: 1n,
  provider: { id: 'prov_1', name: 'P', baseUrl: 'http://127.0.0.1/v1', keySealed: null },
})
const catalog = (...offers: Offer[]): Catalog => ({ offers, unusable: new Map() })
const chosen = (from: Catalog, tier: Offer['tier'], models: string[] = []) =>
  chooseCandidates(from, { slug: 'a', tier, models }).map(({ name }) => name)

const sandbox = [offer('sb-small', 'small', true), offer('sb-standard', 'standard', true)]

describe('chooseCandidates', () => {
  it('takes the models of the tier in their order', () => {
    const from = catalog(offer('a', 'standard'), offer('b', 'small'), offer('c', 'standard'))
    expect(chosen(from, 'standard')).toEqual(['a', 'c'])
  })

  it('takes named models first, then others of the tier', () => {
    const from = catalog(offer('a', 'standard'), offer('b', 'large'), offer('c', 'standard'))
    expect(chosen(from, 'standard', ['b', 'gone', 'c'])).toEqual(['b', 'c', 'a'])
  })

  it('uses the sandbox only while there is no real model, or when it is named', () => {
    expect(chosen(catalog(...sandbox), 'standard')).toEqual(['sb-standard'])
    const mixed = catalog(offer('real', 'standard'), ...sandbox)
    expect(chosen(mixed, 'standard')).toEqual(['real'])
    expect(chosen(mixed, 'small')).toEqual(['real'])
    expect(chosen(mixed, 'small', ['sb-small'])).toEqual(['sb-small'])
  })

  it('takes the nearest tier where there is none, cheaper before dearer', () => {
    expect(chosen(catalog(offer('s', 'small'), offer('l', 'large')), 'standard')).toEqual(['s'])
    expect(chosen(catalog(offer('l', 'large')), 'small')).toEqual(['l'])
  })

  it('refuses when nothing may be asked', () => {
    expect(() => chosen(catalog(), 'small')).toThrow(PoolError)
    expect(() => chosen(catalog(offer('a', 'small')), 'small', ['b'])).toThrow(/b \(unknown\)/)
  })
})
