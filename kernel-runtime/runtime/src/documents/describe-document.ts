import type { SourceData, WorkflowData } from '@daisy-lab/core';

/** The steps of a workflow as lines of text: what each is given and how it runs. */
export function graphText(workflow: WorkflowData, indent = ''): string {
  const nodes = workflow.nodes.map(node => {
    const { name, algorithm, version, inputs = {}, params = {}, scatter, when, retries, onError } = node;
    const rules = [
      scatter && scatter.length > 0 ? `for each of ${scatter.join(', ')}` : '',
      when ? `when ${sourceText(when)}` : '',
      retries ? `${retries} more tries` : '',
      onError === 'skip' ? 'left out when it fails' : '',
    ].filter(rule => rule !== '');
    const links = [...Object.entries(inputs), ...Object.entries(params)];
    const lines = links.map(([input, source]) => `${indent}  ${input} <- ${sourceText(source)}\n`);
    const what = node.workflow
      ? `workflow ${node.workflow.id} ${node.workflow.version}`
      : `${algorithm} ${version ?? ''}`;
    const head = `${indent}${name}: ${what.trim()}${rules.length > 0 ? ` (${rules.join(', ')})` : ''}\n`;
    return head + lines.join('') + (node.workflow ? graphText(node.workflow, `${indent}    `) : '');
  });
  const outputs = Object.entries(workflow.outputs).map(
    ([name, { from }]) => `${indent}${name} <= ${sourceText(from)}\n`,
  );
  return nodes.join('') + outputs.join('');
}

/** A source in words: `read.proj`, `input scan`, `parameter filter`, `3`. */
export function sourceText(source: SourceData): string {
  if ('node' in source) return `${source.node}.${source.port}`;
  if ('input' in source) return `input ${source.input}`;
  if ('param' in source) return `parameter ${source.param}`;
  if ('first' in source) return `the first of ${source.first.map(sourceText).join(', ')}`;
  return JSON.stringify(source.value);
}
