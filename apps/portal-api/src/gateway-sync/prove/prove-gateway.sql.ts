/** How long a claim lasts that nobody gets back to: its worker has died. */
const CLAIM_SECONDS = 60;

/** A job that goes before pushes: somebody waits for it, and it is short. */
const PROVE_JOB = (gatewayId: string, key: string, runAt: string) => `
  graphile_worker.add_job('prove-gateway', json_build_object('gatewayId', ${gatewayId}),
    job_key => 'prove-gateway:' || ${gatewayId} || ${key}, run_at => ${runAt}, priority => -10)`;

/** $1 gateway, $2 delay. Under a key of its own, so that it never puts off what is due at once. */
export const ENQUEUE_IN_SQL = `SELECT ${PROVE_JOB('$1::uuid', `':later'`, `now() + $2 * interval '1 millisecond'`)}`;

/** What a node has to do with a credential, as SQL over a row k of its confirmations. */
const WANTED = `CASE WHEN k.dropped_at IS NULL THEN 'accepted' ELSE 'refused' END`;
const SHOWN_BY = (url: string, answers: string) =>
  `${answers} @> jsonb_build_array(jsonb_build_object('url', ${url}, 'outcome', ${WANTED}))`;

const IN_MS = (at: string) => `EXTRACT(EPOCH FROM ${at} - now())::float8 * 1000`;
const NEXT_IN = (priority: number, besides: string) => `
  (SELECT ${IN_MS('probe_at')} FROM credential_confirmation
   WHERE gateway_id = $1 AND probe_priority = ${priority} AND probe_at IS NOT NULL${besides} ORDER BY probe_at LIMIT 1)`;

/** In how many milliseconds what of each lane is due, as a column; or a row, where some are known to become due otherwise. */
const DUE_MS = (besides = '', otherwise: (which: string) => string = () => 'NULL') => `
  jsonb_build_object(
    'now', LEAST(${NEXT_IN(0, besides)}, ${NEXT_IN(1, besides)}, ${otherwise('< 2')}),
    'bulk', LEAST(${NEXT_IN(2, besides)}, ${otherwise('= 2')})) AS "dueMs"`;

export const STATE_SQL = `
  SELECT
    COALESCE((SELECT jsonb_agg(jsonb_build_object('url', n.url, 'reachable', n.reachable, 'watermark', n.watermark,
        'checkedAgoMs', EXTRACT(EPOCH FROM now() - n.checked_at) * 1000) ORDER BY n.position, n.url)
      FROM gateway_node n WHERE n.gateway_id = g.id), '[]') AS nodes,
    (SELECT s.watermark::float8 FROM sync_scope s
      WHERE s.gateway_id = g.id AND s.scope = 'watermark' AND s.watermark > 0) AS watermark,
    ${DUE_MS()},
    EXISTS (SELECT FROM sync_run r WHERE r.gateway_id = g.id AND r.finished_at IS NULL) AS "hasRun"
  FROM gateway g WHERE g.id = $1`;

/** So few of those that were asked about in vain are asked about at once, because what is new waits for their answers. */
const AGAIN_AT_MOST = 64;

const DUE = `
    SELECT credential_id FROM credential_confirmation
    WHERE gateway_id = $1 AND probe_priority BETWEEN $2 AND $3 AND probe_at <= now()`;

// What was never asked about goes first, the newest of it; of the rest, what waits longest, so that all get their turn.
// Several workers share the work; a claim is known by its time, which every change of the credential changes, too.
export const CLAIM_SQL = `
  WITH first AS MATERIALIZED (${DUE} AND probes = 0
    ORDER BY probe_priority, probe_at DESC LIMIT $4 FOR UPDATE SKIP LOCKED),
  again AS MATERIALIZED (${DUE} AND probes > 0
    ORDER BY probe_at LIMIT LEAST(${AGAIN_AT_MOST}, $4::int - (SELECT count(*) FROM first)) FOR UPDATE SKIP LOCKED),
  due AS (SELECT credential_id FROM first UNION ALL SELECT credential_id FROM again)
  UPDATE credential_confirmation k SET probe_at = now() + interval '${CLAIM_SECONDS} seconds'
  FROM due JOIN credential c ON c.id = due.credential_id
  WHERE k.gateway_id = $1 AND k.credential_id = due.credential_id
  RETURNING k.credential_id AS "credentialId", k.probe_at::text AS "claimedUntil", k.nodes, k.probes,
    ${WANTED} AS wanted, json_build_object('sha1', c.sha1, 'sha256', c.sha256) AS digests`;

// A node that came back while the others were asked has not been asked: then the credential is due at once. Locks are
// taken in one order everywhere. What is due next is told with it, so that nobody has to ask for it when nothing is.
export const RECORD_SQL = `
  WITH given AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb)
      AS given("credentialId" uuid, "claimedUntil" timestamptz, nodes jsonb, shown boolean, "againMs" int)),
  held AS (
    SELECT k.credential_id FROM given JOIN credential_confirmation k ON k.credential_id = given."credentialId"
    WHERE k.gateway_id = $1 AND k.probe_at = given."claimedUntil" ORDER BY k.credential_id FOR UPDATE OF k),
  noted AS (
    UPDATE credential_confirmation k SET nodes = given.nodes, probes = k.probes + 1,
      live_at = CASE WHEN given.shown AND k.dropped_at IS NULL THEN COALESCE(k.live_at, now()) ELSE k.live_at END,
      revoked_at = CASE WHEN given.shown AND k.dropped_at IS NOT NULL THEN COALESCE(k.revoked_at, now()) ELSE k.revoked_at END,
      probe_at = CASE
        WHEN NOT given.shown THEN now() + given."againMs" * interval '1 millisecond'
        WHEN EXISTS (SELECT FROM gateway_node n WHERE n.gateway_id = $1 AND n.reachable
          AND NOT ${SHOWN_BY('n.url', 'given.nodes')}) THEN now() END
    FROM held JOIN given ON given."credentialId" = held.credential_id
    WHERE k.gateway_id = $1 AND k.credential_id = held.credential_id
    RETURNING k.probe_at, k.probe_priority)
  SELECT ${DUE_MS(
    ' AND credential_id NOT IN (SELECT credential_id FROM held)',
    (which) => `(SELECT ${IN_MS('min(probe_at)')} FROM noted WHERE probe_priority ${which})`,
  )}`;

// What was revoked while the node was away is urgent; the rest of what it has to show is one of very many.
export const NOTE_NODES_SQL = `
  WITH news AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb) AS news(
      url text, reachable boolean, error text, watermark bigint, "againMs" float8)),
  noted AS (
    UPDATE gateway_node n SET reachable = news.reachable, error = news.error, checked_at = now(),
      again_at = now() + news."againMs" * interval '1 millisecond', watermark = GREATEST(n.watermark, news.watermark),
      watermark_at = CASE WHEN news.watermark > n.watermark THEN now() ELSE n.watermark_at END
    FROM news WHERE n.gateway_id = $1 AND n.url = news.url),
  unseen AS (
    SELECT k.credential_id FROM credential_confirmation k
    WHERE cardinality($3::text[]) > 0 AND k.gateway_id = $1 AND (k.taken_at IS NOT NULL OR k.dropped_at IS NOT NULL)
      AND EXISTS (SELECT FROM unnest($3::text[]) AS back(url) WHERE NOT ${SHOWN_BY('back.url', 'k.nodes')})
    ORDER BY k.credential_id FOR UPDATE)
  UPDATE credential_confirmation k SET probe_at = now(), probes = 0,
    probe_priority = CASE
      WHEN k.dropped_at > now() - interval '1 day' THEN 0
      WHEN k.live_at IS NOT NULL OR k.dropped_at IS NOT NULL THEN 2
      ELSE k.probe_priority END
  FROM unseen WHERE k.gateway_id = $1 AND k.credential_id = unseen.credential_id`;

// One that is being pushed now gets another number, and is confirmed with that.
export const CONFIRM_SCOPES_SQL = `
  WITH shown AS (SELECT min(watermark) AS number FROM gateway_node WHERE gateway_id = $1 AND reachable),
  ready AS (
    SELECT s.scope FROM sync_scope s, shown
    WHERE s.gateway_id = $1 AND s.scope <> 'watermark' AND s.watermark > 0 AND s.watermark <= shown.number
      AND (s.confirmed_at IS NULL OR s.confirmed_at < s.applied_at)
    FOR UPDATE OF s SKIP LOCKED)
  UPDATE sync_scope s SET confirmed_at = now() FROM ready WHERE s.gateway_id = $1 AND s.scope = ready.scope`;

export const TRUST_NODES_SQL = `
  UPDATE gateway_node n SET watermark = s.watermark, watermark_at = now(), again_at = NULL FROM sync_scope s
  WHERE s.gateway_id = $1 AND s.scope = 'watermark' AND s.applied >= s.wished
    AND n.gateway_id = $1 AND n.watermark < s.watermark`;

export const TRUST_CREDENTIALS_SQL = `
  WITH due AS (
    SELECT credential_id FROM credential_confirmation WHERE gateway_id = $1 AND probe_at IS NOT NULL
    ORDER BY credential_id FOR UPDATE)
  UPDATE credential_confirmation k SET probe_at = NULL,
    live_at = CASE WHEN k.dropped_at IS NULL THEN COALESCE(k.live_at, now()) ELSE k.live_at END,
    revoked_at = CASE WHEN k.dropped_at IS NOT NULL THEN COALESCE(k.revoked_at, now()) ELSE k.revoked_at END
  FROM due WHERE k.gateway_id = $1 AND k.credential_id = due.credential_id`;

export const ENQUEUE_OVERDUE_SQL = `
  SELECT ${PROVE_JOB('g.id', `''`, 'now()')} FROM gateway g
  WHERE EXISTS (SELECT FROM credential_confirmation k
      WHERE k.gateway_id = g.id AND k.probe_at < now() - $1 * interval '1 millisecond')
    OR EXISTS (SELECT FROM gateway_node n
      WHERE n.gateway_id = g.id AND (n.checked_at IS NULL OR n.checked_at < now() - $2 * interval '1 millisecond'))`;
