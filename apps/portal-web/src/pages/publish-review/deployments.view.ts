import type { DeploymentChoicesDto, EnvironmentListDto, VersionDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { link } from '../../view/helpers.js';
import { isSettled, syncStateView } from '../../view/sync-state.js';

/** Where a version runs or will run. */
export interface DeploymentsData {
  version: VersionDto;
  environments: EnvironmentListDto;
  /** Missing for those who may not choose. */
  choices: DeploymentChoicesDto | undefined;
}

/** A choice of gateways that the API refused, as it was made. */
export interface RefusedChoice {
  everywhere: boolean;
  gatewayIds: string[];
  problem: ApiProblem;
}

const titles = {
  draft: 'Where it will run',
  published: 'Where it runs',
  deprecated: 'Where it runs',
  retired: 'Where it ran',
} as const;

export function deploymentsView({ version, environments, choices }: DeploymentsData, refused?: RefusedChoice) {
  const { serviceSlug, name, state, deployments } = version;
  const isDraft = state === 'draft';
  const review = link('publish', serviceSlug, name, 'review');
  return {
    gatewaysTitle: titles[state],
    gateways: isDraft
      ? targetsOf(environments, choices)
      : deployments.map((status) => syncStateView(status, 'version', state !== 'retired')),
    noGateway: isDraft
      ? 'No gateway is registered or chosen. It goes to the first one as soon as there is one.'
      : 'It is on no gateway.',
    pendingHref: isSettled(deployments) ? undefined : review,
    deploy: choices === undefined || state === 'retired' ? undefined : choiceView(version, choices, refused),
  };
}

/** The gateways that it goes to when it is published. */
function targetsOf({ items }: EnvironmentListDto, choices: DeploymentChoicesDto | undefined) {
  const isChosen = (id: string) =>
    choices === undefined || choices.gateways.some(({ gatewayId, chosen }) => gatewayId === id && chosen);
  return items.flatMap(({ slug: environment, gateways }) =>
    gateways
      .filter(({ id }) => isChosen(id))
      .map(({ name, reachable }) => ({
        name,
        environment,
        state: reachable === null ? 'unknown' : reachable ? 'reachable' : 'unreachable',
        sentence: reachable === false ? 'It will catch up as soon as it answers again.' : undefined,
      })),
  );
}

function choiceView(
  version: VersionDto,
  { revision, everywhere, gateways }: DeploymentChoicesDto,
  refused?: RefusedChoice,
) {
  const wanted = refused?.everywhere ?? everywhere;
  const isTicked = (id: string, chosen: boolean) => (refused === undefined ? chosen : refused.gatewayIds.includes(id));
  return {
    action: link('publish', version.serviceSlug, version.name, 'deployments'),
    etag: `"${revision}"`,
    open: refused !== undefined,
    everywhere: wanted,
    options: gateways.map(({ gatewayId, gatewayName, environment, chosen, unableBecause }) => {
      const ticked = isTicked(gatewayId, chosen);
      return {
        id: gatewayId,
        name: gatewayName,
        environment,
        ticked,
        unableBecause,
        // What it cannot serve may be taken away from it, not given to it.
        closed: unableBecause !== null && !ticked,
      };
    }),
    error: refused?.problem.fields[0]?.message ?? refused?.problem.message,
  };
}
