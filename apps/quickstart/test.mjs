// `npm test`: prepares a fresh clone, runs every spec and ends with one plain line of counts.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { prepare, root } from './prepare.mjs';

await prepare();
const report = path.join(root, 'node_modules', '.gatehouse-test-report.json');
rmSync(report, { force: true });
const code = await runJest(['--json', `--outputFile=${report}`, ...process.argv.slice(2)]);
const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report));
// A spec file that could not even be loaded has no tests to fail: it counts as one.
const failed = numFailedTests + numRuntimeErrorTestSuites;
const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
console.log(`${numPassedTests} passed, ${failed} failed${skipped}`);
process.exitCode = code === 0 && failed === 0 && numPassedTests > 0 ? 0 : 1;

function runJest(args) {
  const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const flags = ['--experimental-vm-modules', '--no-warnings', jest];
  return new Promise((resolve) => {
    spawn(process.execPath, [...flags, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).on(
      'close',
      resolve,
    );
  });
}
