/** What a browser has sent: texts, lists of texts, and files as the hooks keep them. */
export type Form = Record<string, unknown>;

/** A file of a multipart form. */
export interface FormFile {
  fileName: string;
  /** As the browser says. */
  mediaType?: string;
  bytes: Buffer;
  /** It was longer than a file may be; the rest was thrown away. */
  isCut: boolean;
}

/** The text of a field without space around it; '' when it was not sent. */
export function textOf(form: Form, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** As `textOf`, with nothing instead of an empty text, for what may be left out. */
export function optionalTextOf(form: Form, name: string): string | undefined {
  return textOf(form, name) || undefined;
}

/** All texts that were sent under one name: boxes that were ticked. */
export function textsOf(form: Form, name: string): string[] {
  const value = form[name];
  return (Array.isArray(value) ? value : [value]).filter((text): text is string => typeof text === 'string');
}

/** The lines or comma-separated words of a field, without the empty ones. */
export function listOf(form: Form, name: string): string[] {
  return textOf(form, name)
    .split(/[\s,]+/)
    .filter((word) => word !== '');
}

/** The chosen file; undefined when none was chosen. */
export function fileOf(form: Form, name: string): FormFile | undefined {
  const file = form[name] as Partial<FormFile> | undefined;
  if (!Buffer.isBuffer(file?.bytes) || file.bytes.length === 0) return undefined;
  return {
    fileName: file.fileName ?? '',
    mediaType: file.mediaType ?? '',
    bytes: file.bytes,
    isCut: file.isCut === true,
  };
}
