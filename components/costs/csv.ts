import type { Summary } from './cost-types'

/** A cell that no spreadsheet takes for a formula. */
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One line a day and group: `day,agent,name,calls,dollars`, the money exact. */
export function csvOf(summary: Summary, nameOf: (key: string) => string): string {
  const lines = summary.days.map(({ day, key, calls, micros }) =>
    [
      day,
      cell(key),
      cell(nameOf(key)),
      calls,
      `${micros / 1_000_000n}.${(micros % 1_000_000n).toString().padStart(6, '0')}`,
    ].join(','),
  )
  return [`day,${summary.by},name,calls,dollars`, ...lines, ''].join('\r\n')
}

export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
