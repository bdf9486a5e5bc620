/** Documents of any size. */
import { demoScan } from '../../../scripts/setup/paths.mjs';

/** Steps that work on one scan, in `columns` columns: read, and for each branch a correction, a logarithm and a filter. */
export function wideDocument(steps, scan = demoScan) {
  const read = { name: 'read', algorithm: 'ct.read', version: '1.0.0', inputs: { scan: { input: 'scan' } } };
  const nodes = [read];
  const positions = { read: [0, 0] };
  for (let branch = 0; nodes.length < steps; branch++) {
    const link = port => ({ node: 'read', port });
    const normalize = `normalize${branch}`;
    nodes.push({
      ...{ name: normalize, algorithm: 'ct.normalize', version: '1.0.0' },
      inputs: { proj: link('proj'), flats: link('flats'), darks: link('darks') },
      params: { clipBelow: { value: 1e-6 + branch * 1e-9 } },
    });
    const transmission = { node: normalize, port: 'transmission' };
    nodes.push({ name: `log${branch}`, algorithm: 'ct.minusLog', version: '1.0.0', inputs: { transmission } });
    const [column, row] = [branch % 10, Math.floor(branch / 10)];
    positions[normalize] = [280 + column * 560, row * 200];
    positions[`log${branch}`] = [560 + column * 560, row * 200];
  }
  return documentOf(nodes, positions, scan);
}

function documentOf(nodes, positions, scan = demoScan) {
  const inputs = { scan: { type: { kind: 'dataset', dataset: 'ct.scan' }, title: 'Scan' } };
  const outputs = nodes.length > 2 ? { last: { from: { node: nodes.at(-1).name, port: 'lineIntegrals' } } } : {};
  const workflow = { id: 'bench.wide', version: '1.0.0', title: 'Wide', inputs, nodes, outputs };
  const document = { daisy: 2, workflow, values: { inputs: { scan } }, view: { positions } };
  return `${JSON.stringify(document, null, 2)}\n`;
}

export const emptyDocument = documentOf([], {});
