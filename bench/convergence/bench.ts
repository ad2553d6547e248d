import type { BenchDatabase } from '../lib/postgres.js';
import { copyDatabase, startBenchDatabase } from '../lib/postgres.js';
import { withStops } from '../lib/processes.js';
import { atMost, type Figure } from '../lib/report.js';
import { burst } from './burst.js';
import { fullSync, KONG_WRITE_MS, type Undisturbed } from './full-sync.js';
import { keyTimes } from './key-times.js';
import { kills } from './kills.js';
import { type Options, readOptions } from './options.js';
import { refusals } from './refusals.js';
import { printSection, type Section, writeSections } from './section.js';
import { seedCatalogue, type Shape, shapeOf } from './seed.js';
import { smallChanges } from './small-changes.js';

/** Above this one run has to do: it takes minutes. */
const REPEATED_UP_TO = 10_000;
/** The size at which kills and refusals are tried, or the next smaller one that is asked for. */
const FAULTS_AT = 10_000;
const MEMORY_RATIO = 1.3;
/** Below this the runtime itself is most of what a worker takes. */
const MEMORY_FROM = 10_000;

/** Whether, how fast and with how much the gateways come to be as they are wished; against decK's pattern and bare PUTs. */
export async function run(words: string[]): Promise<Figure[]> {
  const options = readOptions(words);
  const sections: Section[] = [];
  const add = (section: Section): void => {
    sections.push(section);
    printSection(section);
  };
  await withStops(async (later) => {
    const empty = await startBenchDatabase();
    later(() => empty.stop());
    await measureSizes(empty, options, add);
    if (options.parts.includes(7)) add(await keyTimes(empty, options.keys));
  });
  console.log(`\nAll of it: ${await writeSections(options, sections)}`);
  return sections.flatMap(({ figures }) => figures);
}

async function measureSizes(empty: BenchDatabase, options: Options, add: (section: Section) => void): Promise<void> {
  const wants = (part: number): boolean => options.parts.includes(part);
  const faultsAt = options.sizes.filter((size) => size <= FAULTS_AT).at(-1) ?? options.sizes[0];
  let memory: { workerMb: number; objects: number } | null = null;
  let statements: number | null = null;
  for (const size of options.sizes) {
    const shape = shapeOf(size);
    if (![1, 2, 3, 4].some(wants)) break;
    await withSeeded(empty, shape, async (seeded) => {
      const rounds = size <= REPEATED_UP_TO ? options.rounds : 1;
      if (wants(3)) add((await fullSync(seeded, shape, 1, 0)).section);
      const { section, undisturbed } = await fullSync(seeded, shape, wants(3) ? rounds : 1, KONG_WRITE_MS);
      if (memory !== null) section.figures.push(memoryFigure(memory, undisturbed, shape));
      if (size >= MEMORY_FROM) memory ??= { workerMb: undisturbed.workerMb, objects: shape.objects };
      if (wants(3)) add(section);
      if (wants(1) || wants(2)) {
        const changes = await smallChanges(seeded, shape, undisturbed.sent, statements);
        statements ??= changes.statements;
        add(changes.section);
      }
      if (wants(4) && size === faultsAt) add(await kills(seeded, shape, options.kills, undisturbed.state));
    });
  }
  const [small, large] = [shapeOf(options.sizes[0] as number), shapeOf(faultsAt as number)];
  if (wants(5)) await withSeeded(empty, large, async (seeded) => add(await refusals(seeded, large)));
  if (wants(6)) await withSeeded(empty, small, async (seeded) => add(await burst(seeded, small)));
}

async function withSeeded(
  empty: BenchDatabase,
  shape: Shape,
  work: (seeded: BenchDatabase) => Promise<void>,
): Promise<void> {
  await withStops(async (later) => {
    const seeded = await copyDatabase(empty);
    later(() => seeded.stop());
    await seedCatalogue(seeded.pool, shape);
    await work(seeded);
  });
}

function memoryFigure(smaller: { workerMb: number; objects: number }, larger: Undisturbed, { objects }: Shape): Figure {
  return atMost(
    `worker-memory@${objects}-against-@${smaller.objects}`,
    larger.workerMb / smaller.workerMb,
    MEMORY_RATIO,
  );
}
