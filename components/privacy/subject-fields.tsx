import { problemAt } from '@/components/shell/problems'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import type { SubjectInput } from './privacy-types'

/** What is typed: several of a kind with a semicolon between them. */
export interface TypedSubject {
  emails: string
  phones: string
  names: string
  ids: string
}

export const NOBODY_YET: TypedSubject = { emails: '', phones: '', names: '', ids: '' }

const split = (text: string): string[] =>
  text
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean)

export const subjectOf = ({ emails, phones, names, ids }: TypedSubject): SubjectInput => ({
  ...{ emails: split(emails), phones: split(phones) },
  ...{ names: split(names), ids: split(ids) },
})

export const isSomebody = (typed: TypedSubject): boolean =>
  Object.values<string>({ ...typed }).some((text) => split(text).length > 0)

const FIELDS = [
  { kind: 'emails', label: 'E-mail' },
  { kind: 'phones', label: 'Phone' },
  { kind: 'names', label: 'Full name' },
  { kind: 'ids', label: 'Your own number for them' },
] as const

/** Whom it is about, by any of four kinds of signs. */
export function SubjectFields({
  value,
  onChange,
  error,
  at,
}: {
  value: TypedSubject
  onChange: (value: TypedSubject) => void
  error: unknown
  /** Where the subject stands in what is sent: `/subject`. */
  at: string
}) {
  return (
    <div className="grid grid-cols-2 gap-3.5 max-sm:grid-cols-1">
      {FIELDS.map(({ kind, label }) => (
        <FormField key={kind} label={label} error={problemAt(error, `${at}/${kind}`)}>
          <Input
            value={value[kind]}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange({ ...value, [kind]: event.target.value })}
          />
        </FormField>
      ))}
    </div>
  )
}
