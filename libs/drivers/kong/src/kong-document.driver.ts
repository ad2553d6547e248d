import { GatewayFault, type DocumentAnswer, type DocumentDriver, type RemoteObject } from '#gateway';
import { documentText, hashOfText, readForeign, refusedObjects, type ForeignPart } from './kong-document.js';
import { isRecord } from './kong-fault.js';
import { KongDriver } from './kong.driver.js';

/** Speaks to a Kong without a database, which takes its whole configuration at once and is read like any other. */
export class KongDocumentDriver extends KongDriver implements DocumentDriver {
  override readonly writes = 'document';
  /** What is not ours, and the hash of the document in which it stood. */
  private known: { hash: string; foreign: ForeignPart } | null = null;

  async replaceDocument(objects: readonly RemoteObject[], beforeWrite?: () => Promise<void>): Promise<DocumentAnswer> {
    const foreign = await this.foreign();
    const text = documentText(foreign, objects);
    await beforeWrite?.();
    const refusal = await this.client.replaceConfig(text);
    if (refusal !== null) return { refused: refusedObjects(refusal, objects) };
    this.known = { hash: hashOfText(text), foreign };
    return { hash: this.known.hash };
  }

  /** Reading the configuration is dear, so it is read again only when somebody else has written meanwhile. */
  private async foreign(): Promise<ForeignPart> {
    const status = (await this.client.get('/status'))?.body;
    const hash = isRecord(status) ? status.configuration_hash : undefined;
    if (this.known !== null && this.known.hash === hash) return this.known.foreign;
    const config = await this.client.readConfig();
    if (config === null)
      throw new GatewayFault('refused', 'This Kong has a database and takes no whole configuration.');
    return readForeign(config, this.maker.installationTag);
  }
}
