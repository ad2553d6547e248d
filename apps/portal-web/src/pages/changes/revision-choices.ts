import type { VersionDto } from '#contract';

/** A document of the service that can be compared: `ref` is `v2@3`. */
export interface RevisionChoice {
  ref: string;
  version: string;
  revision: number;
  createdAt: string;
  isInForce: boolean;
}

/** Every document of a service, the newest version and its newest document first. */
export function revisionChoices(versions: VersionDto[]): RevisionChoice[] {
  return versions.toReversed().flatMap(({ name, revisions }) =>
    [...revisions]
      .sort((one, other) => other.number - one.number)
      .map(({ number, createdAt }, index) => {
        return { ref: `${name}@${number}`, version: name, revision: number, createdAt, isInForce: index === 0 };
      }),
  );
}

/** `v2` stands for the document that v2 has now. */
export function pinned(choices: RevisionChoice[], written: string): string {
  return choices.find(({ version, isInForce }) => isInForce && version === written)?.ref ?? written;
}

/**
 * What is compared when nothing is asked for: the newest document that can be called with the one before it, of its
 * version or else of the version before. Undefined when there is only one.
 */
export function usualComparison(
  choices: RevisionChoice[],
  versions: Pick<VersionDto, 'name' | 'state'>[],
): { from: string; to: string } | undefined {
  const isLive = (name: string) =>
    versions.some((version) => version.name === name && ['published', 'deprecated'].includes(version.state));
  const toIndex = Math.max(
    0,
    choices.findIndex(({ version }) => isLive(version)),
  );
  const [to, from] = [choices[toIndex], choices[toIndex + 1]];
  return to === undefined || from === undefined ? undefined : { from: from.ref, to: to.ref };
}
