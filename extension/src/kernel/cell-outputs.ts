/** An output as the notebook format has it. */
interface Output {
  readonly output_type: string;
  readonly [field: string]: unknown;
}

/** The outputs of a code cell's model. */
export interface CellOutputs {
  clear(wait?: boolean): void;
  add(output: Output): number;
  set(index: number, output: Output): void;
}

/** Shows a message of the kernel; types that are no output are left out. */
export type ShowOutput = (type: string, content: object) => void;

/** Turns messages into outputs of a cell. */
export function outputsOf(outputs: CellOutputs): ShowOutput {
  const displays = new Map<string, number>();
  return (type, content) => {
    if (type === 'clear_output') {
      displays.clear();
      return outputs.clear((content as { wait?: boolean }).wait);
    }
    const { transient } = content as { transient?: { display_id?: string } };
    const id = transient?.display_id;
    if (type === 'update_display_data') {
      const index = id === undefined ? undefined : displays.get(id);
      if (index !== undefined) outputs.set(index, { ...content, output_type: 'display_data' });
    } else if (['stream', 'display_data', 'execute_result', 'error'].includes(type)) {
      const length = outputs.add({ ...content, output_type: type });
      if (id !== undefined) displays.set(id, length - 1);
    }
  };
}
