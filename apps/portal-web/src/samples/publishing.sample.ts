export const error = {
  title: 'Not found',
  status: 404,
  heading: 'There is no such page, or you may not see it.',
  meaning: 'The address may be mistyped, or the thing was taken away, or it belongs to a team that you are not in.',
  advice: 'Look for it in the catalogue, or sign in with another account.',
  reference: 'req-7f3a91',
};
export const signIn = {
  title: 'Sign in',
  back: '/',
  otherHref: '/sign-up',
  form: { email: 'mara@example.com' },
  errors: {},
  problem: { message: 'Email or password is wrong.' },
};
export const signUp = { title: 'Sign up', back: '/', otherHref: '/sign-in', form: {}, errors: {} };
