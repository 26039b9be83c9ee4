'use client'

import type { LucideIcon } from 'lucide-react'
import { Button, type ButtonProps } from './button'
import { cx } from './cx'
import { Tooltip } from './tooltip'

const sizes = { sm: 'w-6 px-0', md: 'w-7 px-0', lg: 'w-8 px-0', touch: 'w-11 px-0' } as const

/**
 * A square button whose word is its tooltip and its accessible name. With `plain` the browser shows the word: what Escape
 * is to close over the page must not wait for a tooltip to be closed by it first.
 */
export function IconButton({
  icon,
  label,
  kbd,
  variant = 'ghost',
  size = 'md',
  plain = false,
  className,
  ...rest
}: Omit<ButtonProps, 'children' | 'asChild' | 'icon' | 'size'> & {
  icon: LucideIcon
  label: string
  size?: keyof typeof sizes
  plain?: boolean
}) {
  const button = (
    <Button
      aria-label={label}
      icon={icon}
      variant={variant}
      size={size}
      className={cx(sizes[size], className)}
      {...(plain && { title: kbd === undefined ? label : `${label} (${kbd})` })}
      {...rest}
    />
  )
  if (plain) return button
  return (
    <Tooltip content={label} kbd={kbd}>
      {button}
    </Tooltip>
  )
}
