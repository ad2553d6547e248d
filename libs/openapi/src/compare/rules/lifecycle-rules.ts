import { breaking, type ChangeRule, dangerous, renamed, safe } from './change-rule.js';

/** The rules of what is deprecated, for an operation, a parameter or a property. */
function deprecationRules<P extends string>(
  what: P,
  name: string,
  ids: Record<'missing' | 'unreadable' | 'soon' | 'earlier' | 'removed' | 'stability', string>,
) {
  return renamed(
    {
      deprecated: safe(`${name} was deprecated`, 'It works until the day that is announced.'),
      'deprecated-without-date': dangerous(
        `${name} was deprecated without a day`,
        'It works as before, but nobody can tell until when (`x-sunset` would say).',
        ids.missing,
      ),
      'sunset-unreadable': breaking(
        `The day on which ${name.toLowerCase()} ends cannot be read`,
        'An announced end that no program can read takes clients by surprise.',
        ids.unreadable,
      ),
      'sunset-too-soon': breaking(
        `${name} was deprecated until a day that is over`,
        'It may be gone at once; clients get no time to move.',
        ids.soon,
      ),
      'sunset-earlier': breaking(
        `${name} ends earlier than was announced`,
        'Clients planned with the day that was announced.',
        ids.earlier,
      ),
      'sunset-removed': breaking(
        `${name} stays deprecated, and its day was taken away`,
        'Clients planned with the day that was announced; now it may be gone at any time.',
        ids.removed,
      ),
      'sunset-later': safe(`${name} ends later than was announced`, 'Clients get more time.'),
      reactivated: safe(`${name} is no longer deprecated`, 'It stays.'),
      'stability-decreased': breaking(
        `${name} became less stable`,
        'What was promised to stay may now change.',
        ids.stability,
      ),
      'stability-unknown': breaking(
        `${name} has a stability that nobody knows`,
        'Clients can no longer tell what is promised.',
        what === 'operation' ? 'api-invalid-stability-level' : '',
      ),
      'stability-increased': safe(`${name} became more stable`, 'More is promised.'),
    },
    (key) => `${what}-${key}` as const,
  );
}

const both = (change: string): string => `request-property-${change} response-property-${change}`;

export const LIFECYCLE_RULES = {
  ...deprecationRules('operation', 'An operation', {
    missing: 'api-deprecated-sunset-missing',
    unreadable: 'api-deprecated-sunset-parse',
    soon: 'api-sunset-date-too-small',
    earlier: 'api-sunset-date-changed-too-small',
    removed: 'sunset-deleted',
    stability: 'api-stability-decreased',
  }),
  ...deprecationRules('parameter', 'A parameter', {
    missing: 'request-parameter-deprecated-sunset-missing',
    unreadable: '',
    soon: 'request-parameter-sunset-date-too-small',
    earlier: 'request-parameter-sunset-date-changed-too-small',
    removed: 'request-parameter-sunset-deleted',
    stability: '',
  }),
  ...deprecationRules('property', 'A property or schema', {
    missing: both('deprecated-sunset-missing'),
    unreadable: both('deprecated-sunset-invalid'),
    soon: both('sunset-date-too-small'),
    earlier: '',
    removed: '',
    stability: both('stability-decreased'),
  }),
} satisfies Record<string, ChangeRule>;
