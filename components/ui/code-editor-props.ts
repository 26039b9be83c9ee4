import type { ControlProps } from './form-field'

export interface CodeEditorProps extends ControlProps {
  value: string
  onValueChange?: (value: string) => void
  readOnly?: boolean
  /** JSON by default. */
  language?: 'json' | 'text'
  /** Accessible name, when no FormField gives one. */
  label?: string
  minHeight?: string
  maxHeight?: string
  /** Takes the focus once it is there. */
  autoFocus?: boolean
  className?: string
}
