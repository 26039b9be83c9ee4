import { expect, it } from 'vitest'
import { readYaml, YamlTextError } from './yaml-text'

const refused = (text: string): string | undefined => {
  try {
    readYaml(text)
  } catch (error) {
    if (error instanceof YamlTextError) return error.problems[0]?.message
    throw error
  }
  return undefined
}

it.each([
  ['several documents', 'a: 1\n---\nb: 2\n', 'another document begins here: leave one, and no line of ---.'],
  [
    'aliases that multiply',
    [
      'a: &a [x, x]',
      ...'bcdefghij'.split('').map((name, i) => {
        const before = `*${'abcdefghi'.charAt(i)}`
        return `${name}: &${name} [${Array(9).fill(before).join(', ')}]`
      }),
    ].join('\n'),
    'its aliases (*name) repeat too much, or name nothing: write out what they stand for.',
  ],
  ['levels within levels', `${'[a, '.repeat(1001)}1${']'.repeat(1001)}`, 'this is nested too deeply.'],
])('says of %s what to do', (_name, text, message) => {
  expect(refused(text)).toBe(message)
})
