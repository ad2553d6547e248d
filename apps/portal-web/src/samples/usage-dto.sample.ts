import type { UsageDto } from '#contract';

export const usage: UsageDto = {
  range: '24h',
  grain: 'hour',
  from: '2026-11-20T17:00:00Z',
  to: '2026-11-21T17:00:00Z',
  points: Array.from({ length: 24 }, (_, hour) => ({
    start: new Date(Date.UTC(2026, 10, 20, 17 + hour)).toISOString(),
    success: Math.round(420 + 260 * Math.sin(hour / 3.8)),
    clientError: Math.round(12 + 8 * Math.cos(hour / 3)),
    unauthorised: hour % 7,
    limited: hour === 12 ? 180 : 0,
    serverError: hour % 5 === 0 ? 6 : 0,
  })),
  totals: {
    calls: 11_204,
    success: 10_600,
    clientError: 310,
    unauthorised: 84,
    limited: 180,
    serverError: 30,
    console: 14,
    latencyMeanMs: 22.4,
    latencyMaxMs: 1380,
  },
  topOperations: [{ label: 'Orders v2: GET /orders', key: null, calls: 7201, errors: 20, latencyMeanMs: 9.8 }],
  topApplications: [],
  topServices: [{ label: 'Orders', key: 'orders', calls: 9120, errors: 400, latencyMeanMs: 13.1 }],
};
