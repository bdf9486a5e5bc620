import {
  contractOfNode,
  documentEdits as edits,
  paramType,
  parseDocument,
  type CommentData,
  type Contract,
  type ContractDescription,
  type Edited,
  type Fragment,
  type GroupData,
  type PortType,
  type SourceData,
} from '@daisy-lab/core';
import { converters, fittingPort } from './catalogue.js';
import type { CanvasView, Refused } from './canvas-view.js';
import { paramOfPort, paramPort } from './param-ports.js';
import { commentId, kindOf, placesOf, type Place } from './places.js';
import { isDataFile, readerId } from './dropped-file.js';
import { sourceFrom, wiresOf, type Wire } from './wires.js';

type Step = (text: string) => Edited;

/** The edits of a canvas, by what the user does. Each is one step of the history. */
export abstract class GraphEdits {
  #contracts: {
    readonly of: CanvasView['document'];
    readonly with: CanvasView['palette'];
    readonly known: ReadonlyMap<string, Contract>;
  } | null = null;

  abstract getView(): CanvasView;
  /** Changes the text, and puts an entry into the history; or says why not. */
  protected abstract edit(change: Step, about?: Pick<Refused, 'wire' | 'converters'>): boolean;
  abstract select(selected: readonly string[]): void;
  protected abstract get text(): string;

  /** The contract of what a step runs; undefined when it is not known here. */
  contractOf(step: string): Contract | undefined {
    const { document, palette } = this.getView();
    if (this.#contracts?.of !== document || this.#contracts.with !== palette) {
      const found = (document?.workflow.nodes ?? []).flatMap(node => {
        const contract = palette && contractOfNode(node, palette.contracts);
        return contract ? [[node.name, contract] as const] : [];
      });
      this.#contracts = { of: document, with: palette, known: new Map(found) };
    }
    return this.#contracts.known.get(step);
  }

  /** The type that comes out of a port. */
  typeOf({ item, port }: Wire['from']): PortType | undefined {
    if (item.startsWith('input:')) return this.getView().document?.workflow.inputs?.[item.slice('input:'.length)]?.type;
    return this.contractOf(item)?.outputs[port]?.type;
  }

  /** What flows into a port. */
  takenAt({ item, port }: Wire['to']): PortType | undefined {
    const contract = this.contractOf(item);
    const param = paramOfPort(port);
    if (param === null) return contract?.inputs[port]?.type;
    const schema = contract?.params.properties?.[param];
    return schema && paramType(schema);
  }

  /** Adds a step; at the end of a pulled wire, linked to where the wire began. */
  add(algorithm: string, at: Place, pulled: { readonly from?: Wire['from']; readonly to?: Wire['to'] } = {}): void {
    const { palette } = this.getView();
    const contract = palette?.entries.find(({ id }) => id === algorithm);
    if (!palette || !contract) return;
    const name = this.#freeName(algorithm);
    const added = this.edit(
      inTurn(
        text => edits.addNode(text, palette.contracts, { name, algorithm, at: rounded(at) }),
        ...this.#linksOf(contract, name, pulled),
      ),
    );
    if (added) this.select([name]);
  }

  /** Adds a step that reads a dataset; its file is an input of the workflow, one for all datasets of a file. */
  addReader(file: string, dataset: string, at: Place): void {
    const { palette, document } = this.getView();
    if (!palette?.entries.some(({ id }) => id === readerId) || !document) return;
    const { contracts } = palette;
    const { inputs = {} } = document.workflow;
    const known = Object.keys(inputs).find(
      name => isDataFile(inputs[name]!.type) && document.values?.inputs?.[name] === file,
    );
    const input = known ?? free(Object.keys(inputs), 'file');
    const name = this.#freeName(readerId);
    const type = { kind: 'dataset', dataset: 'data.file' } as const;
    const added = this.edit(
      inTurn(
        ...(known === undefined
          ? [
              (text: string) => edits.setInput(text, input, { type, title: 'File' }),
              (text: string) => edits.setValue(text, 'inputs', input, file),
            ]
          : []),
        text => edits.addNode(text, contracts, { name, algorithm: readerId, at: rounded(at) }),
        text => edits.setParam(text, contracts, { node: name, param: 'dataset' }, { value: dataset }),
        this.#link({ input }, { item: name, port: 'file' }),
      ),
    );
    if (added) this.select([name]);
  }

  /** The link between a new step and the wire that was pulled for it. */
  #linksOf(
    contract: ContractDescription,
    name: string,
    { from, to }: { readonly from?: Wire['from']; readonly to?: Wire['to'] },
  ): readonly Step[] {
    const given = from && this.typeOf(from);
    const input = given && fittingPort(contract, { type: given, lacks: 'input' });
    if (from && input !== undefined) return [this.#link(sourceFrom(from), { item: name, port: input })];
    const taken = to && this.takenAt(to);
    const port = taken && fittingPort(contract, { type: taken, lacks: 'output' });
    if (!to || port === undefined) return [];
    return [this.#link({ node: name, port }, to)];
  }

  connect(from: Wire['from'], to: Wire['to']): void {
    const { palette } = this.getView();
    if (!palette) return;
    const source = sourceFrom(from);
    const [fromType, toType] = [this.typeOf(from), this.takenAt(to)];
    const fitting = fromType && toType ? converters(palette, fromType, toType) : [];
    this.edit(this.#link(source, to), {
      wire: { from, to },
      converters: fitting.map(({ id, title }) => ({ algorithm: id, title })),
    });
  }

  /** Puts a step between the ends of a wire that does not fit, half way between them. */
  convert({ from, to }: Pick<Wire, 'from' | 'to'>, algorithm: string): void {
    const { palette, document } = this.getView();
    const [fromType, toType] = [this.typeOf(from), this.takenAt(to)];
    if (!palette || !document || !fromType || !toType) return;
    const found = converters(palette, fromType, toType).find(({ id }) => id === algorithm);
    if (!found) return;
    const places = placesOf(document);
    const [[x0, y0], [x1, y1]] = [places.get(from.item) ?? [0, 0], places.get(to.item) ?? [520, 0]];
    const at = rounded([(x0 + x1) / 2, (y0 + y1) / 2 + 80]);
    const name = this.#freeName(algorithm);
    const { contracts } = palette;
    const inserted = this.edit(
      inTurn(
        text => edits.addNode(text, contracts, { name, algorithm, at }),
        ...Object.entries(found.given).map(
          ([param, value]): Step =>
            text =>
              edits.setParam(text, contracts, { node: name, param }, { value }),
        ),
        this.#link(sourceFrom(from), { item: name, port: found.input }),
        this.#link({ node: name, port: found.output }, to),
      ),
    );
    if (inserted) this.select([name]);
  }

  /** Gives a parameter of a step to a parameter of the workflow. */
  followParam(node: string, param: string, followed: string): void {
    if (this.getView().palette) this.edit(this.#link({ param: followed }, { item: node, port: paramPort(param) }));
  }

  /** Links what takes a value there: an input or a parameter of a step, an output of the workflow. */
  #link(source: SourceData, { item, port }: Wire['to']): Step {
    const { contracts } = this.getView().palette!;
    const param = paramOfPort(port);
    return text => {
      if (item.startsWith('output:')) return edits.setOutput(text, item.slice('output:'.length), { from: source });
      if (param !== null) return edits.setParam(text, contracts, { node: item, param }, source);
      return edits.connect(text, contracts, source, { node: item, input: port });
    };
  }

  disconnect({ to }: Pick<Wire, 'to'>): void {
    this.edit(this.#withoutLink(to));
  }

  #unlink(wire: string): Step {
    const { document } = this.getView();
    const found = document && wiresOf(document).find(({ id }) => id === wire);
    return found ? this.#withoutLink(found.to) : text => ({ text });
  }

  #withoutLink(to: Wire['to']): Step {
    const { palette } = this.getView();
    return text => {
      if (to.item.startsWith('output:')) return edits.setOutput(text, to.item.slice('output:'.length), undefined);
      if (to.port === 'when') return edits.setRules(text, to.item, { when: undefined });
      const param = paramOfPort(to.port);
      if (param !== null && palette) {
        return edits.setParam(text, palette.contracts, { node: to.item, param }, undefined);
      }
      return edits.disconnect(text, { node: to.item, input: to.port });
    };
  }

  /** Makes an output of a step an output of the workflow. */
  publish(from: Wire['from']): void {
    const name = free(Object.keys(this.getView().document?.workflow.outputs ?? {}), from.port);
    this.edit(text => edits.setOutput(text, name, { from: sourceFrom(from) }));
  }

  /** Makes an input of the workflow that feeds an input or a parameter of a step. */
  feed(to: Wire['to']): void {
    const { palette, document } = this.getView();
    const taken = this.takenAt(to);
    if (!taken || !palette || !document) return;
    const contract = this.contractOf(to.item);
    const param = paramOfPort(to.port);
    const title = param === null ? contract?.inputs[to.port]?.title : contract?.params.properties?.[param]?.title;
    const name = free(Object.keys(document.workflow.inputs ?? {}), param ?? to.port);
    const type = taken.kind === 'optional' ? taken.of : taken;
    this.edit(
      inTurn(
        text => edits.setInput(text, name, { type, ...(title === undefined ? {} : { title }) }),
        this.#link({ input: name }, to),
      ),
    );
  }

  setParam(node: string, param: string, value: unknown): void {
    const { palette } = this.getView();
    if (!palette) return;
    const source = value === undefined ? undefined : ({ value } as SourceData);
    this.edit(text => edits.setParam(text, palette.contracts, { node, param }, source));
  }

  /** A value that the workflow is run with. */
  setValue(kind: 'inputs' | 'params' | 'use', name: string, value: unknown): void {
    this.edit(text => edits.setValue(text, kind, name, (value === '' ? undefined : value) as never));
  }

  /** New places of cards and notes. */
  move(moved: Readonly<Record<string, Place>>): void {
    const { comments = [] } = this.getView().document?.view ?? {};
    const places = Object.entries(moved).flatMap(([item, at]) =>
      kindOf(item) === 'comment' ? [] : [[item, rounded(at)] as const],
    );
    const notes = Object.entries(moved).flatMap(([item, at]): Step[] => {
      const comment = comments.find(({ id }) => commentId(id) === item);
      return comment ? [text => edits.setComment(text, { ...comment, at: rounded(at) })] : [];
    });
    const cards = (text: string): Edited => edits.setPositions(text, Object.fromEntries(places));
    this.edit(inTurn(...(places.length > 0 ? [cards] : []), ...notes));
  }

  rename(step: string, to: string): void {
    if (this.edit(text => edits.renameNode(text, step, to))) this.select([to]);
  }

  removeSelected(): void {
    const { selected } = this.getView();
    const steps = selected.map((item): Step => {
      const name = item.slice(item.indexOf(':') + 1);
      switch (kindOf(item)) {
        case 'output':
          return text => edits.setOutput(text, name, undefined);
        case 'input':
          return text => edits.setInput(text, name, undefined);
        case 'comment':
          return text => edits.removeComment(text, name);
        case 'group':
          return text => edits.removeGroup(text, name);
        case 'wire':
          return this.#unlink(name);
        default:
          return text => edits.removeNode(text, item);
      }
    });
    if (this.edit(inTurn(...steps))) this.select([]);
  }

  copySelected(): Fragment {
    return edits.copyNodes(this.text, this.getView().selected);
  }

  paste(fragment: Fragment): void {
    const before = new Set(this.#names());
    this.edit(text => edits.pasteNodes(text, fragment));
    this.select(this.#names().filter(name => !before.has(name)));
  }

  /** A note at a place of the canvas. */
  addComment(text: string, at: Place): void {
    const id = this.#freeId('comments', 'note');
    if (this.edit(now => edits.setComment(now, { id, text, at: rounded(at) }))) this.select([commentId(id)]);
  }

  setComment(comment: CommentData): void {
    this.edit(text => edits.setComment(text, comment));
  }

  /** Puts the selected steps into a frame with a title. */
  groupSelected(title: string): void {
    const names = new Set(this.#names());
    const nodes = this.getView().selected.filter(item => names.has(item));
    if (nodes.length > 0) this.setGroup({ id: this.#freeId('groups', 'group'), title, nodes });
  }

  setGroup(group: GroupData): void {
    this.edit(text => edits.setGroup(text, group));
  }

  #names(): readonly string[] {
    return (parseDocument(this.text).document?.workflow.nodes ?? []).map(({ name }) => name);
  }

  #freeName(algorithm: string): string {
    return free(this.#names(), algorithm.split('.').at(-1)!);
  }

  #freeId(list: 'comments' | 'groups', word: string): string {
    const taken = (this.getView().document?.view?.[list] ?? []).map(({ id }) => id);
    return free(taken, word);
  }
}

/** Several changes as one; the first refusal undoes them all. */
function inTurn(...steps: readonly Step[]): Step {
  return start => {
    let text = start;
    for (const step of steps) {
      const edited = step(text);
      if (edited.refused !== undefined) return { ...edited, text: start };
      text = edited.text;
    }
    return { text };
  };
}

function free(taken: readonly string[], wanted: string): string {
  let name = wanted;
  for (let count = 2; taken.includes(name); count++) name = `${wanted}${count}`;
  return name;
}

const rounded = ([x, y]: Place): Place => [Math.round(x), Math.round(y)];
