import type { FastifyReply } from 'fastify';

/** Says that what is answered is a CSV file of this name. */
export function csvDownload(reply: FastifyReply, fileName: string): void {
  void reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`);
}
