import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface CurlAnswer {
  status: number;
  headers: Record<string, string>;
}

/** Runs a curl exactly as it was printed, in a shell, and reads what came back. */
export async function runCurl(printed: string): Promise<CurlAnswer> {
  const { stdout } = await promisify(execFile)('sh', ['-c', `${printed} -s -D - -o /dev/null`]);
  const [statusLine = '', ...lines] = stdout.trim().split(/\r?\n/);
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { status: Number(statusLine.split(' ')[1]), headers };
}
