/** Whether PostgreSQL refused a row because another one has the same value in a unique column. */
export function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'P2002';
}
