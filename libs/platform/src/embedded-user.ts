import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An account of the operating system. */
export interface SystemUser {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root. For root this returns the account `postgres` (made when it is missing) after a
 * proof that it can reach the programs; for everybody else null: they run it as themselves.
 */
export async function findDatabaseUser(program: string): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null;
  const user = (await lookUp()) ?? (await create());
  try {
    await runAs(user, program, ['--version']);
  } catch (cause) {
    throw new Error(
      'PostgreSQL does not run as root, and the account "postgres" may not enter the folder of this project. ' +
        'Start as an ordinary user, move the project out of the home of root, or set DATABASE_URL.',
      { cause },
    );
  }
  return user;
}

/** Runs a program to its end, as `user` when one is given, and returns what it printed. */
export async function runAs(user: SystemUser | null, program: string, args: string[]): Promise<string> {
  // The database account may not see the caller's working folder; every account sees the root folder.
  const options = { ...user, cwd: '/', env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 1 << 20 };
  const { stdout } = await run(program, args, options);
  return stdout;
}

async function lookUp(): Promise<SystemUser | null> {
  try {
    const [uid, gid] = await Promise.all([
      runAs(null, 'id', ['-u', 'postgres']),
      runAs(null, 'id', ['-g', 'postgres']),
    ]);
    return { uid: Number(uid), gid: Number(gid) };
  } catch {
    return null;
  }
}

async function create(): Promise<SystemUser> {
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']);
  } catch (cause) {
    throw new Error('PostgreSQL does not run as root and the account "postgres" could not be made.', { cause });
  }
  const user = await lookUp();
  if (!user) throw new Error('The account "postgres" was made but cannot be found.');
  return user;
}
