import type { ReactNode } from 'react'
import { Switch } from './switch'

/** A setting of everybody's, with what it means beside it; `children` stand below. */
export function LabelledSwitch({
  label,
  hint,
  on,
  disabled,
  onChange,
  children,
}: {
  label: string
  hint: ReactNode
  on: boolean
  disabled: boolean
  onChange: () => void
  children?: ReactNode
}) {
  return (
    <div className="flex items-start gap-3">
      <Switch checked={on} disabled={disabled} onCheckedChange={onChange} aria-label={label} />
      <div className="min-w-0">
        <p className="font-label">{label}</p>
        <p className="text-12 text-fg-3">{hint}</p>
        {children}
      </div>
    </div>
  )
}
