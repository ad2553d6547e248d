import type { Viewer } from './viewer.js';

/** Adds a value to those of a statement and gives its placeholder. */
export type Bind = (value: unknown) => string;

const LIVE_SQL = `EXISTS (SELECT 1 FROM version v WHERE v.service_id = s.id AND v.state IN ('published', 'deprecated'))`;

/** Services of the provider teams of the viewer. */
export function ownServicesSql(viewer: Viewer, bind: Bind): string {
  return `s.owner_team_id = ANY(${bind(viewer.providerTeamIds)}::uuid[])`;
}

/** Which services `s` the viewer sees; null: all of them. */
export function audienceSql(viewer: Viewer, bind: Bind): string | null {
  if (viewer.seesAll) return null;
  if (!viewer.signedIn) return `s.visibility = 'public' AND ${LIVE_SQL}`;
  const granted = `EXISTS (SELECT 1 FROM service_grant g
    WHERE g.service_id = s.id AND g.team_id = ANY(${bind(viewer.teamIds)}::uuid[]))`;
  return `(${ownServicesSql(viewer, bind)} OR ((s.visibility IN ('public', 'internal') OR ${granted}) AND ${LIVE_SQL}))`;
}
