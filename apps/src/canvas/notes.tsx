import { memo, useEffect, useRef, useState, type JSX } from 'react';
import type { NodeProps } from '@xyflow/react';
import { useTranslate } from '../kit/i18n/translate.js';
import type { CommentNode, GroupNode } from './flow-items.js';

/** A note on the canvas; a double click, or Enter when it is selected, edits it. */
export const CommentCard = memo(function CommentCard({ data, selected }: NodeProps<CommentNode>): JSX.Element {
  const trans = useTranslate();
  const { comment, model } = data;
  return (
    <div className={`daisy-Note ${selected ? 'daisy-mod-selected' : ''}`} data-testid={`canvas-note-${comment.id}`}>
      <EditedText
        text={comment.text}
        label={trans.__('Note')}
        many
        onText={text => model.setComment({ ...comment, text })}
      />
    </div>
  );
});

/** A frame with a title around steps; it is moved with them. */
export const GroupFrame = memo(function GroupFrame({ data, selected }: NodeProps<GroupNode>): JSX.Element {
  const trans = useTranslate();
  const { group, model } = data;
  return (
    <div className={`daisy-Group ${selected ? 'daisy-mod-selected' : ''}`} data-testid={`canvas-group-${group.id}`}>
      <EditedText text={group.title} label={trans.__('Group')} onText={title => model.setGroup({ ...group, title })} />
    </div>
  );
});

interface EditedTextProps {
  readonly text: string;
  readonly label: string;
  readonly many?: boolean;
  onText(text: string): void;
}

function EditedText({ text, label, many = false, onText }: EditedTextProps): JSX.Element {
  const trans = useTranslate();
  const [draft, setDraft] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const editing = draft !== null;
  useEffect(() => {
    if (editing) field.current?.select();
  }, [editing]);
  const commit = (): void => {
    if (draft !== null && draft !== text && draft.trim() !== '') onText(draft);
    setDraft(null);
  };
  if (!editing) {
    return (
      <div
        className="daisy-Note-text"
        role="button"
        tabIndex={0}
        aria-label={trans.__('%1: %2', label, text)}
        title={trans.__('Double click to edit')}
        onDoubleClick={event => {
          event.stopPropagation();
          setDraft(text);
        }}
        onKeyDown={event => {
          if (event.key === 'Enter') setDraft(text);
        }}
      >
        {text}
      </div>
    );
  }
  return (
    <textarea
      ref={field}
      className="daisy-Input nodrag nowheel"
      aria-label={label}
      rows={many ? 4 : 1}
      value={draft}
      onChange={event => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={event => {
        event.stopPropagation();
        if (event.key === 'Escape') setDraft(null);
        if (event.key === 'Enter' && (!many || event.ctrlKey)) commit();
      }}
    />
  );
}
