import type { InventoryStore, WrittenObject } from './inventory.store.js';
import type { ScopeLease } from './scope-leases.store.js';

interface Waiting {
  written: WrittenObject;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Writes outcomes down in groups: while one statement runs, the next outcomes gather for the one after it. Each caller
 * waits for the commit of its own.
 */
export class OutcomeLog {
  private gathered: Waiting[] = [];
  private running = false;

  constructor(
    private readonly gatewayId: string,
    private readonly inventory: InventoryStore,
    /** Hears of a scope that another writer has taken. */
    private readonly onLost: (lease: ScopeLease) => void,
  ) {}

  note(written: WrittenObject): Promise<void> {
    return new Promise((resolve, reject) => {
      this.gathered.push({ written, resolve, reject });
      if (!this.running) void this.flush();
    });
  }

  private async flush(): Promise<void> {
    this.running = true;
    while (this.gathered.length > 0) {
      const group = this.gathered;
      this.gathered = [];
      await this.record(group);
    }
    this.running = false;
  }

  private async record(group: Waiting[]): Promise<void> {
    try {
      const held = await this.inventory.record(
        this.gatewayId,
        group.map(({ written }) => written),
      );
      for (const { written, resolve } of group) {
        if (!held.has(written.lease.scope)) this.onLost(written.lease);
        resolve();
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
