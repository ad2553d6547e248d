/** What somebody types, and an operation that has to be among the first five: method and path. */
export type ExpectedQuery = [kind: 'path' | 'id' | 'misspelt' | 'name', typed: string, expected: string | string[]];

const REPO = '/repos/{owner}/{repo}';

export const QUERIES: ExpectedQuery[] = [
  // GitHub
  ['path', `GET ${REPO}/pulls`, `GET ${REPO}/pulls`],
  ['path', 'pulls/{pull_number}/files', `GET ${REPO}/pulls/{pull_number}/files`],
  ['path', `/repos/:owner/:repo/git/refs`, `POST ${REPO}/git/refs`],
  ['path', 'user/codespaces/secrets', 'GET /user/codespaces/secrets'],
  ['path', '/gists/{gist_id}/forks', ['GET /gists/{gist_id}/forks', 'POST /gists/{gist_id}/forks']],
  ['id', 'pulls/list-files', `GET ${REPO}/pulls/{pull_number}/files`],
  ['id', 'actions/create-workflow-dispatch', `POST ${REPO}/actions/workflows/{workflow_id}/dispatches`],
  ['id', 'issuesAddLabels', `POST ${REPO}/issues/{issue_number}/labels`],
  ['id', 'repos_create_fork', `POST ${REPO}/forks`],
  ['id', 'gists list starred', 'GET /gists/starred'],
  ['misspelt', 'list pull reqeust files', `GET ${REPO}/pulls/{pull_number}/files`],
  ['misspelt', 'rerun workfolw github', `POST ${REPO}/actions/runs/{run_id}/rerun`],
  ['misspelt', 'pulls/list-reveiws', `GET ${REPO}/pulls/{pull_number}/reviews`],
  ['misspelt', 'codepsaces/list-for-authenticated-user', 'GET /user/codespaces'],
  ['name', 'merge_commit_sha', [`PUT ${REPO}/pulls/{pull_number}/merge`, `POST ${REPO}/merges`, `GET ${REPO}/pulls`]],
  ['name', 'allow_squash_merge', [`POST /orgs/{org}/repos`, `PATCH ${REPO}`, 'POST /user/repos', `GET ${REPO}`]],
  [
    'name',
    'required_linear_history',
    [`PUT ${REPO}/branches/{branch}/protection`, `GET ${REPO}/branches/{branch}/protection`],
  ],
  // Stripe
  ['path', '/v1/payment_intents', 'POST /v1/payment_intents'],
  [
    'path',
    'subscriptions/{subscription_exposed_id}/discount',
    'DELETE /v1/subscriptions/{subscription_exposed_id}/discount',
  ],
  ['path', 'charges/{charge}/capture', 'POST /v1/charges/{charge}/capture'],
  ['path', 'DELETE /v1/customers/{customer}', 'DELETE /v1/customers/{customer}'],
  ['id', 'PostPaymentIntents', 'POST /v1/payment_intents'],
  ['id', 'get_balance_transactions', 'GET /v1/balance_transactions'],
  ['id', 'postRefunds', 'POST /v1/refunds'],
  ['id', 'GetCheckoutSessionsSession', 'GET /v1/checkout/sessions/{session}'],
  ['misspelt', 'stripe paymnt intents', ['GET /v1/payment_intents', 'POST /v1/payment_intents']],
  ['misspelt', 'PostRefnuds', 'POST /v1/refunds'],
  ['misspelt', 'stripe subscritpion schedules', ['GET /v1/subscription_schedules', 'POST /v1/subscription_schedules']],
  ['misspelt', 'checkuot sessions stripe', ['GET /v1/checkout/sessions', 'POST /v1/checkout/sessions']],
  [
    'name',
    'statement_descriptor_suffix',
    [
      'POST /v1/payment_intents',
      'POST /v1/charges',
      'POST /v1/payment_intents/{intent}',
      'GET /v1/charges',
      'GET /v1/charges/{charge}',
      'POST /v1/charges/{charge}',
      'GET /v1/charges/search',
      'POST /v1/charges/{charge}/capture',
    ],
  ],
  [
    'name',
    'proration_behavior stripe',
    [
      'POST /v1/subscriptions',
      'POST /v1/subscriptions/{subscription_exposed_id}',
      'POST /v1/subscription_items',
      'POST /v1/subscription_items/{item}',
      'DELETE /v1/subscription_items/{item}',
    ],
  ],
  [
    'name',
    'cancel_at_period_end',
    ['POST /v1/subscriptions', 'POST /v1/subscriptions/{subscription_exposed_id}', 'GET /v1/subscriptions'],
  ],
  // Kubernetes
  ['path', '/api/v1/namespaces/{namespace}/pods/{name}/log', 'GET /api/v1/namespaces/{namespace}/pods/{name}/log'],
  ['path', 'apps/v1/deployments', 'GET /apis/apps/v1/deployments'],
  ['path', 'pods/{name}/eviction', 'POST /api/v1/namespaces/{namespace}/pods/{name}/eviction'],
  ['id', 'listCoreV1NamespacedPod', 'GET /api/v1/namespaces/{namespace}/pods'],
  ['id', 'read_core_v1_namespaced_pod_log', 'GET /api/v1/namespaces/{namespace}/pods/{name}/log'],
  ['id', 'createAppsV1NamespacedDeployment', 'POST /apis/apps/v1/namespaces/{namespace}/deployments'],
  ['misspelt', 'listCoreV1NamespacdPod', 'GET /api/v1/namespaces/{namespace}/pods'],
  ['misspelt', 'kubernetes read deploymnet scale', 'GET /apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale'],
  ['name', 'sinceSeconds', 'GET /api/v1/namespaces/{namespace}/pods/{name}/log'],
  ['name', 'limitBytes', 'GET /api/v1/namespaces/{namespace}/pods/{name}/log'],
  // Twilio
  [
    'path',
    'Messages/{Sid}.json',
    [
      'GET /2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json',
      'POST /2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json',
      'DELETE /2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json',
    ],
  ],
  ['path', 'VerificationCheck', 'POST /v2/Services/{ServiceSid}/VerificationCheck'],
  ['id', 'CreateMessage', 'POST /2010-04-01/Accounts/{AccountSid}/Messages.json'],
  ['id', 'createVerificationCheck', 'POST /v2/Services/{ServiceSid}/VerificationCheck'],
  ['misspelt', 'createVerifcationCheck', 'POST /v2/Services/{ServiceSid}/VerificationCheck'],
  [
    'name',
    'SmartEncoded',
    [
      'POST /2010-04-01/Accounts/{AccountSid}/Messages.json',
      'GET /2010-04-01/Accounts/{AccountSid}/Messages.json',
      'GET /2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json',
    ],
  ],
  [
    'name',
    'RiskCheck',
    ['POST /2010-04-01/Accounts/{AccountSid}/Messages.json', 'POST /v2/Services/{ServiceSid}/Verifications'],
  ],
  // Spotify, DigitalOcean, Slack, Zoom, OpenAI, Microsoft
  ['path', '/me/player/recently-played', 'GET /me/player/recently-played'],
  ['path', 'POST /v2/droplets', 'POST /v2/droplets'],
  ['id', 'droplets_create', 'POST /v2/droplets'],
  ['id', 'chat_postMessage', 'POST /chat.postMessage'],
  ['id', 'createChatCompletion', 'POST /chat/completions'],
  ['misspelt', 'recomendations spotify', 'GET /recommendations'],
  ['misspelt', 'slack conversations hisotry', 'GET /conversations.history'],
  [
    'misspelt',
    'digitalocean kubernetes clutser',
    ['GET /v2/kubernetes/clusters', 'POST /v2/kubernetes/clusters', 'GET /v2/kubernetes/clusters/{cluster_id}'],
  ],
  ['name', 'presence_penalty', ['POST /chat/completions', 'POST /completions']],
  [
    'name',
    'thread_ts slack',
    [
      'POST /chat.postMessage',
      'POST /chat.postEphemeral',
      'POST /chat.meMessage',
      'POST /chat.unfurl',
      'POST /chat.scheduleMessage',
    ],
  ],
  [
    'path',
    'meetings/{meetingId}/registrants',
    ['GET /meetings/{meetingId}/registrants', 'POST /meetings/{meetingId}/registrants'],
  ],
];

/** Words that stand nearly everywhere: what they cost must not grow with the catalogue. */
export const COMMON = [
  'get',
  'list',
  'id',
  'name',
  'create',
  'user',
  'update',
  'v1',
  'delete',
  'list users',
  'get by id',
  'api',
];
