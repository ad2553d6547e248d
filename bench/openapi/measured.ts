import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '#platform';

/** What one process took, from its start to its end. */
export interface Measured {
  cpuSeconds: number;
  peakMb: number;
  output: string;
}

const TIME = '/usr/bin/time';
let isTimeThere: boolean | undefined;

/** Runs an entry of dist/bench/openapi/tools in a process of its own. */
export function measureTool(tool: string, ...args: string[]): Promise<Measured> {
  return measure(process.execPath, [
    path.join(projectRoot(), 'dist', 'bench', 'openapi', 'tools', `${tool}.js`),
    ...args,
  ]);
}

/** Measures a program with GNU time; where that is not installed, a program of Node with what Node says of itself. */
export async function measure(program: string, args: string[]): Promise<Measured> {
  const file = path.join(os.tmpdir(), `gatehouse-usage-${randomBytes(8).toString('hex')}`);
  try {
    const output = (await hasTime())
      ? await runToEnd(TIME, ['-f', '%U %S %M', '-o', file, program, ...args])
      : await runToEnd(program, ['--import', writeUsage(), ...args], { USAGE_FILE: file });
    const last = (await readFile(file, 'utf8')).trim().split('\n').at(-1) ?? '';
    const [user, system, peakKb] = last.split(' ').map(Number) as [number, number, number];
    return { cpuSeconds: user + system, peakMb: peakKb / 1024, output };
  } finally {
    await rm(file, { force: true });
  }
}

async function hasTime(): Promise<boolean> {
  if (isTimeThere !== undefined) return isTimeThere;
  isTimeThere = await access(TIME).then(
    () => true,
    () => false,
  );
  if (!isTimeThere) console.log(`${TIME} is not installed: CPU time and memory are what Node says of itself.`);
  return isTimeThere;
}

function writeUsage(): string {
  return path.join(projectRoot(), 'dist', 'bench', 'openapi', 'tools', 'write-usage.js');
}

async function runToEnd(program: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  const child = spawn(program, args, {
    cwd: projectRoot(),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4_000)));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(code)}:\n${errors}`);
  return output;
}
