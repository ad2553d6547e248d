// `npm test`: prepares a fresh clone, runs every spec and ends with one plain line of counts.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { prepare, root } from './prepare.mjs';

await prepare();
const report = path.join(root, 'node_modules', '.gatehouse-test-report.json');
rmSync(report, { force: true });
const code = await runJest(['--json', `--outputFile=${report}`, ...process.argv.slice(2)]);
const { passed, failed, skipped } = readReport();
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = code === 0 && failed === 0 && passed > 0 ? 0 : 1;

function readReport() {
  // Without a report Jest did not come as far as the first test.
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const found = JSON.parse(readFileSync(report, 'utf8'));
  return {
    passed: found.numPassedTests,
    // A spec file that could not even be loaded has no tests to fail: it counts as one.
    failed: found.numFailedTests + found.numRuntimeErrorTestSuites,
    skipped: found.numPendingTests + found.numTodoTests,
  };
}

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
