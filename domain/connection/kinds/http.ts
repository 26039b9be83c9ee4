import { z } from 'zod'
import { urlProblem, type ConnectionKindEntry } from './kind'

const settings = z.object({})

export const httpKind: ConnectionKindEntry<typeof settings> = {
  title: 'HTTP service',
  summary: 'A service with an API in JSON: a CRM, a help desk, an ERP.',
  address: { label: 'Address', placeholder: 'https://crm.example/api' },
  secret: { label: 'Secret', hint: 'A key or token, sent in a header' },
  header: true,
  settings,
  operations: 'declared',
  addressProblem: (address) => urlProblem(address, ['http:', 'https:'], 'https://crm.example/api'),
}
