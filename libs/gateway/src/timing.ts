import { setTimeout as sleep } from 'node:timers/promises';

/** Waiting and chance, so that a test needs neither. `random` gives a number from 0 up to 1. */
export interface Timing {
  sleep(ms: number): Promise<unknown>;
  random(): number;
}

export const realTiming: Timing = { sleep: (ms) => sleep(ms), random: Math.random };
