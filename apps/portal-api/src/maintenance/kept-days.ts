/** How long each kind of row is kept, in days. The audit log is kept for ever. */
export const KEPT_DAYS = {
  idempotencyRecords: 1,
  usedRefreshTokens: 31,
  usageEvents: 30,
  minuteBuckets: 3,
  hourBuckets: 100,
  unusedDocuments: 1,
  /** They are made again when somebody asks. */
  comparisons: 30,
  /** After they have ended; reports of their calls may come late. */
  consoleKeys: 7,
  consoleCalls: 90,
} as const;
