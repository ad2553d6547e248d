import { describeLimits, MAX_LIMIT, validatePlanLimits } from './plan-limits.js';

describe('validatePlanLimits', () => {
  it.each([
    [{}, {}],
    [
      { minute: 5, month: 1000 },
      { minute: 5, month: 1000 },
    ],
    [
      { month: 7, second: 7, hour: null },
      { second: 7, month: 7 },
    ],
    [{ day: MAX_LIMIT }, { day: MAX_LIMIT }],
  ])('accepts %j', (input, limits) => expect(validatePlanLimits(input)).toEqual(limits));

  it.each([
    [null, ['limits']],
    ['5', ['limits']],
    [[5], ['limits']],
    [{ minute: 0 }, ['limits.minute']],
    [{ minute: 1.5, hour: '5' }, ['limits.minute', 'limits.hour']],
    [{ day: MAX_LIMIT + 1 }, ['limits.day']],
    [{ second: Number.NaN }, ['limits.second']],
    [{ minute: 10, month: 9 }, ['limits.month']],
    [{ second: 10, minute: 5, hour: 9 }, ['limits.minute', 'limits.hour']],
    [{ year: 5 }, ['limits']],
    [JSON.parse('{"__proto__": {"minute": 5}}'), ['limits']],
  ])('refuses %j and names each wrong field', (input, fieldNames) => {
    expect(() => validatePlanLimits(input)).toThrow(
      expect.objectContaining({
        code: 'plan.limits_invalid',
        options: { fields: fieldNames.map((field) => expect.objectContaining({ field })) },
      }),
    );
  });
});

it.each([
  [{ minute: 5, month: 1000 }, '5 per minute, 1,000 per month'],
  [{ month: 1_000_000, second: 1 }, '1 per second, 1,000,000 per month'],
  [{}, 'unlimited'],
])('describes %j as %j', (limits, words) => expect(describeLimits(limits)).toBe(words));
