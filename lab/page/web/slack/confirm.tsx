import { Dialog } from './dialog.tsx';

interface Text {
  readonly text: string;
}

/** Texts of a Block Kit confirmation dialog. */
export interface ConfirmTexts {
  readonly title: Text;
  readonly text: Text;
  readonly confirm: Text;
  readonly deny: Text;
  readonly style?: 'primary' | 'danger';
}

/** The question that Slack asks before a button counts. */
export function Confirm({
  texts,
  onYes,
  onNo,
}: {
  readonly texts: ConfirmTexts;
  readonly onYes: () => void;
  readonly onNo: () => void;
}) {
  return (
    <Dialog title={texts.title.text} onClose={onNo}>
      <p className="dialog-body">{texts.text.text}</p>
      <footer>
        <button type="button" className="kit-button" onClick={onNo}>
          {texts.deny.text}
        </button>
        <button type="button" className="kit-button" data-style={texts.style ?? 'primary'} onClick={onYes}>
          {texts.confirm.text}
        </button>
      </footer>
    </Dialog>
  );
}
