/** One dataset that plays a part in a scan. */
export interface ScanPart {
  readonly path: string;
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** What was recognised in a scan file, with the evidence. */
export interface ScanDescription {
  readonly path: string;
  readonly layout: string;
  /** Sentences that say why this layout was chosen. */
  readonly why: readonly string[];
  readonly projections: ScanPart;
  readonly flats: ScanPart | null;
  readonly darks: ScanPart | null;
  readonly angles: ScanPart | null;
  /** First and last angle in degrees. */
  readonly angleRangeDeg: readonly [number, number];
  readonly angleCount: number;
  readonly rows: number;
  readonly columns: number;
  /** Degrees that the scan goes round; absent where nothing says so. */
  readonly turnDeg?: 180 | 360 | undefined;
  /** Photon energy in eV, where the file or the user gives it. */
  readonly energyEv?: number | undefined;
  /** Edge of a pixel in the sample in micrometres, where the file or the user gives it. */
  readonly pixelSizeUm?: number | undefined;
  /** Sentences that the user should read before going on. */
  readonly warnings: readonly string[];
}

/** The rotation axis with its score curve: lower score is better. */
export interface AxisEvidence {
  readonly axisPx: number;
  readonly method: string;
  /** 0..1 */
  readonly confidence: number;
  readonly candidatesPx: readonly number[];
  readonly scores: readonly number[];
  readonly why: string;
}

/** Entry of a folder that may be opened as a scan. */
export interface FileEntry {
  readonly name: string;
  readonly path: string;
  readonly kind: 'folder' | 'file';
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** The node of an HDF5 tree; groups carry no shape. */
export interface TreeNode {
  readonly path: string;
  readonly kind: 'group' | 'dataset' | 'link';
  readonly shape?: readonly number[];
  readonly dtype?: string;
}
