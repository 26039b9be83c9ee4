'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTRPC } from '@/components/shell/trpc'
import { counted } from '@/components/ui/counted'
import { toast } from '@/components/ui/toast'
import type { ListedTemplate } from './team-types'

/** Makes a team of a template, with all it brings, and opens its studio. */
export function useTemplate() {
  const router = useRouter()
  const create = useMutation(useTRPC().teams.create.mutationOptions({ onError: () => undefined }))
  const use = async (template: ListedTemplate, name?: string) => {
    if (create.isPending) return
    try {
      const { slug } = await create.mutateAsync({ template: template.key, ...(name && { name }) })
      toast({ title: `${name ?? template.name} is made`, description: saysBrought(template) })
      router.push(`/teams/${slug}`)
    } catch {
      // Shown beside what was used.
    }
  }
  return { use, error: create.error, making: create.isPending ? create.variables.template : undefined }
}

function saysBrought({ agents, needs, cases }: ListedTemplate): string {
  const added = needs.filter(({ there }) => there === null).length
  return [
    `With ${counted(agents.length, 'agent')}`,
    ...(added > 0 ? [`${counted(added, 'connection')} to practice systems`] : []),
    ...(cases.length > 0 ? [counted(cases.length, 'test case')] : []),
  ].join(', ')
}
