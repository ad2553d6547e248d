import type { ContentModel } from './reference-model.js';
import { sampleAnswers } from './sample-answers.js';

const answer = (status: string, ...contents: ContentModel[]) => ({ status, description: '', headers: [], contents });
const order = {
  type: 'object',
  properties: { id: { type: 'integer', readOnly: true }, code: { type: 'string', writeOnly: true } },
};

it('takes the example of the document, makes one from a schema of JSON, and none up for anything else', () => {
  const responses = [
    answer('200', { mediaType: 'application/json', schema: { $ref: 'Order' }, example: null }),
    answer('201', { mediaType: 'application/json', schema: order, example: { id: 8412 } }),
    answer('204'),
    answer('400', { mediaType: 'text/plain', schema: { type: 'string' }, example: null }),
    answer('404', { mediaType: 'text/plain', schema: { type: 'string' }, example: 'No such order.' }),
    answer('500', { mediaType: 'application/json', schema: null, example: null }),
  ];
  expect(sampleAnswers(responses, (pointer) => (pointer === 'Order' ? order : undefined))).toEqual([
    { status: '200', mediaType: 'application/json', text: '{\n  "id": 1\n}' },
    { status: '201', mediaType: 'application/json', text: '{\n  "id": 8412\n}' },
    { status: '404', mediaType: 'text/plain', text: 'No such order.' },
  ]);
});
