/** The error page: what happened, what it means, what to do, and what to name when asking for help. */
export interface ErrorView {
  title: string;
  status: number;
  heading: string;
  meaning: string;
  advice: string;
  reference: string;
  retryHref: string | undefined;
  /** The page with the form that was sent. */
  formHref: string | undefined;
}

type Words = Pick<ErrorView, 'title' | 'heading' | 'meaning' | 'advice'>;

const known: Record<number, Words> = {
  401: {
    title: 'Not signed in',
    heading: 'You are not signed in any more.',
    meaning: 'The session has ended, so nobody knows for whom this was sent. Nothing was changed.',
    advice: 'Sign in in another tab, then go back with the button of your browser and send it again.',
  },
  403: {
    title: 'Not allowed',
    heading: 'You may not do this.',
    meaning:
      'Your account lacks the permission, or the form was open for too long and is no longer yours. Nothing was changed.',
    advice: 'Go back, load the page again and retry. If it stays like this, ask an owner of the team.',
  },
  404: {
    title: 'Not found',
    heading: 'There is no such page, or you may not see it.',
    meaning: 'The address may be mistyped, the thing may be gone, or it belongs to a team that you are not in.',
    advice: 'Look for it in the catalogue, or sign in with another account.',
  },
  413: {
    title: 'Too large',
    heading: 'This is more than the portal takes at once.',
    meaning:
      'A document may have 50 MiB as a file and 2 MiB as pasted text, any other form 256 KiB. Nothing was changed.',
    advice: 'Go back with the button of your browser, which keeps what was typed, and choose something smaller.',
  },
  429: {
    title: 'Too many requests',
    heading: 'That was too often in a short time.',
    meaning: 'Your requests are held back for a moment. Nothing was changed.',
    advice: 'Wait a minute, then try again.',
  },
  503: {
    title: 'Not available',
    heading: 'The portal cannot answer right now.',
    meaning: 'A part behind it is away for the moment. The gateways go on as before: keys and calls are not affected.',
    advice: 'Try again in some seconds.',
  },
};

const refused: Words = {
  title: 'Refused',
  heading: 'This could not be done.',
  meaning: 'Something in the request does not fit. Nothing was changed.',
  advice: 'Go back, check what was typed and try again.',
};

const failed: Words = {
  title: 'Something broke',
  heading: 'Something broke on our side.',
  meaning: 'The page could not be made. It is not your doing, and the gateways are not affected.',
  advice: 'Try again. If it stays like this, tell the people who run this portal and name the reference.',
};

/**
 * @param words the API's own public sentence, when it has said one
 * @param ways the address again: of the page that failed, or of the form that was sent
 */
export function errorView(
  status: number,
  reference: string,
  words?: string,
  ways: { retryHref?: string; formHref?: string } = {},
): ErrorView {
  const chosen = known[status] ?? (status >= 500 ? failed : refused);
  const meaning = words !== undefined && status !== 404 ? `${words} Nothing was changed.` : chosen.meaning;
  const retryHref = status >= 500 ? ways.retryHref : undefined;
  return { ...chosen, meaning, status, reference, retryHref, formHref: ways.formHref };
}
