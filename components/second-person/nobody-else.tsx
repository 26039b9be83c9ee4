import Link from 'next/link'
import type { SecondPerson } from './second-person-types'

/** How many are named. */
const NAMED = 3

/** Where nobody besides whoever asks could agree: who could, and the way out. */
export function NobodyElse({ people: { agree, others } }: { people: SecondPerson }) {
  if (agree.length > 0) return null
  const named = others.slice(0, NAMED).join(', ')
  const more = others.length > NAMED ? ` or ${others.length - NAMED} more` : ''
  return (
    <p className="text-waiting-fg">
      Nobody else may agree to it yet.{' '}
      {others.length > 0
        ? `Give the role admin to another member (${named}${more})`
        : 'There is no other member: add one with the role admin'}{' '}
      under{' '}
      <Link href="/members" className="underline">
        Members
      </Link>
      . Whoever runs Baton’s machine can also turn it off there, with <code>baton second-person off</code>.
    </p>
  )
}
