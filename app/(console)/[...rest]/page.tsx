import { notFound } from 'next/navigation'

/** Addresses that are no page get the console's own answer, within the shell. */
export default function NoSuchPage() {
  notFound()
}
