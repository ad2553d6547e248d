import type { EnvironmentDto } from '#contract';

/** The environments that a key can be made for; one without a gateway says so. */
export function environmentChoices(environments: EnvironmentDto[]): { value: string; label: string }[] {
  return environments.map(({ slug, name, gateways }) => ({
    value: slug,
    label: gateways.length === 0 ? `${name} (no gateway yet)` : name,
  }));
}
