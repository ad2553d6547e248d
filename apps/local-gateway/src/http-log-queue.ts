import http from 'node:http';
import https from 'node:https';

/** The fields of the plugin's config that count here. Delays and times are in seconds, `timeout` in milliseconds. */
export interface HttpLogConfig {
  http_endpoint: string;
  method: string;
  content_type: string;
  timeout: number;
  keepalive: number;
  headers: Record<string, string> | null;
  /** Path of a field → code; the only code that is taken drops the field. */
  custom_fields_by_lua: Record<string, string> | null;
  queue: {
    max_batch_size: number;
    max_coalescing_delay: number;
    max_entries: number;
    max_retry_time: number;
    initial_retry_delay: number;
    max_retry_delay: number;
  };
}

/**
 * Delivers log entries in batches, at least once: a batch that is not answered with a status below 300 is sent again
 * with growing delays until its time is over. When the queue is full the oldest entry is dropped.
 */
export class HttpLogQueue {
  /** Each as JSON, as Kong keeps them, so that a batch is not written all at once. */
  private entries: string[] = [];
  private dropped = 0;
  private running?: Promise<void>;
  private isClosing = false;
  /** Ends the wait that is under way; `onFull` only the wait for a full batch. */
  private wake?: () => void;
  private onFull?: () => void;
  private readonly agent: http.Agent;
  private readonly client: typeof http | typeof https;

  constructor(
    private config: HttpLogConfig,
    private readonly warn: (message: string) => void,
  ) {
    this.client = config.http_endpoint.startsWith('https:') ? https : http;
    this.agent = new this.client.Agent({ keepAlive: true, maxSockets: 1 });
  }

  /** The config of the newest entry decides how the next batch is sent. */
  push(entry: object, config: HttpLogConfig): void {
    this.config = config;
    if (this.entries.length >= config.queue.max_entries) {
      this.entries.shift();
      this.dropped += 1;
    }
    this.entries.push(JSON.stringify(entry));
    if (this.entries.length >= config.queue.max_batch_size) this.onFull?.();
    this.running ??= this.run();
  }

  /** Sends what is left, each batch once, and ends. */
  async close(): Promise<void> {
    this.isClosing = true;
    this.wake?.();
    await this.running;
    this.agent.destroy();
  }

  private async run(): Promise<void> {
    while (this.entries.length > 0) {
      const { max_batch_size: size, max_coalescing_delay: delaySeconds } = this.config.queue;
      if (this.entries.length < size) {
        const pause = this.pause(delaySeconds * 1000);
        this.onFull = this.wake;
        await pause;
        this.onFull = undefined;
      }
      await this.deliver(this.entries.splice(0, size), size);
    }
    this.running = undefined;
  }

  private async deliver(batch: string[], maxBatchSize: number): Promise<void> {
    const body = maxBatchSize === 1 ? batch.join() : `[${batch.join()}]`;
    const startedAtMs = Date.now();
    for (let attempt = 0; ; attempt += 1) {
      const failure = await this.post(body).catch((error: Error) => error.message);
      if (failure === undefined) return this.tellDropped();
      const { initial_retry_delay: first, max_retry_delay: longest, max_retry_time: limit } = this.config.queue;
      if (this.isClosing || Date.now() - startedAtMs > limit * 1000) {
        this.warn(`http-log: ${batch.length} entries could not be delivered: ${failure}`);
        return;
      }
      await this.pause(Math.min(longest, first * 2 ** attempt) * 1000);
    }
  }

  /** What went wrong, or undefined. The query string of the endpoint is not sent, as in Kong. */
  private post(body: string): Promise<string | undefined> {
    const { http_endpoint: endpoint, method, content_type: type, timeout, headers } = this.config;
    const { hostname, port, pathname } = new URL(endpoint);
    return new Promise((resolve, reject) => {
      const request = this.client.request(
        {
          hostname,
          port,
          path: pathname,
          method,
          agent: this.agent,
          timeout,
          headers: { ...headers, 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) },
        },
        (response) => {
          const status = response.statusCode ?? 0;
          response.resume().on('end', () => resolve(status < 300 ? undefined : `status ${status}`));
          response.on('error', reject);
        },
      );
      request.on('timeout', () => request.destroy(new Error(`no answer within ${timeout} ms`)));
      request.on('error', reject);
      request.end(body);
    });
  }

  /** One line for all entries that a full queue dropped since the last delivery. */
  private tellDropped(): void {
    if (this.dropped > 0) this.warn(`http-log: the queue was full; the ${this.dropped} oldest entries were dropped`);
    this.dropped = 0;
  }

  private pause(delayMs: number): Promise<void> {
    if (this.isClosing) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake?.(), delayMs);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
    });
  }
}

/** The queues of all http-log plugins; plugins with the same receiver share one. */
export class HttpLogQueues {
  private readonly queues = new Map<string, HttpLogQueue>();

  constructor(private readonly warn: (message: string) => void) {}

  push(entry: object, config: HttpLogConfig): void {
    const key = `${config.http_endpoint}|${config.method}|${config.content_type}|${config.timeout}|${config.keepalive}`;
    const queue = this.queues.get(key) ?? new HttpLogQueue(config, this.warn);
    this.queues.set(key, queue);
    queue.push(entry, config);
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.queues.values(), (queue) => queue.close()));
  }
}
