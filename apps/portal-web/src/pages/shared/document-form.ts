import { ApiProblem } from '../../api-client/api-problem.js';
import { fileOf, textOf, type Form, type FormFile } from './form.js';

/** An OpenAPI document: the bytes themselves, or where they are to be fetched from. */
export type DocumentSource = FormFile | { url: string };

/** What stands in the fields about a document: texts, as typed. A chosen file cannot be kept by any page. */
export interface DocumentForm {
  documentUrl?: string;
  documentText?: string;
}

export const documentHint = 'JSON, YAML or a zip of several files; OpenAPI 3.0, 3.1 or Swagger 2.0; at most 50 MiB.';

const codes = ['spec.unreadable', 'spec.not_openapi', 'spec.too_large', 'spec.too_complex', 'request.too_large'];

/** Where a refusal of the document stands: beside the address when it came from there. Its code → id. */
export function documentPlaces({ documentUrl = '' }: DocumentForm): Record<string, string> {
  const field = documentUrl === '' ? 'document' : 'documentUrl';
  return { ...Object.fromEntries(codes.map((code) => [code, field])), 'spec.not_fetched': 'documentUrl' };
}

/** What the API calls the fields of a document → their ids. */
export const documentIds = { spec: 'document', url: 'documentUrl' };

/** The chosen file; without one the document at the address, or else what was pasted. */
export function documentOf(form: Form): DocumentSource | undefined {
  const [file, url, text] = [fileOf(form, 'document'), textOf(form, 'documentUrl'), textOf(form, 'documentText')];
  if (file?.isCut === true)
    throw new ApiProblem(413, 'request.too_large', 'The file has more than 50 MiB.', [], undefined);
  if (file !== undefined) return file;
  if (url !== '') return { url };
  if (text === '') return undefined;
  return { fileName: text.startsWith('{') ? 'pasted.json' : 'pasted.yaml', bytes: Buffer.from(text), isCut: false };
}

export function documentFormOf(form: Form): DocumentForm {
  return { documentUrl: textOf(form, 'documentUrl'), documentText: textOf(form, 'documentText') };
}
