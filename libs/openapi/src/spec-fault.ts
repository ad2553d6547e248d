/** Why a document was refused; the codes are among those that the HTTP edge knows. */
export type SpecFaultCode = 'spec.unreadable' | 'spec.not_openapi' | 'spec.too_large' | 'spec.too_complex';

/** The only error that reading a document throws. `message` is public: it says where and what to do. */
export class SpecFault extends Error {
  override readonly name = 'SpecFault';

  constructor(
    readonly code: SpecFaultCode,
    message: string,
  ) {
    super(message);
  }
}

/** A fault of the text itself; `offset` counts characters from its start. */
export function unreadable(text: string, offset: number, what: string): SpecFault {
  const before = text.slice(0, Math.max(0, offset));
  const line = before.split('\n').length;
  const column = before.length - before.lastIndexOf('\n');
  return new SpecFault('spec.unreadable', `Line ${line}, column ${column}: ${what}`);
}

export function tooComplex(what: string): SpecFault {
  return new SpecFault('spec.too_complex', what);
}
