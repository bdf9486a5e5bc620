import type { JSX } from 'react';
import { nameOf, refusal, type Contract, type NodeData, type PortType, type SourceData } from '@daisy-lab/core';
import { useTranslate } from '../kit/i18n/translate.js';
import type { CanvasModel } from './canvas-model.js';
import type { CanvasView } from './canvas-view.js';
import { linkedParamsOf, openedParam, paramPort } from './param-ports.js';
import { inputId } from './places.js';
import type { Wire } from './wires.js';

interface LinkProps {
  readonly model: CanvasModel;
  readonly view: CanvasView;
  readonly node: NodeData;
  readonly contract: Contract;
}

/** The inputs of a step as fields: what fits may be chosen, without a mouse. */
export function InputFields({ model, view, node, contract }: LinkProps): JSX.Element {
  const trans = useTranslate();
  return (
    <>
      <h4>{trans.__('Inputs')}</h4>
      {Object.entries(contract.inputs).map(([name, port]) => (
        <LinkField
          key={name}
          {...{ model, view, node }}
          to={{ item: node.name, port: name }}
          label={port.title ?? name}
          type={port.type}
          source={node.inputs?.[name]}
          onNothing={() => model.disconnect({ to: { item: node.name, port: name } })}
        />
      ))}
    </>
  );
}

/** The parameters of a step that something else gives, and a way to make more of them so: they stand as ports on the card. */
export function LinkedParams({ model, view, node, contract }: LinkProps): JSX.Element {
  const trans = useTranslate();
  const known = contract.params.properties ?? {};
  const shown = linkedParams(view, node);
  const others = Object.keys(known).filter(name => !shown.includes(name));
  return (
    <>
      {shown.map(name => (
        <LinkField
          key={name}
          {...{ model, view, node }}
          to={{ item: node.name, port: paramPort(name) }}
          label={known[name]?.title ?? name}
          type={model.takenAt({ item: node.name, port: paramPort(name) }) ?? { kind: 'any' }}
          source={node.params?.[name]}
          nothing={trans.__('a value of its own')}
          params={Object.keys(view.document?.workflow.params ?? {})}
          onParam={followed => model.followParam(node.name, name, followed)}
          onNothing={() => {
            model.openParam(node.name, name, false);
            if (node.params?.[name]) model.setParam(node.name, name, undefined);
          }}
        />
      ))}
      {others.length > 0 && !view.readOnly && (
        <select
          className="daisy-Input"
          aria-label={trans.__('Link a parameter')}
          data-testid="canvas-link-param"
          title={trans.__('It becomes a port of the card that a wire can be pulled to.')}
          value=""
          onChange={event => model.openParam(node.name, event.target.value, true)}
        >
          <option value="">{trans.__('Link a parameter…')}</option>
          {others.map(name => (
            <option key={name} value={name}>
              {known[name]?.title ? trans.__(known[name].title) : name}
            </option>
          ))}
        </select>
      )}
    </>
  );
}

/** Parameters that have no field of their own: they are linked, or wait for a wire. */
export function linkedParams({ document, opened }: CanvasView, node: NodeData): readonly string[] {
  const linked = linkedParamsOf(node);
  const prefix = openedParam(node.name, '');
  const waiting = opened.flatMap(id => (document && id.startsWith(prefix) ? [id.slice(prefix.length)] : []));
  return [...linked, ...waiting.filter(name => !linked.includes(name))];
}

/** Choice of an input that the workflow does not have yet. */
const newInput = 'new:';

interface FieldProps extends Omit<LinkProps, 'contract'> {
  readonly to: Wire['to'];
  readonly label: string;
  readonly type: PortType;
  readonly source: SourceData | undefined;
  /** What stands there when nothing is linked. */
  readonly nothing?: string;
  /** Parameters of the workflow that it may follow. */
  readonly params?: readonly string[];
  onParam?(param: string): void;
  onNothing(): void;
}

/** One end of a wire as a list of what fits. */
function LinkField(props: FieldProps): JSX.Element {
  const trans = useTranslate();
  const { model, view, node, to, label, type, source, nothing, params = [], onParam, onNothing } = props;
  const origins = originsOf(view, model).filter(({ from }) => from.item !== node.name);
  const now = keyOf(source);
  const id = `canvas-in-${to.port.replace(':', '-')}`;
  return (
    <div className="daisy-Field" title={nameOf(type)}>
      <label htmlFor={id}>{trans.__(label)}</label>
      <select
        id={id}
        className="daisy-Input"
        data-testid={id}
        value={now}
        disabled={view.readOnly}
        onChange={({ target: { value } }) => {
          const chosen = origins.find(({ key }) => key === value);
          if (value === newInput) model.feed(to);
          else if (chosen) model.connect(chosen.from, to);
          else if (params.includes(value.slice(paramKey.length))) onParam?.(value.slice(paramKey.length));
          else onNothing();
        }}
      >
        <option value="">{nothing ?? trans.__('nothing')}</option>
        <option value={newInput}>{trans.__('a new input of the workflow')}</option>
        {params.map(name => (
          <option key={name} value={paramKey + name}>
            {trans.__('%1 of the workflow', name)}
          </option>
        ))}
        {origins
          .filter(({ key, type: given }) => key === now || !given || refusal(given, type) === null)
          .map(({ key, label: name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        {now === several && <option value={several}>{trans.__('several')}</option>}
      </select>
    </div>
  );
}

const paramKey = 'workflow.param:';
const several = 'several:';

function keyOf(source: SourceData | undefined): string {
  if (!source || 'value' in source) return '';
  if ('node' in source) return `${source.node}.${source.port}`;
  if ('input' in source) return `${inputId(source.input)}.value`;
  return 'param' in source ? paramKey + source.param : several;
}

interface Origin {
  readonly key: string;
  readonly label: string;
  readonly from: Wire['from'];
  readonly type: PortType | undefined;
}

function originsOf(view: CanvasView, model: CanvasModel): readonly Origin[] {
  const { workflow } = view.document!;
  const inputs = Object.keys(workflow.inputs ?? {}).map(name => ({ item: inputId(name), port: 'value', label: name }));
  const steps = workflow.nodes.flatMap(({ name }) =>
    Object.keys(model.contractOf(name)?.outputs ?? {}).map(port => ({ item: name, port, label: `${name} · ${port}` })),
  );
  return [...inputs, ...steps].map(({ item, port, label }) => ({
    key: `${item}.${port}`,
    label,
    from: { item, port },
    type: model.typeOf({ item, port }),
  }));
}
