export type OutboundFaultCode =
  | 'outbound.address_refused'
  | 'outbound.unreachable'
  | 'outbound.too_slow'
  | 'outbound.too_large'
  | 'outbound.redirect_refused'
  | 'outbound.answer_unreadable'
  | 'outbound.aborted';

/** The only error of an outbound request. `message` is public: it never repeats what the other side answered. */
export class OutboundFault extends Error {
  override readonly name = 'OutboundFault';

  constructor(
    readonly code: OutboundFaultCode,
    message: string,
    /** Only for the log. */
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** The refusal of an address; `why` ends the sentence and says what to do. */
export function addressRefused(why: string): OutboundFault {
  return new OutboundFault('outbound.address_refused', `This address is not called: ${why}`);
}
