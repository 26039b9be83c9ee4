/**
 * Whether an account may not come in: it is disabled as a whole, or in every workspace it belongs to. An account that
 * belongs to none comes in and is told so.
 */
export const keptOut = (user: {
  disabledAt: Date | null
  memberships: readonly { disabledAt: Date | null }[]
}): boolean =>
  user.disabledAt !== null ||
  (user.memberships.length > 0 && user.memberships.every(({ disabledAt }) => disabledAt !== null))
