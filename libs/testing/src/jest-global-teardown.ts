/** Stops the shared PostgreSQL when no other run of tests uses it; jest-global-setup.ts left the way to do it. */
export default async function teardown(): Promise<void> {
  await (globalThis as { leaveTestServer?: () => Promise<void> }).leaveTestServer?.();
}
