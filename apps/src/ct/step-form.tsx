import type { JSX } from 'react';
import { useTranslate } from '../kit/i18n/translate.js';
import { ParameterForm } from '../kit/form/parameter-form.js';
import { CentreForm } from './centre-form.js';
import type { CtPartProps } from './ct-screen.js';
import { fileName } from './ct-state.js';

type StepFormProps = CtPartProps & { readonly openFile: ((path: string) => void) | undefined };

/** The form of the current step. */
export function StepForm(props: StepFormProps): JSX.Element {
  switch (props.view.state.step) {
    case 'data':
      return <DataForm {...props} />;
    case 'inspect':
      return <InspectForm {...props} />;
    case 'run':
      return <RunForm {...props} />;
    case 'view':
      return <ViewForm {...props} />;
    default:
      return <CentreForm {...props} />;
  }
}

function DataForm({ view }: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const description = view.opened?.description;
  const parts = description && [
    [trans.__('Projections'), description.projections] as const,
    [trans.__('Flat fields'), description.flats] as const,
    [trans.__('Dark fields'), description.darks] as const,
    [trans.__('Angles'), description.angles] as const,
  ];
  return (
    <aside className="daisy-StepForm">
      <h3>{trans.__('Data')}</h3>
      {description?.warnings.map(warning => (
        <p key={warning} className="daisy-Warning">
          {warning}
        </p>
      ))}
      <dl>
        {parts?.map(([name, part]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {part ? (
                <>
                  <code>{part.path}</code>
                  <span>
                    {part.shape.join(' × ')} {part.dtype}
                  </span>
                </>
              ) : (
                trans.__('not found')
              )}
            </dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}

function InspectForm({ model, view }: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const { state, opened } = view;
  return (
    <aside className="daisy-StepForm">
      <h3>{trans.__('Inspect')}</h3>
      <div className="daisy-Field">
        <label htmlFor="ct-inspect-row">{trans.__('Row')}</label>
        <input
          id="ct-inspect-row"
          className="daisy-Input"
          type="number"
          min={0}
          max={(opened?.sinograms.frames ?? 1) - 1}
          value={state.row}
          onChange={event => model.setRow(event.target.valueAsNumber)}
        />
      </div>
      <div className="daisy-Field">
        <label htmlFor="ct-inspect-angle">{trans.__('Projection')}</label>
        <input
          id="ct-inspect-angle"
          className="daisy-Input"
          type="number"
          min={0}
          max={(opened?.projections.frames ?? 1) - 1}
          value={state.angle}
          onChange={event => model.setAngle(event.target.valueAsNumber)}
        />
      </div>
      <h4>{trans.__('In every picture')}</h4>
      <ul className="daisy-Keys">
        <li>{trans.__('Wheel: zoom. Drag: move. Double click: all.')}</li>
        <li>{trans.__('Right drag: contrast. A: automatic, L: logarithmic.')}</li>
        <li>{trans.__('[ and ]: previous and next, with Shift 10. 1: one to one.')}</li>
        <li>{trans.__('Arrows: move row, angle or axis.')}</li>
      </ul>
    </aside>
  );
}

const setElsewhere = ['axisPx'];

function RunForm({ model, view }: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const { state, contract } = view;
  return (
    <aside className="daisy-StepForm">
      <h3>{trans.__('Run')}</h3>
      {contract && (
        <ParameterForm
          schema={contract.params}
          values={state.params}
          hidden={setElsewhere}
          testIdPrefix="ct"
          onChange={params => model.setParams(params)}
        />
      )}
      <div className="daisy-Field daisy-mod-stacked">
        <label htmlFor="ct-out">{trans.__('Write the volume to')}</label>
        <input
          id="ct-out"
          className="daisy-Input"
          value={state.out ?? ''}
          data-testid="ct-out"
          onChange={event => model.setOut(event.target.value)}
        />
      </div>
      <label className="daisy-Check">
        <input
          type="checkbox"
          checked={view.overwrite}
          data-testid="ct-overwrite"
          onChange={event => model.setOverwrite(event.target.checked)}
        />
        {trans.__('Replace the file when it exists')}
      </label>
    </aside>
  );
}

function ViewForm({ view, openFile }: StepFormProps): JSX.Element {
  const trans = useTranslate();
  const { run, result } = view;
  const file = run?.outputs['volume'];
  return (
    <aside className="daisy-StepForm">
      <h3>{trans.__('View')}</h3>
      {result && (
        <p>
          {result.frames} × {result.height} × {result.width} {result.dtype}
        </p>
      )}
      {file && <p title={file}>{fileName(file)}</p>}
      {file && openFile && (
        <button className="daisy-Button" onClick={() => openFile(file)}>
          {trans.__('Open the file')}
        </button>
      )}
    </aside>
  );
}
