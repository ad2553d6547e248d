/** The largest document that is read. */
export const MAX_SPEC_BYTES = 50 * 1024 * 1024;
/** Files and folders in a zip. */
export const MAX_BUNDLE_ENTRIES = 2_000;
/** All files of a zip together, inflated; so no single one may have more. */
export const MAX_BUNDLE_BYTES = MAX_SPEC_BYTES;
/** How many times as large as it is compressed a file of a zip may be; documents are 5 to 30 times. */
export const MAX_BUNDLE_RATIO = 200;
export const MAX_BUNDLE_NAME_CHARACTERS = 500;
/** Folders within each other in a zip, the file's own name counted. */
export const MAX_BUNDLE_DEPTH = 20;
/** Objects and lists within each other. */
export const MAX_NESTING_DEPTH = 500;
/** Values in a document, each alias counted as often as it is used. */
export const MAX_NODES = 10_000_000;
/** Characters of all keys and texts, each alias counted as often as it is used. */
export const MAX_CHARACTERS = 200_000_000;
/** Values that the aliases of one YAML document stand for, beside those that are written. */
export const MAX_ALIASED_VALUES = 1_000_000;
export const MAX_OPERATIONS = 50_000;
/** Components listed with one operation; a page shows no more. */
export const MAX_OPERATION_REFS = 300;
/** Longer names of tags are cut to this where operations are listed by them: an index takes no more. */
export const MAX_TAG_CHARACTERS = 500;
/** Steps from one `$ref` to the next until something other than a `$ref` is found. */
export const MAX_REF_HOPS = 100;
/** Longer examples are cut to this; so are, all together, the ones after the first of one place. */
export const MAX_EXAMPLE_CHARACTERS = 20_000;
/** Examples by name that are kept of one place. */
export const MAX_NAMED_EXAMPLES = 10;
/** Callbacks that are kept of one operation. */
export const MAX_CALLBACKS = 20;
/** Characters of the whole reading as JSON: what many operations share counts for each of them. */
export const MAX_READING_CHARACTERS = 400_000_000;
/**
 * Characters of one operation or component as JSON, and of what stands in the head: each goes through a server's event
 * loop at once. The largest of 2,639 real documents has 171,000.
 */
export const MAX_ROW_CHARACTERS = 2_000_000;
export const MAX_WARNINGS = 200;
/** Of a process that works on documents. */
export const READER_HEAP_MB = 3_072;
/** From the moment a process takes the document. The largest ones take seconds; at a low priority, longer. */
export const READ_DEADLINE_MS = 120_000;
export const COMPARE_DEADLINE_MS = 240_000;
export const LINT_DEADLINE_MS = 240_000;
/** Characters of a pointer that is told; a key may have megabytes, and thousands of places may lie under it. */
export const MAX_POINTER_CHARACTERS = 2_000;
/** Findings of the linter that are kept; the others are counted. */
export const MAX_LINT_FINDINGS = 2_000;
export const MAX_LINT_MESSAGE_CHARACTERS = 500;
