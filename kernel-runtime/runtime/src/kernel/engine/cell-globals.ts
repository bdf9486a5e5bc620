/** What every cell sees without an import: the kernel's `display`, and WebAssembly, which the Node types of older lines lack. */
export const cellGlobals = `
interface DaisyShown { readonly id: string; update(value: unknown): void; clear(): void }
/**
 * Shows a value below the cell: an array as curve or picture, a table, a Vega-Lite chart, a picture, a promise when it is fulfilled,
 * a run as its progress. \`update\` draws another value in the same place, \`clear\` leaves it empty.
 */
declare function display(value: unknown, options?: { readonly id?: string }): DaisyShown;
declare namespace display {
  type Picture = Uint8Array | ArrayBuffer | string;
  /** Draws a value in the place that was given this id. */
  function update(id: string, value: unknown): void;
  /** Empties the output of this cell; with \`wait\` only when something new is shown. */
  function clear(options?: { readonly wait?: boolean }): void;
  /** HTML as it is: escape what comes from data. */
  function html(html: string): DaisyShown;
  function markdown(markdown: string): DaisyShown;
  /** A formula, as display mathematics when it has no \`$\` of its own. */
  function latex(latex: string): DaisyShown;
  function svg(svg: string): DaisyShown;
  /** A picture, as bytes or in base64. */
  function png(picture: Picture): DaisyShown;
  function jpeg(picture: Picture): DaisyShown;
  function gif(picture: Picture): DaisyShown;
  function json(value: unknown): DaisyShown;
  function text(text: string): DaisyShown;
  /** A Vega-Lite specification; version 5 when it names no \`$schema\`. */
  function vega(specification: object): DaisyShown;
  /** An Apache Arrow table, a list of records, or columns of equal length by name. */
  function table(source: object, options?: { readonly title?: string; readonly units?: Readonly<Record<string, string>> }): DaisyShown;
  /** Any MIME type. */
  function raw(mimeType: string, data: unknown, text?: string): DaisyShown;
}
/** Asks the user for a line of text: \`const name = await input('Name: ')\`. Throws where nobody can answer. */
declare function input(prompt?: string): Promise<string>;
/** Like \`input\`, without showing what is typed. */
declare function password(prompt?: string): Promise<string>;
/** What came on a comm. Each buffer begins at byte 0 of its own ArrayBuffer. */
interface DaisyCommMessage { readonly data: any; readonly buffers: readonly Uint8Array[]; readonly metadata: Readonly<Record<string, any>> }
/** A line between the notebook and a program of the page. */
interface DaisyComm {
  readonly id: string;
  readonly target: string;
  /** Data that JSON can hold, and bytes beside it. */
  send(data?: unknown, buffers?: readonly (ArrayBufferView | ArrayBufferLike)[]): void;
  close(data?: unknown): void;
  onMessage(handler: (message: DaisyCommMessage) => unknown): void;
  onClose(handler: (message: DaisyCommMessage) => unknown): void;
}
/** Comms: messages between cells and programs of the page, such as widgets. */
declare const comms: {
  /** Takes comms that the page opens for a target. What the handler prints belongs to this cell. */
  register(target: string, handler: (comm: DaisyComm, message: DaisyCommMessage) => unknown): void;
  unregister(target: string): void;
  /** Opens a comm to a target of the page. */
  open(
    target: string,
    data?: unknown,
    options?: {
      readonly buffers?: readonly (ArrayBufferView | ArrayBufferLike)[];
      readonly metadata?: Readonly<Record<string, unknown>>;
      readonly id?: string;
    },
  ): DaisyComm;
};
declare namespace WebAssembly {
  interface Module {}
  interface Instance { readonly exports: Record<string, any>; }
  interface Memory { readonly buffer: ArrayBuffer; grow(pages: number): number; }
  var Module: { new (bytes: ArrayBufferView | ArrayBufferLike): Module };
  var Instance: { new (module: Module, imports?: Record<string, Record<string, unknown>>): Instance };
  var Memory: { new (pages: { initial: number; maximum?: number; shared?: boolean }): Memory };
  function compile(bytes: ArrayBufferView | ArrayBufferLike): Promise<Module>;
  function instantiate(module: Module, imports?: Record<string, Record<string, unknown>>): Promise<Instance>;
}
`;

/** Types of `import ... from 'tslab'`, which works whether or not the package is installed. */
export const tslabDeclaration = `
declare module 'tslab' {
  /** Shows data of one type in the output of this cell. */
  export interface Display {
    javascript(text: string): void;
    html(text: string): void;
    markdown(text: string): void;
    latex(text: string): void;
    svg(text: string): void;
    png(bytes: Uint8Array): void;
    jpeg(bytes: Uint8Array): void;
    gif(bytes: Uint8Array): void;
    pdf(bytes: Uint8Array): void;
    text(text: string): void;
    raw(type: string, data: string | Uint8Array): void;
  }
  export const display: Display;
  /** A display that draws over what it showed before. */
  export function newDisplay(): Display;
  export const versions: { readonly tslab: string; readonly typescript: string; readonly node: string };
}
`;
