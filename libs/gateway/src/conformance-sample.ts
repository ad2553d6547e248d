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
  application,
  applicationWithOneKeyMore: { ...application, credentials: [...application.credentials, sampleCredential('c3', 'c')] },
  applicationWithOneKeyLess: { ...application, credentials: application.credentials.slice(1) },
  watermark,
  probeToken: probe.token,
  /** What nobody may read in anything that is kept or shown. */
  secrets: [probe.token, 'conformance-ingest-token', ...digestsOfKeys],
};
