import { writeFileSync } from 'node:fs';

/** Leaves behind what the process took, in the words of GNU time. Loaded into a process with `--import`. */
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const line = `${userCPUTime / 1e6} ${systemCPUTime / 1e6} ${maxRSS}`;
  if (process.env.USAGE_FILE !== undefined) writeFileSync(process.env.USAGE_FILE, line);
});
