import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { joinServer, leaveServer } from './jest-global-setup.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-runs-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** The id of a process that has ended. */
async function deadPid(): Promise<string> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return String(child.pid);
}

describe('joinServer', () => {
  it('tells the first caller that nobody uses the server, and does not count runs that were killed', async () => {
    const unused = (run: string) => joinServer(folder, run, async (answer) => answer);
    expect(await unused(await deadPid())).toBe(true);
    expect(await unused(String(process.pid))).toBe(true);
    expect(await unused(String(process.pid))).toBe(false);
    expect(await unused(String(process.ppid))).toBe(false);
    await leaveServer(folder, String(process.pid));
    expect(await readdir(path.join(folder, 'runs'))).toEqual([String(process.ppid)]);
  });

  it('lets one caller work at a time, also after one failed', async () => {
    let working = 0;
    const seen: number[] = [];
    const work = async (): Promise<void> => {
      seen.push(++working);
      await new Promise(setImmediate);
      working -= 1;
    };
    const failing = joinServer(folder, String(process.pid), () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    await Promise.all(Array.from({ length: 5 }, () => joinServer(folder, String(process.pid), work)));
    expect(seen).toEqual([1, 1, 1, 1, 1]);
  });
});
