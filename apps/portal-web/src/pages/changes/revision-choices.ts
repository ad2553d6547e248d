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
 * What is compared when only the later document or none is asked for: that one, or else the newest that can be called,
 * with the one before it, of its version or of the version before. Undefined when there is none before.
 */
export function usualComparison(
  choices: RevisionChoice[],
  versions: Pick<VersionDto, 'name' | 'state'>[],
  asked?: string,
): { from: string; to: string } | undefined {
  const isLive = (name: string) =>
    versions.some((version) => version.name === name && ['published', 'deprecated'].includes(version.state));
  const toIndex = Math.max(
    0,
    choices.findIndex(({ ref, version }) => (asked === undefined ? isLive(version) : ref === asked)),
  );
  const [to, from] = [choices[toIndex], choices[toIndex + 1]];
  return to === undefined || from === undefined ? undefined : { from: from.ref, to: to.ref };
}
