/** Works in another workspace from now on; the whole console is read anew. */
export function switchWorkspace(slug: string): void {
  document.cookie = `baton-workspace=${encodeURIComponent(slug)}; Path=/; Max-Age=31536000; SameSite=Lax`
  location.replace('/')
}
