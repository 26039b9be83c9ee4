const WORDS: Record<string, string> = {
  password: 'with a password',
  oidc: 'by single sign-on',
  practice: 'with a practice account',
}

/** How somebody came in: `by single sign-on`. */
export const methodInWords = (method: string): string => WORDS[method] ?? method
