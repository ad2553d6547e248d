import { Controller, Get, NotFoundException, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Assets } from '../../view/assets.js';

/** The files that pages load; each address holds a hash of its content, so browsers keep them for good. */
@Controller('assets')
export class AssetsController {
  constructor(private readonly assets: Assets) {}

  @Get(':file')
  send(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const asset = this.assets.get(request.url.split('?', 1)[0] ?? '');
    if (asset === undefined) throw new NotFoundException();
    const accepted = request.headers['accept-encoding'] ?? '';
    void reply
      .header('content-type', asset.contentType)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding');
    if (asset.brotli !== undefined && accepted.includes('br')) {
      void reply.header('content-encoding', 'br').send(asset.brotli);
    } else if (asset.gzip !== undefined && accepted.includes('gzip')) {
      void reply.header('content-encoding', 'gzip').send(asset.gzip);
    } else {
      void reply.send(asset.plain);
    }
  }
}
