/** Files in and out of the page: nothing travels further than this machine. */
import type { JSX } from "preact";
import { useRef } from "preact/hooks";

/** A button that asks for a file; the same file can be chosen again. */
export function FileButton(props: {
  label: string;
  /** As the attribute of the same name, e.g. ".csv,text/csv". */
  accept?: string;
  onChoose: (file: File) => void;
}): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        {props.label}
      </button>
      <input
        ref={input}
        type="file"
        accept={props.accept ?? ".json,application/json"}
        hidden
        onChange={(event) => {
          const field = event.currentTarget;
          const file = field.files?.[0];
          field.value = "";
          if (file !== undefined) props.onChoose(file);
        }}
      />
    </>
  );
}

const TABLES = ".csv,.tsv,.txt,.dat,text/csv,text/tab-separated-values,text/plain";

/** A button that asks for a table. */
export function TableButton(props: { label: string; onChoose: (file: File) => void }): JSX.Element {
  return <FileButton {...props} accept={TABLES} />;
}

/** Saves a text as a file. */
export function download(text: string, name: string, type = "application/json"): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
