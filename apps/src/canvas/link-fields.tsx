import type { JSX } from 'react';
import { nameOf, refusal, type Contract, type NodeData, type PortType, type SourceData } from '@daisy-lab/core';
import { Select, SelectField } from '../kit/form/select-field.js';
import { useTranslate } from '../kit/i18n/translate.js';
import type { CanvasModel } from './canvas-model.js';
import type { CanvasView } from './canvas-view.js';
import { linkedParams, paramPort } from './param-ports.js';
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
  const shown = linkedParams(node, view.opened);
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
        <Select
          id="canvas-link-param"
          label={trans.__('Link a parameter')}
          title={trans.__('It becomes a port of the card that a wire can be pulled to.')}
          value=""
          options={[
            { value: '', text: trans.__('Link a parameter…') },
            ...others.map(name => ({ value: name, text: known[name]?.title ? trans.__(known[name].title) : name })),
          ]}
          onChoose={name => model.openParam(node.name, name, true)}
        />
      )}
    </>
  );
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
  const choose = (value: string): void => {
    const chosen = origins.find(({ key }) => key === value);
    if (value === newInput) model.feed(to);
    else if (chosen) model.connect(chosen.from, to);
    else if (value.startsWith(paramKey)) onParam?.(value.slice(paramKey.length));
    else if (value !== several) onNothing();
  };
  const fits = ({ key, type: given }: Origin): boolean => key === now || !given || refusal(given, type) === null;
  return (
    <SelectField
      id={`canvas-in-${to.port.replace(':', '-')}`}
      label={trans.__(label)}
      title={nameOf(type)}
      value={now}
      disabled={view.readOnly}
      options={[
        { value: '', text: nothing ?? trans.__('nothing') },
        { value: newInput, text: trans.__('a new input of the workflow') },
        ...params.map(name => ({ value: paramKey + name, text: trans.__('%1 of the workflow', name) })),
        ...origins.filter(fits).map(({ key, label: name }) => ({ value: key, text: name })),
        ...(now === several ? [{ value: several, text: trans.__('several') }] : []),
      ]}
      onChoose={choose}
    />
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
