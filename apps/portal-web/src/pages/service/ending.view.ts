import type { VersionDto, VersionSummaryDto } from '#contract';
import { link } from '../../view/helpers.js';

/** What somebody who calls a version has to know of its end. */
export interface EndingView {
  kind: 'wait' | 'bad' | 'calm';
  title: string;
  text: string;
  /** When it is deprecated, where that is still to come. */
  deprecatesAt: string | undefined;
  /** When it ends, where that is known and still to come. */
  endsAt: string | undefined;
  successor: { name: string; href: string } | undefined;
}

type Ending = Pick<VersionSummaryDto, 'name' | 'state' | 'deprecatesAt' | 'sunsetAt' | 'successor'>;

/** Nothing for a version that goes on. */
export function endingView(slug: string, version: Ending & Partial<Pick<VersionDto, 'answersGone'>>) {
  const { name, state, deprecatesAt, sunsetAt, successor } = version;
  const view = (kind: EndingView['kind'], title: string, text = ''): EndingView => ({
    ...{ kind, title, text },
    deprecatesAt: state === 'published' ? (deprecatesAt ?? undefined) : undefined,
    endsAt: state === 'retired' ? undefined : (sunsetAt ?? undefined),
    successor: successor === null ? undefined : { name: successor, href: link('services', slug, successor) },
  });
  if (state === 'draft')
    return view('wait', `${name} is a draft.`, 'Nobody else sees it, and it cannot be called yet.');
  if (state === 'deprecated') return view('wait', `${name} is deprecated.`, 'It still answers.');
  if (state === 'retired')
    return view(
      'bad',
      `${name} is retired.`,
      version.answersGone === false ? 'Nothing answers calls to it.' : 'Calls to it are answered with 410.',
    );
  return deprecatesAt === null ? undefined : view('calm', `${name} is on its way out.`, 'It answers as ever.');
}
