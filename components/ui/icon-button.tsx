'use client'

import type { LucideIcon } from 'lucide-react'
import { Button, type ButtonProps } from './button'
import { cx } from './cx'
import { Tooltip } from './tooltip'

const sizes = { sm: 'w-6 px-0', md: 'w-7 px-0', lg: 'w-8 px-0', touch: 'w-11 px-0' } as const

/** A square button whose word is its tooltip and its accessible name. */
export function IconButton({
  icon,
  label,
  kbd,
  variant = 'ghost',
  size = 'md',
  className,
  ...rest
}: Omit<ButtonProps, 'children' | 'asChild' | 'icon' | 'size'> & {
  icon: LucideIcon
  label: string
  size?: keyof typeof sizes
}) {
  return (
    <Tooltip content={label} kbd={kbd}>
      <Button
        aria-label={label}
        icon={icon}
        variant={variant}
        size={size}
        className={cx(sizes[size], className)}
        {...rest}
      />
    </Tooltip>
  )
}
