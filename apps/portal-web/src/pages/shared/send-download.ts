import type { FastifyReply } from 'fastify';
import type { Download } from '../../api-client/portal-api.js';

/** Passes a file of the API on as it came. */
export function sendDownload(reply: FastifyReply, { contentType, disposition, body }: Download): void {
  void reply
    .header('content-type', contentType)
    .header('content-disposition', disposition)
    .header('cache-control', 'no-store')
    .send(body);
}
