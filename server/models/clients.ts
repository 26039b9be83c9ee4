import { SecretBoxError, type SecretBox } from '@/server/auth/secret-box'
import type { Offer } from './catalog'
import { createOpenAiClient, ProviderError, type OpenAiClient } from './openai'

/** One client a provider, made anew when its address or key changes. */
export class Clients {
  private readonly made = new Map<string, { from: string; client: OpenAiClient }>()

  constructor(private readonly secrets: () => SecretBox) {}

  /** @throws ProviderError misconfigured when the stored key cannot be opened */
  of({ id, baseUrl, keySealed }: Offer['provider']): OpenAiClient {
    const from = `${baseUrl} ${keySealed ?? ''}`
    const known = this.made.get(id)
    if (known?.from === from) return known.client
    const client = createOpenAiClient(baseUrl, keySealed ? this.open(keySealed) : undefined)
    this.made.set(id, { from, client })
    return client
  }

  private open(sealed: string): string {
    try {
      return this.secrets().open(sealed)
    } catch (error) {
      if (!(error instanceof SecretBoxError)) throw error
      throw new ProviderError({ code: 'misconfigured', message: `${error.message} Enter the key again.` })
    }
  }
}
