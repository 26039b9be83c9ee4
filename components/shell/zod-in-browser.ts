import { z } from 'zod'

// Zod tries at its first check whether it may make code from text. Our content policy forbids that, and browsers
// report the trial as a violation.
if (typeof window !== 'undefined') z.config({ jitless: true })
