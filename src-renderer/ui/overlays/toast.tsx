// Short notices under the header, some with one action such as undo. They leave by themselves, but not under the pointer.
import { X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '../controls/button.tsx';
import { useText } from '../text/text-context.tsx';

export type ToastInput = {
  readonly text: string;
  readonly tone?: 'plain' | 'stop';
  readonly action?: { readonly label: string; readonly run: () => void };
};
type ToastEntry = ToastInput & { readonly id: number };
export type ShowToast = (toast: ToastInput) => void;

const plainMs = 5_000;
const actionMs = 10_000;
const maxShown = 3;

const ToastContext = createContext<ShowToast>(() => undefined);

/** `const showToast = useToast(); showToast({ text, action: { label: t('app.undo'), run } })`. */
export function useToast(): ShowToast {
  return useContext(ToastContext);
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const { t } = useText();
  const [toasts, setToasts] = useState<readonly ToastEntry[]>([]);
  const nextId = useRef(1);
  const dismiss = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const show = useCallback<ShowToast>((toast) => {
    const id = nextId.current;
    nextId.current += 1;
    setToasts((all) => [...all, { ...toast, id }].slice(-maxShown));
  }, []);
  const region = useMemo(
    () => toasts.map((toast) => <ToastCard key={toast.id} toast={toast} onDismiss={dismiss} />),
    [toasts, dismiss],
  );
  return (
    <ToastContext value={show}>
      {children}
      <section
        aria-label={t('app.notices')}
        aria-live="polite"
        className="pointer-events-none fixed inset-x-0 top-14 z-50 flex flex-col items-center gap-2 px-4"
      >
        {region}
      </section>
    </ToastContext>
  );
}

type ToastCardProps = { readonly toast: ToastEntry; readonly onDismiss: (id: number) => void };

function ToastCard({ toast, onDismiss }: ToastCardProps) {
  const { t } = useText();
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => onDismiss(toast.id), toast.action === undefined ? plainMs : actionMs);
    return () => clearTimeout(timer);
  }, [isHeld, toast, onDismiss]);
  const { action } = toast;
  return (
    <div
      role="status"
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
      className="pointer-events-auto flex max-w-120 animate-appear items-center gap-2 rounded-card border border-edge bg-raised py-2 ps-4 pe-2 shadow-float"
    >
      <span className={toast.tone === 'stop' ? 'text-stop-ink' : ''}>{toast.text}</span>
      {action !== undefined && (
        <Button
          variant="plain"
          size="sm"
          className="text-tide-ink"
          onClick={() => {
            action.run();
            onDismiss(toast.id);
          }}
        >
          {action.label}
        </Button>
      )}
      <button
        type="button"
        aria-label={t('app.close')}
        onClick={() => onDismiss(toast.id)}
        className="inline-flex size-7 shrink-0 items-center justify-center rounded-control text-ink-soft hover:bg-hover hover:text-ink"
      >
        <X aria-hidden="true" />
      </button>
    </div>
  );
}
