import { Injectable } from '@nestjs/common';
import { curlFor } from '#openapi';
import { KEY_HEADER } from './key-header.js';
import { SampleCallStore } from './sample-call.store.js';

const HOST = /^[a-z0-9.-]+$/;

/** A command that shows a new key at work. */
@Injectable()
export class SampleCall {
  constructor(private readonly calls: SampleCallStore) {}

  /** Null where the application may call nothing in the environment that needs no parameters. */
  async curl(applicationId: string, environmentId: string, key: string): Promise<string | null> {
    const call = await this.calls.find(applicationId, environmentId);
    if (call === null) return null;
    const baseUrl = call.proxyUrl.replace(/\/$/, '') + call.basePath;
    const command = curlFor(call, baseUrl, { header: KEY_HEADER, key });
    if (call.hosts.length === 0) return command;
    // The gateway knows the version by its host name, which need not lead to the gateway from where the reader is.
    const host = call.hosts.find((name) => HOST.test(name));
    return host === undefined ? null : `${command} \\\n  -H 'Host: ${host}'`;
  }
}
