import type { ServiceDto, VersionDto } from '#contract';
import { type ApiClient, Refusal } from '../api-client.js';
import type { PlannedDocument } from './plan-import.js';

/** Puts documents into the catalogue. Every step may be repeated: what is there already is found, not made again. */
export class DocumentImporter {
  private readonly services = new Map<string, Promise<void>>();

  constructor(
    private readonly client: ApiClient,
    private readonly teamId: string,
    private readonly publish: boolean,
  ) {}

  async run(document: PlannedDocument, bytes: Buffer): Promise<void> {
    const { serviceSlug, versionName, file } = document;
    const known = this.services.get(serviceSlug) ?? this.ensureService(document);
    this.services.set(serviceSlug, known);
    await known;
    await this.ensureVersion(document);
    const path = `/v1/services/${serviceSlug}/versions/${versionName}`;
    const type = /\.json$/i.test(file) ? 'application/json' : 'application/yaml';
    const upload = `${path}/spec?fileName=${encodeURIComponent(file.split('/').at(-1) ?? file)}`;
    const version = await this.client.putBytes<VersionDto>(upload, bytes, type);
    if (this.publish && version.state === 'draft') await this.client.post(`${path}/publish`);
  }

  private async ensureService(document: PlannedDocument): Promise<void> {
    const { serviceSlug: slug, serviceName: name, summary, description } = document;
    try {
      await this.client.post('/v1/services', { name, slug, summary, description, ownerTeamId: this.teamId });
    } catch (error) {
      if (!isRefusal(error, 'service.slug_taken')) throw error;
      const service = await this.client.get<ServiceDto>(`/v1/services/${slug}`);
      if (service.owner.id !== this.teamId)
        throw new Error(`The slug ${slug} belongs to a service of the team ${service.owner.name}.`, { cause: error });
    }
  }

  /** An earlier run may have known no upstream. One that somebody has set stays. */
  private async completeDraft({ serviceSlug, versionName, upstreamUrl }: PlannedDocument): Promise<void> {
    const path = `/v1/services/${serviceSlug}/versions/${versionName}`;
    const version = await this.client.get<VersionDto>(path);
    if (version.state === 'draft' && version.upstreamUrl === null && upstreamUrl !== null)
      await this.client.patch(path, version.revision, { upstreamUrl });
  }

  private async ensureVersion(document: PlannedDocument): Promise<void> {
    const { serviceSlug, versionName: name, upstreamUrl } = document;
    try {
      const upstream = upstreamUrl === null ? {} : { upstreamUrl };
      await this.client.post(`/v1/services/${serviceSlug}/versions`, { name, ...upstream });
    } catch (error) {
      if (!isRefusal(error, 'version.name_taken')) throw error;
      await this.completeDraft(document);
    }
  }
}

export function isRefusal(error: unknown, code: string): error is Refusal {
  return error instanceof Refusal && error.code === code;
}
