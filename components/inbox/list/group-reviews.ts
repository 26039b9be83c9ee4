import type { ReviewLine } from '../inbox-types'

export interface ReviewGroup {
  title: string
  reviews: ReviewLine[]
}

/** Waiting reviews as they fall due, soonest first: Overdue, Today, Later. Empty groups are left out. */
export function groupByDue(reviews: readonly ReviewLine[], now: number): ReviewGroup[] {
  const midnight = new Date(now).setHours(24, 0, 0, 0)
  const titleOf = ({ dueAt }: ReviewLine): string => {
    if (dueAt && dueAt.getTime() < now) return 'Overdue'
    return dueAt && dueAt.getTime() < midnight ? 'Today' : 'Later'
  }
  return grouped(reviews, ['Overdue', 'Today', 'Later'], titleOf)
}

/** Decided reviews, the last first: Today, Earlier. */
export function groupByDecided(reviews: readonly ReviewLine[], now: number): ReviewGroup[] {
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  return grouped(reviews, ['Today', 'Earlier'], ({ decidedAt }) =>
    decidedAt && decidedAt.getTime() >= midnight ? 'Today' : 'Earlier',
  )
}

function grouped(
  reviews: readonly ReviewLine[],
  titles: readonly string[],
  titleOf: (review: ReviewLine) => string,
): ReviewGroup[] {
  return titles.flatMap((title) => {
    const members = reviews.filter((review) => titleOf(review) === title)
    return members.length ? [{ title, reviews: members }] : []
  })
}

/** Which one opens when `id` leaves the list: the one after it, else the one before it. */
export function neighbourOf(reviews: readonly ReviewLine[], id: string): string | null {
  const index = reviews.findIndex((review) => review.id === id)
  const rest = reviews.filter((review) => review.id !== id)
  return (rest[Math.max(0, index)] ?? rest.at(-1))?.id ?? null
}
