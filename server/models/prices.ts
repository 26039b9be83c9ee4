import { calcPrice } from '@pydantic/genai-prices'
import { microsFromDollars } from '@/domain/budget/money'

/** Micro-dollars for a million tokens. */
export interface Price {
  inMicrosPerMTok: bigint
  outMicrosPerMTok: bigint
}

const MILLION = 1_000_000

/**
 * The list price of a model, rounded up to whole micro-dollars; where a provider charges more from a number of tokens
 * on, the dearest rate, since a reservation has to be the worst case. Discounts for cached input are not taken off.
 * @param baseUrl the provider's address: the same name has other prices elsewhere. For an address the price list does
 *   not know (a proxy, a server of one's own) there is no price, and an admin has to state it.
 * @returns null when unknown, or when the model is not charged by tokens in and out
 */
export function priceOf(model: string, baseUrl: string, at = new Date()): Price | null {
  const options = { providerApiUrl: baseUrl, timestamp: at }
  try {
    const input = calcPrice({ input_tokens: MILLION, output_tokens: 0 }, model, options)
    const output = calcPrice({ input_tokens: MILLION, output_tokens: MILLION }, model, options)
    if (!input || !output) return null
    const { input_mtok: listedIn, output_mtok: listedOut } = input.model_price
    if (listedIn === undefined || listedOut === undefined) return null
    return {
      inMicrosPerMTok: microsFromDollars(Math.max(input.input_price, rate(listedIn))),
      outMicrosPerMTok: microsFromDollars(Math.max(output.output_price, rate(listedOut))),
    }
  } catch {
    // The package throws for usage it cannot price.
    return null
  }
}

/** The dearest rate of a plain or tiered price. */
function rate(price: number | { base: number; tiers: { price: number }[] }): number {
  return typeof price === 'number' ? price : Math.max(price.base, ...price.tiers.map((tier) => tier.price))
}
