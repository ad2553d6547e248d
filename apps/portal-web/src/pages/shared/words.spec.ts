import { wordsOf } from './words.js';

it('shows what stands in back-quotes as what machines read, and everything else as it is', () => {
  expect(wordsOf('The parameter `a b` became `c`.')).toEqual([
    { text: 'The parameter ', isCode: false },
    { text: 'a b', isCode: true },
    { text: ' became ', isCode: false },
    { text: 'c', isCode: true },
    { text: '.', isCode: false },
  ]);
  expect(wordsOf('One ` alone')).toEqual([{ text: 'One ` alone', isCode: false }]);
});
