/** Colours that a canvas cannot take from style sheets by itself. */
export interface CurveTheme {
  readonly text: string;
  readonly grid: string;
  readonly mark: string;
  readonly curves: readonly string[];
  readonly font: string;
}

/** The theme's variables as they are at an element. */
export function readTheme(element: Element): CurveTheme {
  const style = getComputedStyle(element);
  const read = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  return {
    text: read('--jp-ui-font-color1', '#333'),
    grid: read('--jp-border-color2', '#ddd'),
    mark: read('--jp-warn-color1', '#f57c00'),
    curves: [
      read('--jp-brand-color1', '#1976d2'),
      read('--jp-success-color1', '#388e3c'),
      read('--jp-error-color1', '#d32f2f'),
      read('--jp-info-color1', '#0097a7'),
    ],
    font: style.fontFamily || 'sans-serif',
  };
}

/** Calls back after a change of theme; JupyterLab marks the body and then loads the theme's style sheet. */
export function watchTheme(onChange: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(onChange, 100);
  });
  const attributeFilter = ['data-jp-theme-name', 'data-jp-theme-light', 'class'];
  observer.observe(document.body, { attributes: true, attributeFilter });
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}
