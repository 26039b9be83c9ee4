/** Texts that are valid in each format, the plainest first. */
export const FORMAT_EXAMPLES: Record<string, string[]> = {
  date: ['2025-01-15', '2024-02-29'],
  time: ['09:30:00Z', '23:59:59+02:00'],
  'date-time': ['2025-01-15T09:30:00Z', '2024-02-29T23:59:59+02:00'],
  'iso-time': ['09:30:00'],
  'iso-date-time': ['2025-01-15T09:30:00'],
  duration: ['P1D', 'PT2H30M'],
  email: ['ann@example.com', "o'neil.x@mail.example.org"],
  hostname: ['www.example.com', 'host'],
  ipv4: ['192.0.2.1', '198.51.100.17'],
  ipv6: ['2001:db8::1', '::1'],
  uri: ['https://example.com/page', 'urn:isbn:0451450523'],
  url: ['https://example.com/page'],
  'uri-reference': ['https://example.com/page', '/page', '#part'],
  'uri-template': ['https://example.com/{id}', '/page'],
  uuid: ['123e4567-e89b-12d3-a456-426614174000', 'urn:uuid:123e4567-e89b-12d3-a456-426614174000'],
  'json-pointer': ['/name', ''],
  'json-pointer-uri-fragment': ['#/name', '#'],
  'relative-json-pointer': ['1/name', '0#'],
  regex: ['^a+$', 'a'],
  byte: ['aGVsbG8=', 'TQ=='],
}

const WIDER: Record<string, string[]> = {
  uri: ['uri-reference'],
  ipv4: ['hostname'],
}

/** The formats a text of this format is certainly written in too, itself included. */
export function impliedFormats(name: string): string[] {
  return [name, ...(WIDER[name] ?? [])]
}
