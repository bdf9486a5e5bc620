import { Component, type ReactNode } from 'react';
import { TranslateContext } from '../i18n/translate.js';

interface DrawingState {
  readonly message: string | null;
}

/**
 * Keeps an app on the page when a part of it cannot be drawn, e.g. because its code is not on the server any more after an upgrade: it
 * says so and offers to draw again, instead of leaving an empty tab.
 */
export class DrawingBoundary extends Component<{ readonly children: ReactNode }, DrawingState> {
  static override contextType = TranslateContext;
  declare context: React.ContextType<typeof TranslateContext>;
  override state: DrawingState = { message: null };

  static getDerivedStateFromError(error: unknown): DrawingState {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === null) return this.props.children;
    const trans = this.context;
    return (
      <div className="daisy-App">
        <div className="daisy-ErrorPanel" role="alert" data-testid="drawing-error">
          <div className="daisy-ErrorPanel-text">
            <strong>{trans.__('This tab cannot be drawn.')}</strong>
            <div>
              {trans.__('Your settings are kept. Try again, or reload the page: Daisy may have been upgraded.')}
            </div>
            <details>
              <summary>{trans.__('Details')}</summary>
              <pre>{message}</pre>
            </details>
          </div>
          <button className="daisy-Button" onClick={() => this.setState({ message: null })}>
            {trans.__('Try again')}
          </button>
        </div>
      </div>
    );
  }
}
