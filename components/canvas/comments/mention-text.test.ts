import { describe, expect, it } from 'vitest'
import { mentionAt, partsOf, sentText, shownText, suggestions } from './mention-text'

const people = [
  { id: 'usr_1', name: 'Ada' },
  { id: 'usr_2', name: 'Ada Example' },
  { id: 'usr_3', name: 'Mina Farrow' },
]

describe('mentions', () => {
  it('are written by name and sent by id, the longer name first', () => {
    const sent = sentText('@Ada Example and @Ada, look', people)
    expect(sent).toBe('@[usr_2] and @[usr_1], look')
    expect(shownText(sent, people)).toBe('@Ada Example and @Ada, look')
    expect(shownText('@[usr_9] was here', people)).toBe('@a former member was here')
  })

  it('are told from the words around them', () => {
    expect(partsOf('Hi @[usr_3], and you?', people)).toEqual([
      { text: 'Hi ', mention: false },
      { text: '@Mina Farrow', mention: true },
      { text: ', and you?', mention: false },
    ])
    expect(partsOf('', people)).toEqual([])
  })

  it('are offered while a name is typed, and not within an address', () => {
    expect(mentionAt('Hi @mi', 6)).toEqual({ from: 3, typed: 'mi' })
    expect(mentionAt('@', 1)).toEqual({ from: 0, typed: '' })
    expect(mentionAt('mina@example', 12)).toBeUndefined()
    expect(mentionAt('Hi @mina done and over', 22)).toBeUndefined()
    expect(suggestions('farr', people).map(({ id }) => id)).toEqual(['usr_3'])
    expect(suggestions('ada', people)).toHaveLength(2)
    expect(suggestions('', people)).toHaveLength(3)
    expect(suggestions('zz', people)).toEqual([])
  })
})
