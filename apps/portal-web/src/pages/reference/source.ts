/** Where a schema stands: in a component, or, without a pointer, in what the operation itself says. */
export interface Source {
  pointer: string | undefined;
  /** An RFC 6901 pointer inside of it. */
  at: string;
}

/** The place further in. */
export function within(source: Source, ...names: (string | number)[]): Source {
  const tokens = names.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return { ...source, at: source.at + tokens.join('') };
}

/** `#/components/schemas/Order~1Line` is `Order/Line`. */
export function componentName(pointer: string): string {
  const last = pointer.slice(pointer.lastIndexOf('/') + 1);
  return last.replaceAll('~1', '/').replaceAll('~0', '~');
}
