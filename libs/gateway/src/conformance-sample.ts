import type { CapabilityName } from './capability-matrix.js';
import type {
  DesiredApplication,
  DesiredGateway,
  DesiredScope,
  DesiredVersion,
  DesiredWatermark,
} from './desired-state.js';

const versionId = '0f4d6c52-6a0e-4a53-9a0c-3c1f0c2f9b01';
const applicationId = '0f4d6c52-6a0e-4a53-9a0c-3c1f0c2f9b02';
const serviceId = '0f4d6c52-6a0e-4a53-9a0c-3c1f0c2f9b03';
const probe = { token: 'conformance-probe-token' };

const gateway: DesiredGateway = {
  scope: 'gateway',
  usageLog: { url: 'http://127.0.0.1:9/v1/ingest', headers: { 'x-ingest-token': 'conformance-ingest-token' } },
  probe,
};

const version: DesiredVersion = {
  scope: `version:${versionId}`,
  versionId,
  serviceId,
  serviceSlug: 'conformance',
  versionName: 'v1',
  upstreamUrl: 'http://127.0.0.1:9/upstream',
  basePath: '/conformance/v1',
  hosts: [],
  methods: ['POST', 'GET'],
  stripBasePath: true,
};

/** The version in the stages that come after being published. */
const deprecated: DesiredVersion = {
  ...version,
  lifecycle: {
    deprecatedAt: '2026-11-23T09:00:00.000Z',
    sunsetAt: '2027-05-31T00:00:00.000Z',
    links: [
      { rel: 'deprecation', href: 'http://127.0.0.1:9/services/conformance/v1' },
      { rel: 'sunset', href: 'http://127.0.0.1:9/services/conformance/v1' },
      { rel: 'successor-version', href: 'http://127.0.0.1:9/conformance/v2' },
    ],
  },
};

const brownedOut: DesiredVersion = {
  ...deprecated,
  brownout: { sharePercent: 10, endsAt: '2027-04-01T10:00:00.000Z', problem: problemOf(503, 'Some calls "fail" now.') },
};

const gone: DesiredVersion = { ...deprecated, gone: { problem: problemOf(410, 'Use v2, at http://127.0.0.1:9.') } };

function problemOf(status: number, detail: string) {
  return { type: 'about:blank', title: 'Conformance', status, detail };
}

const application: DesiredApplication = {
  scope: `application:${applicationId}`,
  applicationId,
  label: 'Conformance application',
  subscriptions: [
    { serviceId, serviceSlug: 'conformance', versions: [{ versionId }], limits: { minute: 5, month: 1000 } },
  ],
  credentials: [sampleCredential('c1', 'a'), sampleCredential('c2', 'b')],
};

/** A credential whose digests consist of one hex digit. */
function sampleCredential(credentialId: string, digit: string) {
  return { credentialId, digests: { sha1: digit.repeat(40), sha256: digit.repeat(64) } };
}

function watermark(number: number): DesiredWatermark {
  return { scope: 'watermark', number, probe };
}

const digestsOfKeys = application.credentials.flatMap(({ digests }) => [digests.sha1, digests.sha256]);

/** One of each scope, in the order in which they have to be pushed, and the changes that the suite makes to them. */
export const conformanceSample = {
  scopes: [gateway, version, application, watermark(1)] as DesiredScope[],
  version,
  /** Each stage by its name, and the capability that it asks for. */
  stages: {
    deprecated: { desired: deprecated, needs: 'lifecycleHeaders' },
    'browned out': { desired: brownedOut, needs: 'brownout' },
    gone: { desired: gone, needs: 'goneAnswer' },
  } satisfies Record<string, { desired: DesiredVersion; needs: CapabilityName }>,
  application,
  applicationWithOneKeyMore: { ...application, credentials: [...application.credentials, sampleCredential('c3', 'c')] },
  applicationWithOneKeyLess: { ...application, credentials: application.credentials.slice(1) },
  watermark,
  probeToken: probe.token,
  /** What nobody may read in anything that is kept or shown. */
  secrets: [probe.token, 'conformance-ingest-token', ...digestsOfKeys],
};
