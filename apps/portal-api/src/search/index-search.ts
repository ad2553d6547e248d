import { Injectable } from '@nestjs/common';
import { type Entry, entryOf } from './entry.js';
import { identifierWords, nameKey, wordsAndWhole } from './identifier-words.js';
import { IndexEntriesStore, type IndexedVersion, type PresentEntry } from './index-entries.store.js';
import { firstSentence, VersionEntries } from './version-entries.js';

/** Rows that are read, written or removed by one statement. */
const COMPONENTS_AT_ONCE = 500;
const OPERATIONS_AT_ONCE = 200;
const WRITTEN_AT_ONCE = 500;
const REMOVED_AT_ONCE = 5_000;
const STALE_AT_ONCE = 10_000;
/** What somebody may mean by a misspelt word. */
const WORD = /^(?=.*\p{L}).{3,24}$/u;

interface Place {
  serviceId: string;
  slug: string;
  versionId: string | null;
}

/** Brings the entries of the search in line with services and versions: only what differs is written. */
@Injectable()
export class IndexSearch {
  constructor(private readonly store: IndexEntriesStore) {}

  /** All of a live version; nothing of any other one. */
  async version(versionId: string): Promise<void> {
    const version = await this.store.version(versionId);
    if (version === null) return;
    const isLive = version.state === 'published' || version.state === 'deprecated';
    const entries = isLive ? this.entriesOf(version) : [];
    await this.replace({ serviceId: version.serviceId, slug: version.slug, versionId }, entries);
    await this.serviceEntry(version.serviceId);
  }

  /** The service itself, and its versions: their operations are found by its name, too. */
  async service(serviceId: string): Promise<void> {
    await this.store.enqueueVersions(await this.serviceEntry(serviceId));
  }

  /** What nobody told of: versions that were there before there was a search, or that were taken over from a gateway. */
  async stale(): Promise<void> {
    await this.store.enqueueVersions(await this.store.stale(STALE_AT_ONCE));
  }

  private async serviceEntry(serviceId: string): Promise<string[]> {
    const service = await this.store.service(serviceId);
    if (service === null) return [];
    const { slug, name, summary, description, liveVersionIds } = service;
    const entry = entryOf({
      kind: 'service',
      identity: '',
      title: name,
      summary,
      name_key: nameKey(name),
      headWords: [...wordsAndWhole(name), ...wordsAndWhole(slug)],
      bodyWords: [...identifierWords(summary), ...identifierWords(description)],
    });
    await this.replace({ serviceId, slug, versionId: null }, liveVersionIds.length > 0 ? [entry] : []);
    return liveVersionIds;
  }

  private async *entriesOf(version: IndexedVersion): AsyncGenerator<Entry> {
    const { id, revision, serviceName, slug } = version;
    yield pageEntry(version);
    const entries = new VersionEntries([...wordsAndWhole(serviceName), ...wordsAndWhole(slug)]);
    for (let after = -1; ;) {
      const rows = await this.store.components(id, revision, after, COMPONENTS_AT_ONCE);
      for (const row of rows) yield* entries.ofComponent(row);
      if (rows.length < COMPONENTS_AT_ONCE) break;
      after = rows.at(-1)!.number;
    }
    for (let after = -1; ;) {
      const rows = await this.store.operations(id, revision, after, OPERATIONS_AT_ONCE);
      for (const row of rows) yield* entries.ofOperation(row);
      if (rows.length < OPERATIONS_AT_ONCE) break;
      after = rows.at(-1)!.position;
    }
  }

  private async replace(place: Place, entries: AsyncIterable<Entry> | Iterable<Entry>): Promise<void> {
    const present = new Map<string, PresentEntry>();
    for (const row of await this.store.present(place.serviceId, place.versionId)) present.set(row.key, row);
    const changed: Entry[] = [];
    const replacedIds: string[] = [];
    const known = new Set<string>();
    const flush = async (): Promise<void> => {
      if (changed.length === 0) return;
      await this.store.learn(newWords(changed, known));
      await this.store.write(place, changed.splice(0), replacedIds.splice(0));
    };
    for await (const entry of entries) {
      const before = present.get(entry.key);
      present.delete(entry.key);
      if (before?.digest === entry.digest) continue;
      if (before !== undefined) replacedIds.push(before.id);
      changed.push(entry);
      if (changed.length >= WRITTEN_AT_ONCE) await flush();
    }
    await flush();
    const gone = [...present.values()].map(({ id }) => id);
    for (let start = 0; start < gone.length; start += REMOVED_AT_ONCE)
      await this.store.remove(gone.slice(start, start + REMOVED_AT_ONCE));
  }
}

/** The first page of the reference, found by what it says. */
function pageEntry({ name, docTitle, docDescription, serviceName }: IndexedVersion): Entry {
  const title = docTitle === '' ? serviceName : docTitle;
  return entryOf({
    kind: 'page',
    identity: '',
    title: `${title} ${name}`,
    summary: firstSentence(docDescription),
    name_key: nameKey(title),
    headWords: [...wordsAndWhole(title), ...wordsAndWhole(name)],
    bodyWords: [...identifierWords(docDescription), ...wordsAndWhole(serviceName)],
  });
}

function newWords(entries: Entry[], known: Set<string>): string[] {
  const written = entries.flatMap(({ title, path }) => [...identifierWords(title), ...identifierWords(path ?? '')]);
  const words = new Set(written.filter((word) => !known.has(word)));
  for (const word of words) known.add(word);
  return [...words].filter((word) => WORD.test(word));
}
