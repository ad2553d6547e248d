import type { LintReport, LintRuleSet } from './lint-report.js';

/**
 * Holds a document against a set of rules, in the calling thread, which a large one blocks for seconds and a hostile one for
 * ever: servers have it done by a process that they can end. Throws SpecFault where the document cannot be read.
 */
export async function lintSpec(bytes: Uint8Array, ruleSet: LintRuleSet): Promise<LintReport> {
  // The engine takes long to load, and most processes lint nothing.
  const { lintWithEngine } = await import('./lint-with-engine.js');
  return lintWithEngine(bytes, ruleSet);
}
