import { violation } from '../../../algorithm/check-params.js';
import type { Json } from '../json/json-tree.js';
import { linkRefusal, paramRefusal } from '../check-workflow.js';
import type { Contracts } from '../contract-of.js';
import type { DocumentValues, OutputData, PortData, SourceData, WorkflowData } from '../document.js';
import { edit, nodeOf, noStep, pruned, withEntry, withNode, withWorkflow, type Edited } from './edited.js';

/** Links an input of a step to a source. Refused with the sentence of the builder when the types do not fit or a circle arises. */
export function connect(
  text: string,
  contracts: Contracts,
  source: SourceData,
  to: { readonly node: string; readonly input: string },
): Edited {
  return edit(text, document => {
    const problem = linkRefusal(document.workflow, contracts, source, to);
    return (
      problem ?? withNode(document, to.node, node => ({ ...node, inputs: withEntry(node.inputs, to.input, source) }))
    );
  });
}

/** Takes the link of an input away. */
export function disconnect(text: string, to: { readonly node: string; readonly input: string }): Edited {
  return edit(text, document => {
    const node = nodeOf(document, to.node);
    if (!node) return noStep(to.node);
    if (!node.inputs || !Object.hasOwn(node.inputs, to.input)) {
      return { message: `Step "${to.node}" has nothing linked to its input "${to.input}".` };
    }
    return withNode(document, to.node, () =>
      pruned({ ...node, inputs: withEntry(node.inputs, to.input, undefined) }, 'inputs'),
    );
  });
}

/**
 * Sets a parameter of a step to a constant, or links it to an output of a step, an input or a parameter of the workflow; undefined: back to
 * the default. Refused with a sentence when the value or its type does not fit, or a circle arises.
 */
export function setParam(
  text: string,
  contracts: Contracts,
  at: { readonly node: string; readonly param: string },
  source: SourceData | undefined,
): Edited {
  return edit(text, document => {
    if (!nodeOf(document, at.node)) return noStep(at.node);
    const problem = source && paramRefusal(document.workflow, contracts, source, at);
    if (problem) return problem;
    return withNode(document, at.node, node =>
      pruned({ ...node, params: withEntry(node.params, at.param, source) }, 'params'),
    );
  });
}

/** Sets a value that the workflow is run with: an input, a parameter or a pinned body; undefined takes it away. */
export function setValue(text: string, kind: keyof DocumentValues, name: string, value: Json | undefined): Edited {
  return edit(text, document => {
    const { workflow, values = {} } = document;
    const schema = kind === 'params' ? workflow.params?.[name] : undefined;
    const known = kind === 'use' || Object.hasOwn((kind === 'params' ? workflow.params : workflow.inputs) ?? {}, name);
    if (!known) return { message: `The workflow has no ${kind === 'params' ? 'parameter' : 'input'} "${name}".` };
    const wrong = schema && value !== undefined ? violation(schema, value) : null;
    if (wrong) return { message: `Parameter "${name}" of the workflow ${wrong}.` };
    const record = withEntry<Json>(values[kind], name, value);
    const changed = pruned({ ...values, [kind]: record } as DocumentValues, 'inputs', 'params', 'use');
    return pruned({ ...document, values: changed }, 'values');
  });
}

/** Makes a source an output of the workflow; undefined takes the output away. */
export function setOutput(text: string, name: string, output: OutputData | undefined): Edited {
  return edit(text, document =>
    withWorkflow(document, { outputs: withEntry(document.workflow.outputs, name, output) }),
  );
}

/** Makes an input of the workflow; undefined takes it away, with its value. Links to it have to be taken away first. */
export function setInput(text: string, name: string, port: PortData | undefined): Edited {
  return edit(text, document => {
    if (port === undefined && usesInput(document.workflow, name)) {
      return { message: `The input "${name}" is still linked.`, action: 'Take its links away first.' };
    }
    const workflow = pruned(
      { ...document.workflow, inputs: withEntry(document.workflow.inputs, name, port) },
      'inputs',
    );
    return { ...document, workflow };
  });
}

function usesInput({ nodes, outputs }: WorkflowData, name: string): boolean {
  const uses = (source: SourceData): boolean =>
    'first' in source ? source.first.some(uses) : 'input' in source && source.input === name;
  const sources = nodes.flatMap(node => [
    ...Object.values(node.inputs ?? {}),
    ...Object.values(node.params ?? {}),
    ...(node.when ? [node.when] : []),
  ]);
  return [...sources, ...Object.values(outputs).map(({ from }) => from)].some(uses);
}
