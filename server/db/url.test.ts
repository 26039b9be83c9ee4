import { parse } from 'pg-connection-string'
import { describe, expect, it } from 'vitest'
import { asRole, asUser, inDatabase } from './url'

const url = 'postgresql://ann:p%40ss@db.example:5433/baton?sslmode=disable'

describe('connection URLs', () => {
  it('change the database and keep the rest', () => {
    expect(parse(inDatabase(url, 'other db'))).toMatchObject({
      user: 'ann',
      password: 'p@ss',
      host: 'db.example',
      port: '5433',
      database: 'other db',
    })
  })

  it('act as a role, beside options already given', () => {
    expect(parse(asRole(url, 'baton_app')).options).toBe('-c role=baton_app')
    const given = `${url}&options=-c%20statement_timeout%3D5s`
    expect(parse(asRole(given, 'baton_app')).options).toBe('-c statement_timeout=5s -c role=baton_app')
    expect(asRole('postgresql://db/baton', 'r')).toBe('postgresql://db/baton?options=-c%20role%3Dr')
  })

  it('take another login, whatever its password is made of', () => {
    expect(parse(asUser(url, 'bob', 'a/b:c@d?e'))).toMatchObject({ user: 'bob', password: 'a/b:c@d?e' })
  })
})
