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
  // What took quadratic time over it would not end within the test's.
  for (const filling of ['\n', ' ', '`', '\t\n']) {
    const text = `\`\`\`${filling.repeat(1_000_000)}x`
    expect(stripFence(text)).toBe(text)
  }
})
