import type { ILayoutRestorer } from '@jupyterlab/application';
import type { WidgetTracker } from '@jupyterlab/apputils';
import type { Widget } from '@lumino/widgets';
import type { AppWidget } from './app-widget.js';
import type { OpenArgs } from './open-args.js';

/** One kind of tab that shows an app. */
export interface AppTabs<T extends Widget> {
  readonly tracker: WidgetTracker<T>;
  /** The app in a tab. */
  readonly contentOf: (tab: T) => AppWidget;
  /** Brings a tab back; it is given what `argsOf` said of it, and what the app showed as `state`. */
  readonly command: string;
  readonly argsOf: (tab: T) => OpenArgs;
  readonly nameOf: (tab: T) => string;
}

/** Finds tabs again after a reload, with what they showed. Returns what keeps a new tab. */
export function restoreTabs<T extends Widget>(restorer: ILayoutRestorer | null, tabs: AppTabs<T>): (tab: T) => void {
  const { tracker, contentOf, command, argsOf, nameOf } = tabs;
  void restorer?.restore(tracker, {
    command,
    args: tab => ({ state: contentOf(tab).state, ...argsOf(tab) }),
    name: nameOf,
  });
  return tab => {
    contentOf(tab).stateChanged.connect(() => void tracker.save(tab));
    void tracker.add(tab);
  };
}
