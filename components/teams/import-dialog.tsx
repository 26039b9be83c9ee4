'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { messageOf, problemsOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { CodeEditor } from '@/components/ui/code-editor'
import { counted, figure } from '@/components/ui/counted'
import { Dialog } from '@/components/ui/dialog'
import { FileButton } from '@/components/ui/file-button'
import { ErrorState } from '@/components/ui/error-state'
import { toast } from '@/components/ui/toast'

/** A team from a file or pasted text: all of it, or nothing and why. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter()
  const [yaml, setYaml] = useState('')
  const load = useMutation(useTRPC().teams.import.mutationOptions({ onError: () => undefined }))
  const save = async () => {
    if (!yaml.trim() || load.isPending) return
    try {
      const { slug, created, agents, keptCases } = await load.mutateAsync({ yaml })
      const said = [
        ...(agents.length > 0 ? [`With ${counted(agents.length, 'agent')}.`] : []),
        ...(keptCases > 0 ? [`The file names no test cases: the team keeps its ${figure(keptCases)}.`] : []),
      ]
      toast({
        title: created ? 'The team is imported' : 'The team’s draft is replaced',
        ...(said.length > 0 && { description: said.join(' ') }),
      })
      router.push(`/teams/${slug}`)
    } catch {
      // Listed below; the text stays.
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title="Import a team"
      description="YAML as “Export as YAML” writes it. A team of the same name has its draft replaced, and its test cases where the file has the word “cases”; its agents are made or changed."
      footer={
        <>
          <FileButton accept=".yaml,.yml,.json" onText={setYaml} />
          <span className="flex-1" />
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!yaml.trim()} busy={load.isPending} onClick={() => void save()}>
            Import
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <CodeEditor
          label="YAML of the team"
          language="text"
          value={yaml}
          onValueChange={setYaml}
          minHeight="220px"
          maxHeight="44vh"
        />
        {load.error && (
          <ErrorState className="m-0" title={messageOf(load.error)}>
            <ul className="max-h-40 overflow-auto">
              {problemsOf(load.error).map(({ pointer, message, expected }, index) => (
                <li key={index}>
                  {pointer && <span className="font-mono text-12">{pointer} </span>}
                  {message}
                  {expected && <span className="text-fg-3"> Expected: {expected}.</span>}
                </li>
              ))}
            </ul>
          </ErrorState>
        )}
      </div>
    </Dialog>
  )
}
