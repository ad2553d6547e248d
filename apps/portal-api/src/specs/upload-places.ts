import { Fault } from '#domain';

/** So many documents are received, read and stored at the same time; each may need hundreds of megabytes. */
export const MAX_UPLOADS = 6;
/** Of those, documents of one user: however slowly they come, others can send theirs. */
export const MAX_UPLOADS_OF_ONE = 2;

const RETRY_AFTER_SECONDS = 5;

/** The places for documents that are being received, read or stored. */
export class UploadPlaces {
  private readonly held = new Map<string, number>();
  private taken = 0;

  /** Takes a place for a user; what is returned gives it back, once however often it is called. Throws `request.too_many`. */
  take(userId: string): () => void {
    const own = this.held.get(userId) ?? 0;
    if (own >= MAX_UPLOADS_OF_ONE)
      throw tooMany(
        `${MAX_UPLOADS_OF_ONE} documents of yours are being received or read. Send this one when one of them is done.`,
      );
    if (this.taken >= MAX_UPLOADS)
      throw tooMany('Other documents are being read. Send this one again in a few seconds.');
    this.held.set(userId, own + 1);
    this.taken++;
    let isHeld = true;
    return () => {
      if (isHeld) this.giveBack(userId);
      isHeld = false;
    };
  }

  private giveBack(userId: string): void {
    const left = (this.held.get(userId) ?? 0) - 1;
    if (left > 0) this.held.set(userId, left);
    else this.held.delete(userId);
    this.taken--;
  }
}

function tooMany(message: string): Fault {
  return new Fault('request.too_many', message, { retryAfterSeconds: RETRY_AFTER_SECONDS });
}
