import { createHash } from 'node:crypto';
import { MAX_SLUG_LENGTH, slugFromTitle } from '#domain';
import type { Outline } from './read-outline.js';

export interface OutlinedFile {
  /** Relative to the folder, with slashes. */
  file: string;
  outline: Outline;
}

/** What one document becomes. */
export interface PlannedDocument {
  file: string;
  serviceSlug: string;
  serviceName: string;
  summary: string;
  description: string;
  versionName: string;
  upstreamUrl: string | null;
}

const MAX_NAME_LENGTH = 100;
const MAX_SUMMARY_LENGTH = 300;
const MAX_DESCRIPTION_LENGTH = 20_000;
const MAX_VERSION_LENGTH = 32;
const HASH_LENGTH = 8;

/**
 * One service for each API, one version for each version of it. The slug is made of the folder (of a file that lies in
 * none: its name) and the title, so that a later import finds the same service again. Two documents that would be the
 * same version become two services: none hides another.
 */
export function planImport(files: readonly OutlinedFile[]): PlannedDocument[] {
  const keyOfSlug = new Map<string, string>();
  const versions = new Set<string>();
  return files.map(({ file, outline }) => {
    const provider = providerOf(file, outline.docVersion);
    const title = storable(outline.title).trim() || provider;
    const versionName = versionNameOf(outline.docVersion);
    const key = `${provider}\n${title}`;
    let serviceSlug = slugOf(provider, title, key);
    if ((keyOfSlug.get(serviceSlug) ?? key) !== key || versions.has(`${serviceSlug} ${versionName}`))
      serviceSlug = withHash(serviceSlug, file);
    keyOfSlug.set(serviceSlug, key);
    versions.add(`${serviceSlug} ${versionName}`);
    return {
      file,
      serviceSlug,
      serviceName: cut(title, MAX_NAME_LENGTH),
      summary: cut(firstSentence(outline.description), MAX_SUMMARY_LENGTH),
      description: cut(outline.description, MAX_DESCRIPTION_LENGTH),
      versionName,
      upstreamUrl: outline.upstreamUrl,
    };
  });
}

/** The folders of a file, without one that is named after the version; of a file in no folder its own name. */
function providerOf(file: string, docVersion: string): string {
  const parts = file.split('/');
  const name = (parts.pop() ?? '').replace(/\.[^.]*$/, '');
  const folders = parts.filter((part) => part !== docVersion);
  return folders.length === 0 ? name : folders.join(' ');
}

function slugOf(provider: string, title: string, key: string): string {
  const text = `${provider} ${title}`;
  const slug = slugFromTitle(text) ?? 'api';
  // What is cut, or has letters that no slug holds, would meet its neighbours.
  const isWhole = text.length <= MAX_SLUG_LENGTH && /^[\x20-\x7e]*$/.test(text) && slug !== 'api';
  return isWhole ? slug : withHash(slug, key);
}

function withHash(slug: string, key: string): string {
  return `${slug.slice(0, MAX_SLUG_LENGTH - HASH_LENGTH - 1).replace(/-$/, '')}-${hashOf(key)}`;
}

/** `1.0` → `v1.0`, `2024-01-31` stays, `Release 3/beta` → `release-3-beta`. */
function versionNameOf(docVersion: string): string {
  const plain = docVersion
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '');
  if (plain === '') return 'v1';
  const isNumber = /^\d/.test(plain) && !/^\d{4}-\d{2}/.test(plain);
  const name = isNumber ? `v${plain}` : plain;
  if (name.length <= MAX_VERSION_LENGTH) return name;
  return `${name.slice(0, MAX_VERSION_LENGTH - HASH_LENGTH - 1)}-${hashOf(docVersion)}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
}

function firstSentence(markdown: string): string {
  const text = markdown
    .replace(/<[^<>]*>/g, ' ')
    .replace(/[#*_`]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return /^.*?[.!?](?= |$)/.exec(text)?.[0] ?? text;
}

/** Without what no text of the catalogue may hold. */
function storable(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Not cut within a character. */
function cut(text: string, length: number): string {
  const clean = storable(text);
  return clean.length <= length ? clean : `${clean.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
