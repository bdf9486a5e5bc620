import { XdiProblem, type XdiHeader } from './xdi-header.js';

const edges = /^(K|L[123]?|M[1-5]?|N[1-7]?|O[1-7]?|P[1-3]?)$/i;
const symbols = new Set(
  (
    'H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd ' +
    'In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U ' +
    'Np Pu Am Cm Bk Cf Es Fm Md No Lr'
  ).split(' '),
);

/** Value of a field, whatever the case of its name. */
export function fieldNamed(header: XdiHeader, name: string): string | undefined {
  for (const [key, value] of header.fields) if (key.toLowerCase() === name.toLowerCase()) return value;
  return undefined;
}

/** Names and units of `Column.N`, in order. */
export function columnsNamed(header: XdiHeader): readonly { name: string; unit: string | undefined }[] {
  const found = [...header.fields.entries()].flatMap(([key, value]) => {
    const [, number] = /^column\.(\d+)$/i.exec(key) ?? [];
    if (number === undefined) return [];
    const [name = '', unit] = value.split(/\s+/);
    return [{ number: Number(number), name, unit }];
  });
  return found
    .sort((a, b) => a.number - b.number)
    .map(({ number, name, unit }, index) => {
      if (number !== index + 1)
        throw new XdiProblem(
          `its columns are not numbered one after the other: Column.${number} stands at place ${index + 1}`,
        );
      return { name, unit };
    });
}

/**
 * Holds fields to what the dictionary of the format says of them.
 * @throws XdiProblem at the first rule that is broken
 */
export function checkXdi(header: XdiHeader, width: number): void {
  const columns = columnsNamed(header);
  if (columns.length === 0) throw new XdiProblem('it has no labels of columns (Column.1: ...)');
  if (columns.length < width) throw new XdiProblem(`it has ${columns.length} labels for ${width} columns: too few`);
  if (columns.length > width) throw new XdiProblem(`it has ${columns.length} labels for ${width} columns: too many`);
  checkElement(header);
  checkMono(header, columns[0]!.name);
  checkTime(header, 'Scan.start_time');
  checkTime(header, 'Scan.end_time');
  checkQuantity(header, 'Sample.temperature', /^[CFK]$|^deg[CFK]?$/i);
  checkQuantity(header, 'Facility.energy', /^[GM]eV$/i);
  checkQuantity(header, 'Facility.current', /^m?A(mps)?$/i);
}

/** What the format recommends and the file does not say. */
export function xdiWarnings(header: XdiHeader): readonly string[] {
  const missing = ['Facility.name', 'Facility.xray_source', 'Beamline.name', 'Scan.start_time', 'Column.1'].filter(
    name => fieldNamed(header, name) === undefined,
  );
  const [first] = columnsNamed(header);
  const abscissa =
    first && /^(energy|angle)$/i.test(first.name) ? [] : [`Column.1 is "${first?.name}", not energy or angle.`];
  return [...missing.map(name => `The recommended field ${name} is missing.`), ...abscissa];
}

/** A file without any field of Element is of something else than absorption at an edge. */
function checkElement(header: XdiHeader): void {
  const edge = fieldNamed(header, 'Element.edge');
  const symbol = fieldNamed(header, 'Element.symbol');
  if (edge === undefined && symbol === undefined) return;
  if (edge === undefined) throw new XdiProblem('it does not give Element.edge');
  if (symbol === undefined) throw new XdiProblem('it does not give Element.symbol');
  const wrong = [
    ...(edges.test(edge) ? [] : [`Element.edge "${edge}" is no edge`]),
    ...(symbols.has(symbol) ? [] : [`Element.symbol "${symbol}" is no element`]),
  ];
  if (wrong.length > 0) throw new XdiProblem(wrong.join(', and '));
}

function checkMono(header: XdiHeader, abscissa: string): void {
  const spacing = fieldNamed(header, 'Mono.d_spacing');
  if (spacing === undefined && /^angle$/i.test(abscissa))
    throw new XdiProblem('its abscissa is an angle, but Mono.d_spacing is not given');
  if (spacing !== undefined && !/^[-+.\d][-+.\deE]*(\s|$)/.test(spacing))
    throw new XdiProblem(`Mono.d_spacing "${spacing}" is no number`);
}

function checkTime(header: XdiHeader, name: string): void {
  const time = fieldNamed(header, name);
  if (time === undefined) return;
  const parts =
    /^(\d{4})-(\d{2})-(\d{1,2})[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d*)?))?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(time);
  if (!parts) throw new XdiProblem(`${name} "${time}" is no date and time (2001-06-26T22:27:31)`);
  const [month, day, hour, minute] = parts.slice(2, 6).map(Number) as [number, number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59) {
    throw new XdiProblem(`${name} "${time}" has a month, day or hour out of its range`);
  }
}

function checkQuantity(header: XdiHeader, name: string, unit: RegExp): void {
  const value = fieldNamed(header, name);
  if (value === undefined) return;
  const [, given] = /^[-+]?[\d.]+(?:[eE][-+]?\d+)?\s*([a-zA-Z]*)/.exec(value) ?? [];
  // "room temperature" is no number and pretends to be none
  if (given === undefined ? /^[-+.\d]/.test(value) : !unit.test(given)) {
    throw new XdiProblem(`${name} "${value}" is no number with a unit`);
  }
}
