'use client'

import { useCallback, useState, type ReactNode } from 'react'
import { axisMoney } from './series'

const HEIGHT = 296
const TOP = 34
const BOTTOM = 32
const LEFT = 52
const RIGHT = 14

export interface Frame {
  width: number
  left: number
  right: number
  bottom: number
  /** Where an amount stands. */
  y: (micros: number) => number
}

/** As wide as its place, with lines and amounts; what it shows is drawn by `children`, in pixels. */
export function ChartFrame({
  label,
  marks,
  height = HEIGHT,
  mark: said = axisMoney,
  children,
}: {
  label: string
  /** Amounts on the axis, from 0 up; the last is the top. */
  marks: readonly number[]
  height?: number
  /** How an amount reads on the axis; micro-dollars unless said otherwise. */
  mark?: (amount: number) => string
  children: (frame: Frame) => ReactNode
}) {
  const [width, setWidth] = useState(0)
  const measure = useCallback((element: HTMLDivElement | null) => {
    if (!element) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const bottom = height - BOTTOM
  const most = marks.at(-1) ?? 1
  const y = (micros: number) => bottom - (micros / most) * (bottom - TOP)
  return (
    <div ref={measure} className="relative min-w-0 overflow-hidden">
      {width > 0 && (
        <svg role="img" aria-label={label} width={width} height={height} className="block text-12">
          {marks.map((mark) => (
            <g key={mark}>
              <line x1={LEFT} x2={width - RIGHT} y1={y(mark)} y2={y(mark)} className="stroke-line" />
              <text x={LEFT - 8} y={y(mark) + 4} textAnchor="end" className="fill-fg-3">
                {said(mark)}
              </text>
            </g>
          ))}
          {children({ width, left: LEFT, right: width - RIGHT, bottom, y })}
        </svg>
      )}
    </div>
  )
}

/** The same as a table, for who hears the page. */
export function HeardTable({
  caption,
  head,
  rows,
}: {
  caption: string
  head: readonly string[]
  rows: readonly (readonly string[])[]
}) {
  return (
    <div className="sr-only">
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...rest]) => (
            <tr key={first}>
              <th scope="row">{first}</th>
              {rest.map((cell, index) => (
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
