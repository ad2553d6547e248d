import { bundle, type BundleSources } from './bundle/bundle.js';
import { isZip } from './bundle/zip-directory.js';
import type { Json } from './json.js';
import { MAX_SPEC_BYTES } from './limits.js';
import { parseText } from './parse-text.js';
import { SpecFault } from './spec-fault.js';

export type SpecFormat = 'json' | 'yaml' | 'zip';

/** A document as one tree, whatever it was written in. */
export interface ParsedDocument {
  root: Json;
  format: SpecFormat;
  /** Of a zip: its files. */
  sources?: BundleSources;
}

/** Bytes to one checked tree: JSON, YAML, or a zip of several such files that refer to each other. Throws SpecFault. */
export function parseDocument(bytes: Uint8Array): ParsedDocument {
  if (bytes.byteLength > MAX_SPEC_BYTES)
    throw new SpecFault('spec.too_large', `A document may have ${MAX_SPEC_BYTES / 1024 / 1024} MiB at most.`);
  return isZip(bytes) ? { ...bundle(bytes), format: 'zip' } : parseText(bytes);
}
