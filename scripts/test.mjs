/**
 * `npm test`: everything, from a fresh clone, without a question.
 *
 *   install -> build -> demonstration data -> browser -> lint, types, node, dom, python, browser -> one closing line
 *
 *   npm test -- --only node,browser    these groups only (their set-up still runs)
 */
import './setup/require-node.mjs';

const { runTests } = await import('./phases/run-tests.mjs');
process.exitCode = await runTests(process.argv.slice(2));
