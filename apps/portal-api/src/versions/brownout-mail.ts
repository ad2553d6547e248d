import type { BrownoutWindow } from '#domain';
import type { MailText } from '../mail/decision-mail.js';

export interface BrownoutNews extends BrownoutWindow {
  service: string;
  version: string;
  sharePercent: number;
  sunsetAt: Date | null;
  /** the name of the version to move to */
  successor: string | null;
  /** the portal's page of the version */
  page: string;
}

/** What those read who have called a version of which a share of the calls will be refused. */
export function brownoutMail(news: BrownoutNews): MailText {
  const { service, version, sharePercent } = news;
  const lines = [
    `An application of your team has called ${service} ${version} within the last 30 days.`,
    `From ${utc(news.startsAt)} until ${utc(news.endsAt)}, ${sharePercent} of 100 calls to it will be refused with`,
    'status 503, so that nobody is surprised when the version ends.',
    '',
    ...(news.sunsetAt === null ? [] : [`${service} ${version} ends on ${utc(news.sunsetAt)}.`]),
    ...(news.successor === null ? [] : [`Move to ${news.successor}; your keys stay the same.`]),
    news.page,
  ];
  return { subject: `${service} ${version}: some calls will be refused for a while`, text: `${lines.join('\n')}\n` };
}

/** What the same people read when it will not happen, or not any longer. */
export function brownoutCancelledMail(news: BrownoutNews): MailText {
  const { service, version } = news;
  const lines = [
    `The brown-out of ${service} ${version} from ${utc(news.startsAt)} until ${utc(news.endsAt)} is called off.`,
    ...(news.sunsetAt === null ? [] : [`The version still ends on ${utc(news.sunsetAt)}.`]),
    '',
    news.page,
  ];
  return { subject: `${service} ${version}: no calls will be refused`, text: `${lines.join('\n')}\n` };
}

function utc(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
