import '@fontsource-variable/geist/index.css'
import '@fontsource-variable/geist-mono/index.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { DataProvider } from '@/components/shell/trpc'
import { NonceProvider } from '@/components/ui/nonce'
import { TooltipProvider } from '@/components/ui/tooltip'

export const metadata: Metadata = { title: 'Baton', description: 'The control room for teams of AI agents' }
export const viewport: Viewport = { colorScheme: 'light dark', viewportFit: 'cover' }

/** Reads the request's nonce, so every page is made for its request. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? ''
  return (
    <html lang="en">
      <body>
        <NonceProvider nonce={nonce}>
          <NuqsAdapter>
            <DataProvider>
              <TooltipProvider>{children}</TooltipProvider>
            </DataProvider>
          </NuqsAdapter>
        </NonceProvider>
      </body>
    </html>
  )
}
