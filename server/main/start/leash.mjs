// Loaded first into every child: when the parent is gone, however it went, the child ends itself.
if (process.connected) {
  process.on('disconnect', () => {
    setTimeout(() => process.exit(1), 15_000).unref()
    process.kill(process.pid, 'SIGTERM')
  })
}
