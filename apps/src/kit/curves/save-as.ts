/** Hands bytes to the browser as a file that the user keeps. */
export function saveAs(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The picture as it is on the screen. */
export function savePicture(name: string, canvas: HTMLCanvasElement): void {
  canvas.toBlob(blob => blob && saveAs(name, blob), 'image/png');
}

/** A file name out of a file and an object in it. */
export function exportName(file: string, object: string, extension: string): string {
  const stem = file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
  return `${`${stem}${object}`.replace(/[^\p{L}\p{N}.-]+/gu, '-')}${extension}`;
}
