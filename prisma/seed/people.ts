import type { Role } from '@/domain/policy/permission'

/** Practice accounts: invented, and without a password anyone could know. */
export const PEOPLE = {
  operator: { name: 'Odile Farrow', email: 'odile.farrow@larkspur.example', roles: ['operator'] },
  reviewer: { name: 'Ruben Tallis', email: 'ruben.tallis@larkspur.example', roles: ['reviewer'] },
  auditor: { name: 'Agnes Holloway', email: 'agnes.holloway@larkspur.example', roles: ['auditor'] },
  admin: { name: 'Arvid Quill', email: 'arvid.quill@larkspur.example', roles: ['admin'] },
  analyst: { name: 'Mina Okonedo', email: 'mina.okonedo@larkspur.example', roles: ['operator', 'reviewer'] },
} as const satisfies Record<string, { name: string; email: string; roles: readonly Role[] }>
