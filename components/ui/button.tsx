'use client'

import { cva, type VariantProps } from 'class-variance-authority'
import type { LucideIcon } from 'lucide-react'
import { Slot } from 'radix-ui'
import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { cx } from './cx'
import { Kbd } from './kbd'

const look = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-6 border font-label whitespace-nowrap transition-colors duration-fast select-none',
  {
    variants: {
      variant: {
        primary: 'border-accent bg-accent text-on-accent hover:border-accent-hover hover:bg-accent-hover',
        secondary: 'border-line-strong bg-raised text-fg hover:bg-hover active:bg-press',
        ghost: 'border-transparent bg-transparent text-fg-2 hover:bg-hover active:bg-press',
      },
      size: {
        sm: 'h-6 px-2 text-12',
        md: 'h-7 px-2.5 text-13',
        lg: 'h-8 px-3 text-13',
        touch: 'h-11 px-4 text-14',
      },
      off: { true: 'border-line bg-transparent text-fg-off hover:border-line hover:bg-transparent' },
    },
    compoundVariants: [{ variant: 'ghost', off: true, class: 'border-transparent hover:border-transparent' }],
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  variant?: VariantProps<typeof look>['variant']
  size?: VariantProps<typeof look>['size']
  icon?: LucideIcon
  /** The key that does the same; shown only, bind it with useHotkeys. */
  kbd?: string
  /** Off, but reachable; say why beside it or with `title`. */
  disabled?: boolean
  /** At work: pressing again does nothing. */
  busy?: boolean
  /** Renders the only child (a link) instead of a button. */
  asChild?: boolean
}

/** One act, named by what it does. */
export function Button({
  variant,
  size,
  icon: Icon,
  kbd,
  disabled = false,
  busy = false,
  asChild = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const off = disabled || busy
  const classes = cx(look({ variant, size, off: disabled }), className)
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    )
  }
  return (
    <button
      type={off && type === 'submit' ? 'button' : type}
      className={classes}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      onClick={(event: MouseEvent<HTMLButtonElement>) => {
        if (off) event.preventDefault()
        else onClick?.(event)
      }}
      {...rest}
    >
      <ButtonParts icon={Icon} kbd={kbd} onAccent={variant === 'primary' && !disabled}>
        {children}
      </ButtonParts>
    </button>
  )
}

function ButtonParts(props: {
  icon: LucideIcon | undefined
  kbd: string | undefined
  onAccent: boolean
  children: ReactNode
}) {
  const Icon = props.icon
  return (
    <>
      {Icon && <Icon className="size-3.5 shrink-0" aria-hidden />}
      {props.children}
      {props.kbd && <Kbd keys={props.kbd} onAccent={props.onAccent} />}
    </>
  )
}
