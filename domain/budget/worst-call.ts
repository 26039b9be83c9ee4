import { costOfTokens, type Micros } from './money'

/**
 * The most a call can be billed: input counted, with room for what a provider adds and, where the vocabulary is another
 * one, for that too; output at its cap.
 * @param counted tokens in, by OpenAI's o200k vocabulary
 * @returns tokens in, and the money in micro-dollars
 */
export function worstCall(
  counted: number,
  maxOutputTokens: number,
  model: { name: string; inMicrosPerMTok: Micros; outMicrosPerMTok: Micros },
): { tokensIn: number; micros: Micros } {
  const sameVocabulary = /(^|\/)(gpt-(4o|4\.|5)|o[134]|chatgpt-4o|baton-sandbox)/.test(model.name)
  const tokensIn = Math.ceil(counted * (sameVocabulary ? 1.1 : 1.5)) + 32
  const micros =
    costOfTokens(tokensIn, model.inMicrosPerMTok) + costOfTokens(maxOutputTokens, model.outMicrosPerMTok)
  return { tokensIn, micros }
}
