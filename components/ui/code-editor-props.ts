import type { ControlProps } from './form-field'

/** A place in the text where something is wrong. */
export interface CodeFault {
  from: number
  to: number
}

export interface CodeEditorProps extends ControlProps {
  value: string
  onValueChange?: (value: string) => void
  readOnly?: boolean
  /** JSON by default. */
  language?: 'json' | 'cedar' | 'text'
  /** Accessible name, when no FormField gives one. */
  label?: string
  /** Underlined. */
  faults?: readonly CodeFault[]
  minHeight?: string
  maxHeight?: string
  /** Takes the focus once it is there. */
  autoFocus?: boolean
  className?: string
}
