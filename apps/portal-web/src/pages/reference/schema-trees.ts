import { Anchors } from './anchors.js';
import type { Json } from './json.js';
import { SchemaTree, type TreeParts } from './schema-tree.js';
import type { ShapeView } from './shape.view.js';
import type { Source } from './source.js';

/** Levels of fields that a page opens at most; everything below is one click away. */
const deepest = 3;

/** The trees of one page: all of them together stay within so many bytes of HTML, each one as deep as then fits. */
export class SchemaTrees {
  readonly anchors = new Anchors();

  constructor(
    private readonly parts: TreeParts,
    private leftBytes: number,
  ) {}

  /**
   * @param anchor the id of the place that shows it
   * @param mostBytes of what is left, for this tree
   */
  shape(schema: Json | undefined, anchor: string, source: Source, mostBytes = this.leftBytes, from = 0): ShapeView {
    const maxBytes = Math.max(0, Math.min(mostBytes, this.leftBytes));
    for (let levels = deepest; levels > 1; levels -= 1) {
      const trial = new SchemaTree(this.parts, new Anchors(), maxBytes, true);
      trial.shape(schema, anchor, source, levels, from);
      if (!trial.isFull) return this.make(schema, anchor, source, levels, maxBytes, from);
    }
    return this.make(schema, anchor, source, maxBytes > 0 ? 1 : 0, maxBytes, from);
  }

  private make(
    schema: Json | undefined,
    anchor: string,
    source: Source,
    levels: number,
    maxBytes: number,
    from: number,
  ) {
    const tree = new SchemaTree(this.parts, this.anchors, maxBytes);
    const shape = tree.shape(schema, anchor, source, levels, from);
    this.leftBytes -= tree.bytes;
    return shape;
  }
}
