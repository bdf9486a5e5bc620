import type { Translate } from '../kit/i18n/translate.js';
import type { StaleReason } from './stale-steps.js';

/** Why a result is not that of the document any more, in a few words. */
export function reasonInWords(reason: StaleReason, trans: Translate): string {
  switch (reason.what) {
    case 'parameter':
      return trans.__('%1 was changed', reason.name);
    case 'workflowParameter':
      return trans.__('the parameter %1 of the workflow was changed', reason.name);
    case 'link':
      return trans.__('the link to %1 was changed', reason.name);
    case 'input':
      return trans.__('the input %1 was changed', reason.name);
    case 'step':
      return trans.__('%1 before it has changed', reason.name);
    case 'body':
      return trans.__('another implementation was chosen');
    case 'rules':
      return trans.__('the step itself was changed');
    case 'new':
      return trans.__('it is new');
  }
}
