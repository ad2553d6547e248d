// Makes a fresh clone able to run: installs what is missing, generates the Prisma client, builds. Runs before anything is
// installed, so it uses nothing but Node itself.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const MIN_NODE = [20, 19];

/** Everything that must be there before any of our own code can be imported from dist/. */
export async function prepare() {
  requireNode();
  await step('Installing the packages (once, about a minute)', installedFor('package-lock.json'), [
    'npm',
    ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
  ]);
  await step('Generating the Prisma client', installedFor('prisma/schema.prisma', 'prisma/generated/client.ts'), [
    bin('prisma'),
    ['generate'],
  ]);
  await step('Building', null, ['npm', ['run', '--silent', 'build']]);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return;
  fail(`Gatehouse needs Node.js ${MIN_NODE.join('.')} or later; this is ${process.versions.node}.`);
}

/** A stamp that says for which version of a file a step was done. */
function installedFor(input, result = 'node_modules') {
  const hash = createHash('sha256')
    .update(readFileSync(path.join(root, input)))
    .digest('hex');
  const file = path.join(root, 'node_modules', `.gatehouse-${path.basename(input)}.sha256`);
  const done = () => existsSync(path.join(root, result)) && existsSync(file) && readFileSync(file, 'utf8') === hash;
  return { done, mark: () => (mkdirSync(path.dirname(file), { recursive: true }), writeFileSync(file, hash)) };
}

async function step(title, stamp, [command, args]) {
  if (stamp?.done()) return;
  const stop = progress(title);
  const { code, output } = await run(command, args);
  stop(code === 0);
  if (code !== 0) fail(`${title} failed (${path.basename(command)} ended with ${code}):\n${output.slice(-4000)}`);
  stamp?.mark();
}

function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: error.code, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

function bin(name) {
  return path.join(root, 'node_modules', '.bin', name);
}

/** One line that counts the seconds while something runs. */
export function progress(title) {
  const startedMs = Date.now();
  const seconds = () => `${Math.round((Date.now() - startedMs) / 1000)} s`;
  if (!process.stdout.isTTY) console.log(`${title} …`);
  const draw = () => process.stdout.isTTY && process.stdout.write(`\r${title} … ${seconds()} `);
  const timer = setInterval(draw, 500);
  draw();
  return (well) => {
    clearInterval(timer);
    if (process.stdout.isTTY) process.stdout.write(`\r${title} … ${well ? 'done' : 'failed'} (${seconds()})\n`);
  };
}

export function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

// `node apps/quickstart/prepare.mjs` prepares and does nothing else.
if (process.argv[1] === fileURLToPath(import.meta.url)) await prepare();
