'use client'

import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { lastOf } from '@/domain/team/environment'
import { usePublishing } from './use-publishing'

/** In which environment; nothing to choose, and nothing to see, where there is one. Null: the last one. */
export function EnvironmentField({
  value,
  onChange,
  hint,
}: {
  value: string | null
  onChange: (environment: string | null) => void
  hint?: string
}) {
  const { environments, several } = usePublishing()
  if (!several) return null
  const last = lastOf(environments)
  return (
    <FormField label="Environment" {...(hint && { hint })}>
      <Select
        value={value ?? last.slug}
        onValueChange={(slug) => onChange(slug === last.slug ? null : slug)}
        options={environments.map(({ slug, name }) => ({
          value: slug,
          label: name,
          ...(slug === last.slug && { hint: 'where nothing else is said' }),
        }))}
      />
    </FormField>
  )
}
