import type { DocumentAnswer, DocumentDriver } from './driver.js';
import { GatewayFault } from './gateway-fault.js';
import type { RemoteObject, StoredObject } from './remote-object.js';
import { maxDocumentRounds, replaceDocument } from './replace-document.js';

/** A gateway in memory; `answers` come one after the other, and what is left over is taken. */
class ScriptedGateway {
  standing: readonly RemoteObject[] = [];
  sent: string[][] = [];
  answers: (DocumentAnswer | GatewayFault | { takenBut: GatewayFault })[] = [];

  readonly driver = {
    replaceDocument: async (objects, beforeWrite): Promise<DocumentAnswer> => {
      await beforeWrite?.();
      this.sent.push(objects.map(({ id }) => id));
      const answer = this.answers.shift() ?? { hash: 'h' };
      if (answer instanceof GatewayFault) throw answer;
      if ('refused' in answer) return answer;
      this.standing = objects;
      if ('takenBut' in answer) throw answer.takenBut;
      return answer;
    },
    list: async function* (this: void): AsyncIterable<StoredObject> {},
    publicBody: (body: Record<string, unknown>) => body,
  } as Pick<DocumentDriver, 'replaceDocument' | 'list' | 'publicBody'> as DocumentDriver;

  constructor() {
    const held = () => this.standing;
    this.driver.list = async function* () {
      for (const { kind, id, parentId, body } of held()) yield { kind, id, parentId, body: { ...body, id } };
    };
  }
}

function object(id: string, needs: string[] = [], parentId: string | null = null): RemoteObject {
  return { kind: 'things', id, subjectId: null, parentId, needs, body: { name: id } };
}

const refused = (...ids: string[]): DocumentAnswer => ({
  refused: ids.map((id) => ({ kind: 'things', id, message: `${id} is bad` })),
});
const cut = new GatewayFault('unknown_outcome', 'cut');

describe('replaceDocument', () => {
  let gateway: ScriptedGateway;
  beforeEach(() => (gateway = new ScriptedGateway()));

  const push = async (...objects: RemoteObject[]) => {
    const { outcomes, fault } = await replaceDocument(gateway.driver, objects);
    expect(outcomes.map(({ object: { id } }) => id)).toEqual(objects.map(({ id }) => id));
    return { fault, outcomes, words: outcomes.map(({ outcome }) => outcome) };
  };

  it('sends everything once and gives the rows of what stands', async () => {
    const { words, outcomes, fault } = await push(object('a'), object('b', ['a']));
    expect([words, fault, gateway.sent]).toEqual([['applied', 'applied'], null, [['a', 'b']]]);
    expect(outcomes[0]).toMatchObject({ row: { remoteId: 'a', answered: '{"name":"a","id":"a"}' } });
  });

  it('leaves out what is refused and all that needs it, and sends the rest', async () => {
    gateway.answers = [refused('b')];
    const { words, outcomes } = await push(
      object('a'),
      object('b'),
      object('c', ['b']),
      object('d', ['c']),
      object('e'),
    );
    expect(words).toEqual(['applied', 'failed', 'skipped', 'skipped', 'applied']);
    expect(gateway.sent[1]).toEqual(['a', 'e']);
    expect(outcomes[3]).toMatchObject({ error: { kind: 'refused', message: 'b is bad' }, retryable: false });
  });

  it('goes on when more is refused behind that', async () => {
    gateway.answers = [refused('a'), refused('b', 'c')];
    expect((await push(object('a'), object('b'), object('c'), object('d'))).words).toEqual([
      ...['failed', 'failed', 'failed'],
      'applied',
    ]);
  });

  it('does not send what belongs to something that is not there', async () => {
    const { words, outcomes } = await push(object('limit', [], 'gone'), object('group', ['limit']), object('a'));
    expect(words).toEqual(['failed', 'skipped', 'applied']);
    expect(gateway.sent).toEqual([['a']]);
    expect(outcomes[1]).toMatchObject({ error: { kind: 'parent_missing' }, retryable: true });
  });

  it.each([
    ['something that it was not sent', () => [refused('x')], 1],
    ['nothing that has a name', () => [{ refused: [] }], 1],
    ['another one each time', () => Array.from({ length: 20 }, (_, at) => refused(`o${at}`)), maxDocumentRounds],
  ])('ends when the gateway refuses %s, and calls nothing applied', async (_what, answers, sent) => {
    gateway.answers = answers();
    const { words, fault } = await push(...Array.from({ length: 20 }, (_, at) => object(`o${at}`)));
    expect(new Set(words)).toEqual(new Set(['failed']));
    expect([fault?.kind, gateway.sent.length]).toEqual(['refused', sent]);
  });

  it('reads what stands when the answer is lost, and calls it applied', async () => {
    gateway.answers = [{ takenBut: cut }];
    const { words, fault } = await push(object('a'), object('b'));
    expect([words, fault, gateway.sent.length]).toEqual([['applied', 'applied'], null, 1]);
  });

  it('sends nothing more when somebody else may write by now', async () => {
    gateway.answers = [refused('a')];
    const answers = [true, false];
    const { fault } = await replaceDocument(gateway.driver, [object('a'), object('b')], () => answers.shift()!);
    expect([fault?.kind, gateway.sent, gateway.standing]).toEqual(['busy', [['a', 'b']], []]);
  });

  it('does not call it applied when something else stands', async () => {
    gateway.standing = [object('a'), object('old')];
    gateway.answers = [cut];
    const { words, fault, outcomes } = await push(object('a'));
    expect([words, fault]).toEqual([['failed'], cut]);
    expect(outcomes[0]).toMatchObject({ retryable: true, error: { kind: 'unknown_outcome' } });
  });

  it('says of each object that the gateway is away, and of a refused one why', async () => {
    const away = new GatewayFault('unreachable', 'away');
    gateway.answers = [refused('a'), away];
    const { outcomes, fault } = await push(object('a'), object('b'));
    expect(fault).toBe(away);
    expect(outcomes).toMatchObject([{ error: { message: 'a is bad' } }, { error: { kind: 'unreachable' } }]);
  });
});
