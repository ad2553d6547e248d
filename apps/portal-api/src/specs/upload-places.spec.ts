import { MAX_UPLOADS, MAX_UPLOADS_OF_ONE, UploadPlaces } from './upload-places.js';

const tooMany = (words: string) =>
  expect.objectContaining({
    code: 'request.too_many',
    message: expect.stringContaining(words),
    options: { retryAfterSeconds: 5 },
  });

it('gives one user two places, and one more for each that is given back', () => {
  const places = new UploadPlaces();
  const [first] = Array.from({ length: MAX_UPLOADS_OF_ONE }, () => places.take('ada'));
  expect(() => places.take('ada')).toThrow(tooMany('2 documents of yours'));
  places.take('bob');
  first!();
  first!();
  places.take('ada');
  expect(() => places.take('ada')).toThrow(tooMany('2 documents of yours'));
});

it('gives all users six places together', () => {
  const places = new UploadPlaces();
  const held = Array.from({ length: MAX_UPLOADS }, (_, nth) => places.take(`user ${nth % 3}`));
  expect(() => places.take('late')).toThrow(tooMany('Other documents are being read'));
  held[0]!();
  places.take('late');
  expect(() => places.take('later')).toThrow(tooMany('Other documents are being read'));
});
