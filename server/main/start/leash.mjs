// Loaded first into every child: when the parent is gone, however it went, the child ends itself.
// A worker may take 22 s to finish and hand over what it does.
// `connected` is undefined without a parent that holds a leash, false when it was gone before we came to ask.
if (process.connected === false) process.exit(1)
if (process.connected) {
  process.on('disconnect', () => {
    setTimeout(() => process.exit(1), 25_000).unref()
    process.kill(process.pid, 'SIGTERM')
  })
}
