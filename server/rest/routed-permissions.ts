import { PERMISSION_NAMES, type Permission } from '@/domain/policy/permission'
import { routes } from './routes'

/** What a caller of the API can need: for any other permission there is no route. In the order of the table. */
export const ROUTED_PERMISSIONS: readonly Permission[] = PERMISSION_NAMES.filter((permission) =>
  routes.some(({ requires, instead }) => requires === permission || instead === permission),
)
