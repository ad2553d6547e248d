/** A mail without its recipient. Plain text: nothing in it is ever interpreted. */
export interface MailText {
  subject: string;
  text: string;
}

export interface DecisionNews {
  decision: 'approved' | 'rejected' | 'suspended' | 'resumed';
  application: string;
  service: string;
  plan: string;
  /** a refused change of plan: the old one goes on */
  keepsPlan: boolean;
  reason: string | null;
}

/** What the team of an application reads when the team of a service has decided. */
export function decisionMail(news: DecisionNews): MailText {
  const { application, service, plan, reason } = news;
  const sentences = {
    approved: `"${application}" may now call ${service} under the plan ${plan}. The keys stay the same.`,
    rejected: news.keepsPlan
      ? `The plan ${plan} of ${service} was refused to "${application}". Its present plan stays in force.`
      : `The plan ${plan} of ${service} was refused to "${application}".`,
    suspended: `The subscription of "${application}" to ${service} was suspended. Its calls are refused for now.`,
    resumed: `The subscription of "${application}" to ${service} goes on under the plan ${plan}.`,
  };
  const lines = [sentences[news.decision], ...(reason === null ? [] : ['', 'The reason given:', reason])];
  return { subject: `${service}: subscription ${news.decision}`, text: `${lines.join('\n')}\n` };
}
