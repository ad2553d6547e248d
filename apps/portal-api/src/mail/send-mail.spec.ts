import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { projectRoot, uuid } from '#platform';
import { testConfig } from '../../test-support/start-test-app.js';
import { decisionMail } from './decision-mail.js';
import { SendMail } from './send-mail.js';

const DATABASE_URL = 'postgresql://nobody@127.0.0.1:1/none';
const news = { application: 'Till', service: 'Orders', plan: 'Gold', keepsPlan: false, reason: null };

/** A mail server that says yes to everything, or to nothing, and remembers what it was told. */
async function startMailServer(greeting = '220 ready') {
  const received: string[] = [];
  const server = createServer((socket) => {
    let inData = false;
    let mail = '';
    socket.write(`${greeting}\r\n`);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const text = chunk.toString('utf8');
      received.push(text);
      // It may come in any pieces, its end as well.
      if (inData) mail += text;
      if (inData && !mail.endsWith('\r\n.\r\n')) return;
      const isQuit = text.startsWith('QUIT');
      socket.write(text.startsWith('DATA') ? '354 go on\r\n' : isQuit ? '221 bye\r\n' : '250 ok\r\n');
      inData = text.startsWith('DATA');
      if (isQuit) socket.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, received, close: () => server.close() };
}

describe('a decision in words', () => {
  it.each([
    ['approved', { decision: 'approved' as const }, 'may now call Orders under the plan Gold'],
    ['rejected', { decision: 'rejected' as const, reason: 'Too early.' }, 'Too early.'],
    ['a refused change', { decision: 'rejected' as const, keepsPlan: true }, 'Its present plan stays in force'],
    ['suspended', { decision: 'suspended' as const, reason: 'Abuse.' }, 'Its calls are refused for now'],
    ['resumed', { decision: 'resumed' as const }, 'goes on under the plan Gold'],
  ])('says what happened when it is %s', (_, changes, words) => {
    const mail = decisionMail({ ...news, ...changes });
    expect(mail.subject).toContain('Orders');
    expect(mail.text).toContain('"Till"');
    expect(mail.text).toContain(words);
  });
});

describe('sending', () => {
  it('hands the mail to the mail server, to one recipient, with no header that a name could add', async () => {
    const server = await startMailServer();
    const send = new SendMail(testConfig(DATABASE_URL, { SMTP_URL: server.url }));
    const subject = 'Orders\r\nBcc: thief@example.com: subscription approved';
    await send.run({ to: 'dana@example.com', subject, text: 'Hello.\n' });
    server.close();
    const told = server.received.join('');
    expect(told.match(/RCPT TO:<[^>]*>/g)).toEqual(['RCPT TO:<dana@example.com>']);
    expect(told).not.toMatch(/^Bcc:/im);
    expect(told).toContain('Hello.');
  });

  it('fails when the mail server refuses, so that the job is tried again', async () => {
    const server = await startMailServer('554 go away');
    const send = new SendMail(testConfig(DATABASE_URL, { SMTP_URL: server.url }));
    await expect(send.run({ to: 'dana@example.com', subject: 's', text: 't' })).rejects.toThrow('554');
    server.close();
  });

  it('writes a file into .local/mail when there is no mail server', async () => {
    const folder = path.join(projectRoot(), '.local', 'mail');
    const before = new Set(await readdir(folder).catch(() => []));
    const mark = uuid();
    await new SendMail(testConfig(DATABASE_URL)).run({ to: 'dana@example.com', subject: mark, text: 'Hello.\n' });
    const files = (await readdir(folder)).filter((name) => !before.has(name));
    const contents = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')));
    const written = contents.findIndex((text) => text.includes(mark));
    expect(contents[written]).toContain('To: dana@example.com');
    await rm(path.join(folder, files[written] ?? mark));
  });
});
