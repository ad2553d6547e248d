import type { FieldErrorDto, ProblemDto } from '#contract';

/** A refusal of the API, with its public words. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: FieldErrorDto[],
    readonly requestId: string | undefined,
  ) {
    super(message);
  }

  /** Reads the problem document of an answer; an answer without one still becomes a problem of its status. */
  static from(status: number, body: unknown): ApiProblem {
    const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<ProblemDto>;
    return new ApiProblem(
      status,
      problem.code ?? 'internal.unexpected',
      problem.detail ?? problem.title ?? 'The API refused without saying why.',
      problem.errors ?? [],
      problem.requestId,
    );
  }
}

/** The API did not answer at all, or not in time. */
export class ApiUnreachable extends Error {
  override readonly name = 'ApiUnreachable';
}
