import * as dto from '../../samples/document.dto.js';
import { changeGroups, changeView } from './change.view.js';

describe('a change on a page', () => {
  it('names the first operations, and counts those that the API does not name', () => {
    const { operations, more } = changeView(dto.removed);
    expect(operations).toHaveLength(3);
    expect(more).toMatchObject({ label: '28 more operations', unnamed: 'and 27 that are not named here' });
    expect(changeView(dto.required).more).toBeUndefined();
  });

  it('says of a change without operations that it is of the document', () => {
    expect(changeView({ ...dto.required, operations: [], operationCount: 0 }).isOfDocument).toBe(true);
    expect(changeView(dto.required).isOfDocument).toBe(false);
  });

  it('says nothing of callers to those who are not told, and that there are none to those who are', () => {
    const { callers: _, callerCount: __, ...untold } = dto.required;
    expect(changeView(untold)).toMatchObject({ areCallersKnown: false, callers: [] });
    expect(changeView(dto.safe)).toMatchObject({ areCallersKnown: true, callers: [] });
  });

  it('counts the applications that are not listed', () => {
    expect(changeView(dto.removed).moreCallers).toBe('and 12 more applications');
    expect(changeView(dto.required).moreCallers).toBeUndefined();
  });

  it('is found under the same name again, and under another than its neighbours', () => {
    const anchors = [dto.required, dto.removed, dto.dangerous, dto.safe].map((change) => changeView(change).anchor);
    expect(new Set(anchors).size).toBe(4);
    expect(changeView({ ...dto.required, callers: [] }).anchor).toBe(anchors[0]);
    expect(changeView(dto.required, '/services/orders/changes?rule=x').permalink).toBe(
      `/services/orders/changes?rule=x#${anchors[0]}`,
    );
  });

  it('stands among those of its class, the worst first', () => {
    const groups = changeGroups([dto.safe, dto.required, dto.removed].map((change) => changeView(change)));
    expect(groups.map(({ title, changes }) => [title, changes.length])).toEqual([
      ['Breaking', 2],
      ['Safe', 1],
    ]);
  });
});
