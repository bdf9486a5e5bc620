import { useState, type JSX } from 'react';
import type { ContractDescription, NodeData } from '@daisy-lab/core';
import { ParameterForm } from '../kit/form/parameter-form.js';
import { SelectField } from '../kit/form/select-field.js';
import { sentenceText } from '../kit/i18n/sentence.js';
import { useTranslate, type Translate } from '../kit/i18n/translate.js';
import { ErrorPanel } from '../kit/run/error-panel.js';
import type { CanvasModel } from './canvas-model.js';
import type { CanvasView, RunPart } from './canvas-view.js';
import { ContractDetails } from './contract-details.js';
import { InputFields, LinkedParams } from './link-fields.js';
import { linkedParams } from './param-ports.js';
import type { ShownResult } from './result-view.js';
import { RunList } from './run-list.js';
import { ValuesPanel } from './values-panel.js';
import { reasonInWords } from './stale-words.js';

interface PanelProps {
  readonly model: CanvasModel;
  readonly view: CanvasView;
}

interface StepProps extends PanelProps {
  readonly node: NodeData;
}

interface SideEvents {
  /** Opens the workflow inside a step. */
  onOpen(step: string): void;
  onShow(result: ShownResult): void;
}

/** What belongs to the selected step; of nothing selected, the values that the workflow is run with. */
export function SidePanel({ model, view, onOpen, onShow }: PanelProps & SideEvents): JSX.Element {
  const node = view.document?.workflow.nodes.find(({ name }) => name === view.selected[0]);
  return (
    <aside className="daisy-Canvas-side" data-testid="canvas-side">
      {node ? (
        <StepPanel key={node.name} model={model} view={view} node={node} onOpen={onOpen} onShow={onShow} />
      ) : (
        <>
          <ValuesPanel model={model} document={view.document} readOnly={view.readOnly} />
          <RunList model={model} view={view} />
        </>
      )}
    </aside>
  );
}

function StepPanel({ model, view, node, onOpen, onShow }: StepProps & SideEvents): JSX.Element {
  const trans = useTranslate();
  const contract = model.contractOf(node.name);
  const entry = view.palette?.entries.find(({ id }) => id === node.algorithm);
  const record = view.status?.nodes[node.name];
  const planned = view.plan.get(node.name);
  const stale = record && view.stale.get(node.name);
  const run = view.status?.record.run;
  return (
    <>
      <h3>{trans.__(contract?.title ?? node.name)}</h3>
      <NameField
        key={node.name}
        name={node.name}
        onRename={to => model.rename(node.name, to)}
        disabled={view.readOnly}
      />
      <StepProblems view={view} node={node} />
      {entry && <p className="daisy-Hint">{trans.__(entry.help)}</p>}
      {entry && <ContractDetails entry={entry} />}
      <RunButtons model={model} view={view} node={node} />
      {node.workflow && (
        <button className="daisy-Button" data-testid="canvas-open-nested" onClick={() => onOpen(node.name)}>
          {trans.__('Open the workflow inside')}
        </button>
      )}
      {record?.error && <ErrorPanel error={record.error} />}
      {(stale ?? planned) && (
        <p className="daisy-Hint" data-testid="canvas-why">
          {stale ? trans.__('Stale: %1.', reasonInWords(stale, trans)) : sentenceText(trans, planned!.why)}
        </p>
      )}
      {record?.log && <p className="daisy-Hint">{record.log}</p>}
      {run && ['done', 'cached'].includes(record?.state ?? '') && contract && (
        <ResultButtons
          ports={Object.keys(contract.outputs)}
          onShow={port => onShow({ run, node: model.fullName(node.name), port })}
        />
      )}
      {contract && <InputFields model={model} view={view} node={node} contract={contract} />}
      {contract && Object.keys(contract.params.properties ?? {}).length > 0 && (
        <>
          <h4>{trans.__('Parameters')}</h4>
          <ParameterForm
            schema={contract.params}
            values={constantsOf(node)}
            hidden={linkedParams(node, view.opened)}
            testIdPrefix="canvas-param"
            onChange={values => setChanged(model, node, values)}
          />
          <LinkedParams model={model} view={view} node={node} contract={contract} />
        </>
      )}
      {entry && entry.implementations.length > 1 && (
        <BodyField model={model} view={view} entry={entry} chosen={planned?.implementation} reason={planned?.reason} />
      )}
    </>
  );
}

/** Runs a part of the workflow, which needs all of it to be right. */
function RunButtons({ model, view, node: { name } }: StepProps): JSX.Element {
  const trans = useTranslate();
  const disabled = view.problems.some(({ severity }) => severity === 'error');
  const run = (part: RunPart) => ({ className: 'daisy-Button', disabled, onClick: () => model.run(part) });
  return (
    <div className="daisy-Canvas-buttons">
      <button {...run({ to: name })} data-testid="canvas-run-to">
        {trans.__('Run to here')}
      </button>
      <button {...run({ from: name })} data-testid="canvas-run-from">
        {trans.__('Run from here')}
      </button>
      <button {...run({ only: name })} data-testid="canvas-run-only">
        {trans.__('Run only this')}
      </button>
    </div>
  );
}

/** What is wrong with a step, and what to do about it: a card has no room for all of it. */
function StepProblems({ view, node }: Pick<StepProps, 'view' | 'node'>): JSX.Element | null {
  const trans = useTranslate();
  const path = `workflow.nodes[${view.document?.workflow.nodes.indexOf(node)}]`;
  const own = view.problems.filter(problem => problem.path.startsWith(path));
  if (own.length === 0) return null;
  return (
    <ul className="daisy-Canvas-problems" data-testid="canvas-step-problems">
      {own.map(({ message, action, severity }, at) => (
        <li key={at} data-severity={severity}>
          {sentenceText(trans, message)} {action && sentenceText(trans, action)}
        </li>
      ))}
    </ul>
  );
}

/** Opens what a step gave. */
function ResultButtons(props: { readonly ports: readonly string[]; onShow(port: string): void }): JSX.Element {
  const trans = useTranslate();
  return (
    <div className="daisy-Canvas-buttons">
      {props.ports.map(port => (
        <button
          key={port}
          className="daisy-Button"
          data-testid={`canvas-show-${port}`}
          onClick={() => props.onShow(port)}
        >
          {trans.__('Show %1', port)}
        </button>
      ))}
    </div>
  );
}

function NameField(props: {
  readonly name: string;
  readonly disabled: boolean;
  onRename(to: string): void;
}): JSX.Element {
  const trans = useTranslate();
  const [name, setName] = useState(props.name);
  return (
    <div className="daisy-Field">
      <label htmlFor="canvas-name">{trans.__('Name')}</label>
      <input
        id="canvas-name"
        className="daisy-Input"
        value={name}
        disabled={props.disabled}
        onChange={event => setName(event.target.value)}
        onBlur={() => name !== props.name && props.onRename(name)}
        onKeyDown={event => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </div>
  );
}

function BodyField({
  model,
  view,
  entry,
  chosen,
  reason,
}: PanelProps & {
  readonly entry: ContractDescription;
  readonly chosen: string | undefined;
  readonly reason: string | undefined;
}): JSX.Element {
  const trans = useTranslate();
  return (
    <>
      <SelectField
        id="canvas-body"
        label={trans.__('Implementation')}
        value={view.document?.values?.use?.[entry.id] ?? ''}
        disabled={view.readOnly}
        options={[
          { value: '', text: chosen ? trans.__('automatic: %1', chosen) : trans.__('automatic') },
          ...entry.implementations.map(name => ({ value: name, text: name })),
        ]}
        onChoose={name => model.setValue('use', entry.id, name)}
      />
      {reason && <p className="daisy-Hint">{inParts(reason, trans)}</p>}
    </>
  );
}

/** The reason for a body is one for each of them. */
const inParts = (reason: string, trans: Translate): string =>
  reason
    .split('; ')
    .map(part => sentenceText(trans, part))
    .join('; ');

function constantsOf(node: NodeData): Record<string, unknown> {
  const constants = Object.entries(node.params ?? {}).flatMap(([name, source]) =>
    'value' in source ? [[name, source.value] as const] : [],
  );
  return Object.fromEntries(constants);
}

function setChanged(model: CanvasModel, node: NodeData, values: Readonly<Record<string, unknown>>): void {
  const before = constantsOf(node);
  for (const name of new Set([...Object.keys(before), ...Object.keys(values)]))
    if (JSON.stringify(values[name]) !== JSON.stringify(before[name])) model.setParam(node.name, name, values[name]);
}
