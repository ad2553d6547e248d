import { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem } from '../../view/form-problem.js';
import { fileOf, listOf, textOf, textsOf } from './form.js';
import { refusalOf } from './refusal.js';

describe('what a form holds', () => {
  it('is read without space around it, and as nothing when it is no text', () => {
    expect(textOf({ a: '  x ' }, 'a')).toBe('x');
    expect(textOf({ a: ['x', 'y'] }, 'a')).toBe('');
    expect(listOf({ a: 'one, two\n\n three' }, 'a')).toEqual(['one', 'two', 'three']);
  });

  it('has all boxes that were ticked, be it none, one or several', () => {
    expect([textsOf({}, 'a'), textsOf({ a: 'x' }, 'a'), textsOf({ a: ['x', 'y'] }, 'a')]).toEqual([
      [],
      ['x'],
      ['x', 'y'],
    ]);
  });

  it('has no file when none was chosen', () => {
    expect(fileOf({ a: { fileName: '', bytes: Buffer.alloc(0) } }, 'a')).toBeUndefined();
    expect(fileOf({ a: 'text' }, 'a')).toBeUndefined();
    expect(fileOf({ a: { fileName: 'x.yaml', bytes: Buffer.from('x') } }, 'a')?.fileName).toBe('x.yaml');
  });
});

describe('refusalOf', () => {
  const thrown = (status: number) => () => Promise.reject(new ApiProblem(status, 'a.b', 'No.', [], undefined));

  it.each([400, 403, 409, 412, 422])('hands the refusal %d to the form', async (status) => {
    expect((await refusalOf(thrown(status)))?.status).toBe(status);
  });

  it.each([401, 404, 500, 503])('leaves %d to the error page', async (status) => {
    await expect(refusalOf(thrown(status))).rejects.toThrow('No.');
  });
});

describe('formProblem', () => {
  it('makes sentences of what the API says about a field', () => {
    const fields = [
      { field: 'upstreamUrl', message: 'must be an address' },
      { field: 'slug', message: 'Use two letters.' },
    ];
    const { errors } = formProblem(new ApiProblem(400, 'request.invalid', 'No.', fields, undefined), {});
    expect(errors).toEqual({ upstreamUrl: 'Upstream url must be an address.', slug: 'Use two letters.' });
  });

  it('says everything that is wrong with one field beside it', () => {
    const fields = ['http://a:1: No answer.', 'http://b:2: No answer.'].map((message) => ({
      field: 'nodeUrls',
      message,
    }));
    const { errors } = formProblem(new ApiProblem(422, 'gateway.unusable', 'No.', fields, undefined), {});
    expect(errors).toEqual({ nodeUrls: 'http://a:1: No answer. http://b:2: No answer.' });
  });

  it('keeps the sentence of a refusal that belongs to no field', () => {
    const view = formProblem(new ApiProblem(412, 'request.precondition_failed', 'Read it again.', [], undefined), {});
    expect(view).toEqual({ problem: { message: 'Read it again.', fields: [] }, errors: {} });
  });
});
