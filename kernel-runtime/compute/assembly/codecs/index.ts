import { preparePatterns } from './copy';

export { bitShuffle, bitUnshuffle } from './bitshuffle';
export { decodeBitshuffleLz4, encodeBitshuffleLz4 } from './bitshuffle-lz4';
export { decodeBloscLz } from './blosclz';
export { swapBytes } from './byte-order';
export { fletcher32 } from './checksums';
export { decodeLz4 } from './lz4-decode';
export { encodeLz4 } from './lz4-encode';
export { decodeLzf } from './lzf';
export { shuffle, unshuffle } from './shuffle';
export { firstFree, scratchBlock } from './work-area';

preparePatterns();
