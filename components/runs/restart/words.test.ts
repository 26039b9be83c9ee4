import { describe, expect, it } from 'vitest'
import { firstChoice, firstStart, whatHappens, type RestartOptions } from './words'

const version = (number: number) => ({ id: `ver_${number}`, number, digest: `sha256:${number}` })
const options: RestartOptions = {
  same: version(3),
  current: version(4),
  start: { same: [], current: [] },
  step: { same: [], current: ['no'] },
  person: { same: [], current: ['no'] },
  places: [{ name: 'Send', item: 2 }, { name: 'Write' }],
  sent: [
    { name: 'Book', summary: 'Book it', status: 'done' },
    { name: 'Send', summary: 'Send it', status: 'unknown' },
  ],
}
const says = (from: 'start' | 'step' | 'person', more: Partial<RestartOptions> = {}, shadow = false) =>
  whatHappens({ from, version: 'same' }, { ...options, ...more }, shadow).join(' ')

describe('what a restart does', () => {
  it('says where it goes on, and what is not done again', () => {
    expect(says('step')).toContain('goes on in v3, at Send, item 2, and 1 lane that stopped with it')
    expect(says('step')).toContain('1 request has gone out and is not sent again.')
    expect(says('step')).toContain('Of 1 request nobody knows')
    expect(says('step', { sent: [] })).not.toContain('request')
    expect(whatHappens({ from: 'step', version: 'current' }, options, false)[0]).toContain('in v4')
  })

  it('says that from the start everything goes out again, but for a shadow', () => {
    expect(says('start')).toContain('the 2 requests that went out go out again')
    expect(says('start', { sent: [] })).toContain('what it writes outside goes out')
    expect(says('start', {}, true)).toContain('nothing is written outside')
  })

  it('begins with what does least again', () => {
    expect(firstChoice(options)).toEqual({ from: 'step', version: 'same' })
    expect(firstChoice({ ...options, step: { same: ['no'], current: [] } }).version).toBe('current')
    expect(firstChoice({ ...options, step: { same: ['no'], current: ['no'] } }).from).toBe('person')
    const over = { same: ['no'], current: ['no'] }
    expect(firstChoice({ ...options, step: over, person: over }).from).toBe('start')
  })

  it('starts once more under its own version, or the one of today where only that takes its input', () => {
    expect(firstStart(options)).toBe('same')
    expect(firstStart({ ...options, start: { same: ['no'], current: [] } })).toBe('current')
    expect(firstStart({ ...options, start: { same: ['no'], current: ['no'] } })).toBe('same')
  })
})
