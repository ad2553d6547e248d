// Loaded into every process that the quickstart starts: when the quickstart is gone, however it went, so are they.
process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), 10_000).unref();
});
process.channel?.unref();
