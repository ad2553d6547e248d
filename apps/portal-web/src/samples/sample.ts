/** A filled page for looking at and for testing every template; `area` is the part of the navigation it stands in. */
export interface Sample {
  page: string;
  model: { title: string };
  area: string | undefined;
}

export function sample(page: string, model: { title: string }, area?: string): Sample {
  return { page, model, area };
}
