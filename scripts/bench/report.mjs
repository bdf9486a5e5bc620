/** The rows of a run as a page: one table for each benchmark. */
import { appendFileSync } from 'node:fs';

/** @param {string} file @param {{ id: string, rows: readonly object[], machine: string, day: string, load: number }} run */
export function appendReport(file, { id, rows, machine, day, load }) {
  const lines = rows.map(({ case: what, value, unit, threads, ratio, baseline }) =>
    row(what, `${Number(value.toPrecision(4))} ${unit}`, threads, ratio ? `${ratio.toFixed(2)} x ${baseline}` : ''),
  );
  const head = [row('case', 'value', 'threads', 'ratio'), row('---', '---', '---', '---')];
  const where = `${day}, ${machine}; load of the machine at the begin ${load.toFixed(1)}.`;
  appendFileSync(file, `\n## ${id}\n\n${where}\n\n${[...head, ...lines].join('\n')}\n`);
}

const row = (...cells) => `| ${cells.map(cell => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
