/** Breaking: a working client stops working. Dangerous: some clients may. Safe: none does. */
export type ChangeClass = 'breaking' | 'dangerous' | 'safe';

/** What the consumer of an API sends is `request`, what it gets is `response`; webhooks and callbacks turn around. */
export type Direction = 'request' | 'response';

export interface OperationRef {
  /** Upper-case. A webhook has its method and its name as the path. */
  method: string;
  /** The template as the target writes it; as the base does where the operation was removed. */
  path: string;
  /** As the base writes it, where that differs in more than the names of parameters: callers may know it by this. */
  basePath?: string;
  /** It is sent by the API, so nobody calls it, even if its name is that of a path. */
  isWebhook?: true;
}

export interface SpecChange {
  /** A key of CHANGE_RULES. */
  rule: string;
  class: ChangeClass;
  /** Indexes into `operations` of the comparison, ascending: whom the change hits. Empty: the document as a whole. */
  operations: number[];
  direction: Direction | null;
  /** RFC 6901 with a leading `#`: where it stands in the base. Null: added. */
  basePointer: string | null;
  /** The same in the target. Null: removed. */
  targetPointer: string | null;
  /** A sentence with the names and values, shortened. */
  message: string;
}

export interface SpecComparison {
  /** Those that a change hits, each once. */
  operations: OperationRef[];
  /** Breaking first, then dangerous, then safe; at most MAX_CHANGES. */
  changes: SpecChange[];
  /** Of all changes, also of those beyond the list. */
  counts: Record<ChangeClass, number>;
  operationsAdded: number;
  operationsRemoved: number;
  operationsChanged: number;
  operationsUnchanged: number;
}
