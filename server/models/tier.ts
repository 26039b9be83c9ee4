import type { ModelTier } from '@/domain/team/agent'
import type { Price } from './prices'

/** Kinds of models that do not hold a conversation in text. */
const NO_CHAT =
  /embed|whisper|tts|audio|realtime|image|dall-e|moderation|transcribe|search|instruct|babbage|davinci|deep-research|sora|computer-use|guard|rerank|live|veo|imagen|codex|-preview/i
/** Names of one day's state of a model that also has a plain name. */
const SNAPSHOT = /-(\d{4}-\d{2}-\d{2}|\d{4}|\d{8}|latest)$/

export const isChatModel = (name: string): boolean => !NO_CHAT.test(name)
export const isSnapshot = (name: string): boolean => SNAPSHOT.test(name)

const DOLLAR = 1_000_000n

/** How a model is placed when it is first seen: by its family's name, else by what its output costs. */
export function tierOf(name: string, { outMicrosPerMTok }: Price): ModelTier {
  if (/nano|mini|small|lite|haiku|flash|tiny|\b[1-9]b\b/i.test(name)) return 'small'
  if (/opus|\bpro\b|large|\b(o1|405b)\b/i.test(name) && outMicrosPerMTok > 10n * DOLLAR) return 'large'
  if (outMicrosPerMTok > 20n * DOLLAR) return 'large'
  return outMicrosPerMTok < DOLLAR ? 'small' : 'standard'
}
