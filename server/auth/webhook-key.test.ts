import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newWebhookKey, signatureProblem, signMessage } from './webhook-key'

// The example of the standard's reference libraries (standard-webhooks, libraries/javascript/src/index.test.ts).
const KEY = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek'
const AT = 1614265330
const BODY = Buffer.from('{"test": 2432232314}')
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='

const at = (seconds: number) => new Date((AT + seconds) * 1000)
const problem = (change: object = {}, { keys = [KEY], body = BODY, now = at(0) } = {}) =>
  signatureProblem(keys, { id: ID, timestamp: String(AT), signature: SIGNATURE, ...change }, body, now)

describe('Standard Webhooks', () => {
  it('signs and takes its reference example', () => {
    expect(signMessage(KEY, ID, String(AT), BODY)).toBe(SIGNATURE)
    expect(problem()).toBeUndefined()
  })

  it('makes keys of 32 bytes', () => {
    const key = newWebhookKey()
    expect(key).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(newWebhookKey()).not.toBe(key)
    const expected = createHmac('sha256', Buffer.from(key.slice(6), 'base64'))
      .update('m.1.{}')
      .digest('base64')
    expect(signMessage(key, 'm', '1', Buffer.from('{}'))).toBe(`v1,${expected}`)
  })

  it('takes one of several signatures, by one of several keys', () => {
    const other = signMessage(newWebhookKey(), ID, String(AT), BODY)
    expect(problem({ signature: `${other} v1a,xyz ${SIGNATURE}` })).toBeUndefined()
    expect(problem({}, { keys: [newWebhookKey(), KEY] })).toBeUndefined()
  })

  it.each([
    ['another key', {}, { keys: [newWebhookKey()] }],
    ['no key', {}, { keys: [] }],
    ['another body', {}, { body: Buffer.from('{"test": 2432232315}') }],
    ['another id', { id: 'msg_x' }, {}],
    ['another time', { timestamp: String(AT + 1) }, {}],
    ['no signature', { signature: '' }, {}],
    ['an empty one', { signature: 'v1,' }, {}],
    ['a shortened one', { signature: SIGNATURE.slice(0, -6) }, {}],
    ['another version', { signature: SIGNATURE.replace('v1', 'v2') }, {}],
    ['a time that is none', { timestamp: 'soon' }, {}],
  ])('refuses %s', (_what, change, more) => {
    expect(problem(change, more)).toMatch(/\.$/)
  })

  it('holds for five minutes, either way', () => {
    expect([-301, -299, 299, 301].map((late) => problem({}, { now: at(late) }) === undefined)).toEqual([
      false,
      true,
      true,
      false,
    ])
  })
})
