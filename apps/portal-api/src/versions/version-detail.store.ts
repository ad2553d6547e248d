import { Injectable } from '@nestjs/common';
import type { SpecSummaryDto } from '#contract';
import { Database } from '../database/database.js';

/** Older revisions stay stored; a page shows no more than these. */
const SHOWN_REVISIONS = 50;

export type SpecSummaryRow = SpecSummaryDto;

export interface SpecRevisionRow {
  number: number;
  specHash: string;
  fileName: string;
  createdAt: Date;
}

/** What a version's page shows besides the version itself. */
@Injectable()
export class VersionDetailStore {
  constructor(private readonly database: Database) {}

  async spec(hash: string): Promise<SpecSummaryRow | null> {
    const row = await this.database.prisma.spec.findUnique({
      where: { hash },
      select: {
        hash: true,
        format: true,
        byteLength: true,
        openapi: true,
        title: true,
        docVersion: true,
        summary: true,
        description: true,
        operationCount: true,
        warnings: true,
      },
    });
    return row as SpecSummaryRow | null;
  }

  /** The newest first. */
  revisions(versionId: string): Promise<SpecRevisionRow[]> {
    return this.database.prisma.specRevision.findMany({
      where: { versionId },
      orderBy: { number: 'desc' },
      take: SHOWN_REVISIONS,
      select: { number: true, specHash: true, fileName: true, createdAt: true },
    });
  }

  /** Since when another document waits to be published. */
  async proposedAt(versionId: string): Promise<Date | null> {
    const where = { versionId };
    return (
      (await this.database.prisma.specProposal.findUnique({ where, select: { createdAt: true } }))?.createdAt ?? null
    );
  }

  /** What a version is called. */
  async nameOf(versionId: string): Promise<string | null> {
    const found = await this.database.prisma.version.findUnique({ where: { id: versionId }, select: { name: true } });
    return found?.name ?? null;
  }

  /** The addresses of the gateways that the version is deployed to. */
  async proxyUrls(versionId: string): Promise<string[]> {
    const found = await this.database.prisma.deployment.findMany({
      where: { versionId },
      orderBy: { gateway: { slug: 'asc' } },
      select: { gateway: { select: { proxyUrl: true } } },
    });
    return found.map(({ gateway }) => gateway.proxyUrl);
  }
}
