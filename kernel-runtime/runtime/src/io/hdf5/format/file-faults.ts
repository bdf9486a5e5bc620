/** The file contradicts itself or its checksums: no other reader would get further. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile';
}

/** A part of the format that is not read here, but by the general library. */
export class NotReadHere extends Error {
  override readonly name = 'NotReadHere';
}
