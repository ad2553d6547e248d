import type { ApiCall, PortalApi } from './portal-api.js';

/** A call without saying for whom. */
export type VisitorCall = Omit<ApiCall, 'accessToken' | 'visitorAddress'>;

/** The API, asked in the name of one visitor: with the session's token if there is one, and from their address. */
export class VisitorApi {
  constructor(
    private readonly api: PortalApi,
    private readonly accessToken: string | undefined,
    private readonly visitorAddress: string,
  ) {}

  call<T>(call: VisitorCall): Promise<T> {
    return this.api.call<T>(this.named(call));
  }

  /** As `call`, with the ETag that a later change has to name. */
  callForEtag<T>(call: VisitorCall): Promise<{ data: T; etag: string | undefined }> {
    return this.api.callForEtag<T>(this.named(call));
  }

  upload<T>(call: VisitorCall, bytes: Buffer, headers: Record<string, string>): Promise<T> {
    return this.api.upload<T>(this.named(call), bytes, headers);
  }

  download(call: VisitorCall, accept?: string): ReturnType<PortalApi['download']> {
    return this.api.download(this.named(call), accept);
  }

  private named(call: VisitorCall): ApiCall {
    return { ...call, accessToken: this.accessToken, visitorAddress: this.visitorAddress };
  }
}
