import { add, type Caught } from '@/domain/pii/net'
import { screenedText, strictScreen, type Screen } from '@/server/net'
import type { ChatMessage } from './port'

/**
 * Messages as they may be sent: all that is data has been through the reader's net. What the agent's and the team's owners
 * wrote (role system) stays as they wrote it.
 */
export async function screenedMessages(
  messages: readonly ChatMessage[],
  screen: Screen = strictScreen(),
): Promise<{ messages: ChatMessage[]; caught: Caught }> {
  const caught: Caught = {}
  const clean = async (text: string): Promise<string> => {
    const looked = await screenedText(text, screen)
    add(caught, looked.caught)
    return looked.value
  }
  const sent: ChatMessage[] = []
  for (const message of messages) {
    if (message.role === 'system') sent.push(message)
    else if (message.role !== 'assistant') sent.push({ ...message, content: await clean(message.content) })
    else {
      const { content, toolCalls } = message
      const calls = []
      for (const call of toolCalls ?? []) calls.push({ ...call, arguments: await clean(call.arguments) })
      sent.push({
        ...message,
        content: content === null ? null : await clean(content),
        ...(toolCalls && { toolCalls: calls }),
      })
    }
  }
  return { messages: sent, caught }
}
