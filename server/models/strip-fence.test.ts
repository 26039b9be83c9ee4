import { expect, it } from 'vitest'
import { stripFence } from './strip-fence'

it.each([
  ['```json\n{"a":1}\n```', '{"a":1}'],
  ['  ```\n{"a":"```"}\n```  \n', '{"a":"```"}'],
  ['```json {"a":1} ```', '{"a":1}'],
  ['``````', ''],
  ['{"a":1}', '{"a":1}'],
  ['Here: ```json\n{}\n```', 'Here: ```json\n{}\n```'],
  ['```json\n{"a":', '```json\n{"a":'],
  ['`````', '`````'],
])('%j holds %j', (text, inner) => {
  expect(stripFence(text)).toBe(inner)
})

it('takes no longer over what is made to take long', () => {
  const began = performance.now()
  for (const filling of ['\n', ' ', '`', '\t\n']) stripFence(`\`\`\`${filling.repeat(1_000_000)}x`)
  expect(performance.now() - began).toBeLessThan(500)
})
