import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { type JobPayloads, projectRoot, uuid } from '#platform';
import { CONFIG, type Config } from '../config.js';

const CONNECT_TIMEOUT_MS = 10_000;
const SEND_TIMEOUT_MS = 30_000;

/** What the worker does with a `send-mail` job; a throw means that it is tried again later. */
@Injectable()
export class SendMail {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async run({ to, subject, text }: JobPayloads['send-mail']): Promise<void> {
    const mail: SendMailOptions = {
      from: this.config.mailFrom,
      // As an object it is one address whatever it holds, never a list of them.
      to: { name: '', address: to },
      subject,
      text,
      disableFileAccess: true,
      disableUrlAccess: true,
    };
    if (this.config.smtpUrl === null) return writeToFolder(mail);
    const transport = createTransport({
      url: this.config.smtpUrl.reveal(),
      connectionTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SEND_TIMEOUT_MS,
    });
    try {
      await transport.sendMail(mail);
    } finally {
      transport.close();
    }
  }
}

/** Without a mail server the mails are kept as files that any mail program opens. */
async function writeToFolder(mail: SendMailOptions): Promise<void> {
  const folder = path.join(projectRoot(), '.local', 'mail');
  await mkdir(folder, { recursive: true });
  const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail(mail);
  await writeFile(path.join(folder, `${uuid()}.eml`), message as Buffer, { mode: 0o600 });
}
